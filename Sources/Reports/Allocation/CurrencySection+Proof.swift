import Kernel
import Model

extension CurrencySection {
    /// Zero when the section is whole; otherwise the first difference found.
    ///
    /// The difference that the allocation states is not taken on trust: headline and bridge are added up again, the bridge
    /// in all four FOCUS costs.
    func openDifference() throws(AmountOverflow) -> Amount {
        if headline.difference != .zero { return headline.difference }
        var parts = headline.bill
        for part in [headline.allocated, headline.outside, headline.noTelemetry, headline.residual] {
            try parts.subtract(part)
        }
        var lines = headline.bill
        var focus = bill
        for line in bridge {
            try lines.subtract(line.cost)
            try focus.subtract(line.focus)
        }
        return ([parts, lines] + focus.all).first { $0 != .zero } ?? .zero
    }
}
