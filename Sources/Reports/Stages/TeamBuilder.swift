import Documents
import Kernel
import Model
import Runner

/// Adds an allocation up by teams, as `reckon allocation --by team,part` does.
struct TeamBuilder {
    private static let outside = "Outside"

    let basis: CostMetric
    let period: Month

    /// By currency, largest first, what belongs to no team last; empty where the allocation knows no teams.
    func teams(_ publication: Publication) throws -> [Currency: [TeamCost]] {
        let rules = try publication.facts.fact("teams", \.array) + publication.facts.fact("outside", \.array)
        guard !rules.isEmpty else { return [:] }
        let view = try AllocationView(
            publication, ViewQuestion(keys: [.team, .part], cost: basis), job: nil, period: period)
        var teams: [Currency: [TeamCost]] = [:]
        for section in view.sections { teams[section.currency] = try TeamBuilder.teams(section) }
        return teams
    }

    private static func teams(_ section: AllocationView.Section) throws -> [TeamCost] {
        let marks = Set(ViewMark.allCases.map(\.text))
        var byName: [String?: TeamCost] = [:]
        // A pool, or a platform's team, that has given away all it held would only say that it was there.
        for line in section.lines where line.costs.cost != .zero {
            let name = marks.contains(line.values[0]) ? nil : line.values[0]
            var team =
                byName[name]
                ?? TeamCost(
                    name: name, direct: .zero, shared: .zero, outside: .zero, final: .zero, finalInCoins: .zero)
            if line.values[1] == outside {
                try team.outside.add(line.costs.direct)
            } else {
                try team.direct.add(line.costs.direct)
            }
            try team.shared.add(line.costs.shared)
            try team.final.add(line.costs.cost)
            byName[name] = team
        }
        var teams = byName.values.sorted { left, right in
            if (left.name == nil) != (right.name == nil) { return right.name == nil }
            return left.final != right.final ? left.final > right.final : (left.name ?? "") < (right.name ?? "")
        }
        let coins = try Split.rounded(teams.map(\.final), toPlaces: MoneyText(section.currency).places)
        for index in teams.indices { teams[index].finalInCoins = coins[index] }
        return teams
    }
}
