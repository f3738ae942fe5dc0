/// As the store writes it: `period`, `upgrade-1`.
extension ChargePurpose: CustomStringConvertible {
    package init?(_ text: String) {
        if text == "period" {
            self = .period
            return
        }
        guard text.hasPrefix("upgrade-"), let number = Int(text.dropFirst(8)), number > 0,
            text == "upgrade-\(number)"
        else { return nil }
        self = .upgrade(number)
    }

    package var description: String {
        switch self {
        case .period: "period"
        case .upgrade(let number): "upgrade-\(number)"
        }
    }
}
