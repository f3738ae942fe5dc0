/// From SQLSTATE to the code we show (PostgreSQL documentation, Appendix A).
extension StoreCode {
    /// - Parameter message: the server's words; they alone tell a timeout from a cancellation, and only in the C locale.
    static func forSQLState(_ state: String, message: String = "") -> StoreCode {
        if let exact = exactStates[state] { return exact }
        if state == "57014" { return message.contains("statement timeout") ? .statementTimeout : .cancelled }
        return stateClasses[String(state.prefix(2))] ?? .other
    }

    private static let exactStates: [String: StoreCode] = [
        "08001": .cannotConnect, "08004": .serverBusy, "08006": .connectionLost, "08P01": .other,
        "23505": .duplicateKey,
        "25P03": .connectionLost,
        "3D000": .databaseMissing,
        "40001": .serializationFailure, "40003": .commitOutcomeUnknown, "40P01": .deadlock,
        "42501": .insufficientPrivilege,
        "53300": .serverBusy,
        "55P03": .lockTimeout,
        "57P01": .serverShutdown, "57P02": .serverShutdown, "57P03": .serverBusy,
    ]

    private static let stateClasses: [String: StoreCode] = [
        "08": .connectionLost, "22": .valueRefused, "23": .constraintViolated, "28": .loginRefused,
        "40": .serializationFailure, "53": .outOfResources,
    ]
}
