import Columns
import Kernel

/// `teams.csv`: one line a team, every figure with all its digits.
enum TeamTable {
    private static let texts = ["Currency", "Team"]
    private static let numbers = ["Direct", "Shared", "Outside", "Final", "FinalRounded"]

    static func write(_ report: AllocationReport, to path: String) throws {
        let file = try DurableFile(path: path)
        let writer = try CSVWriter(
            columns: texts.map { CSVColumn($0) } + numbers.map { CSVColumn($0, .number) }, to: file,
            guardsFormulas: true)
        for section in report.sections {
            for team in section.teams {
                writer.write(section.currency.description)
                if let name = team.name { writer.write(name) } else { writer.writeNull() }
                for amount in [team.direct, team.shared, team.outside, team.final] { writer.write(amount.description) }
                writer.write(team.finalInCoins.rounded(toPlaces: MoneyText(section.currency).places))
                try writer.endRecord()
            }
        }
        try writer.finish()
        try file.commit()
    }
}
