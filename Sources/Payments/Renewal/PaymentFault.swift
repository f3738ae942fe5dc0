import Database
package import Kernel

/// What kept one subscription, payment or delivery from being read or written. The others go on without it.
package struct PaymentFault: Sendable, CustomStringConvertible {
    /// Its name: that of a subscription, a reference or a delivery.
    package let subject: String
    package let error: any ReckonError

    package init(_ subject: String, _ error: any ReckonError) {
        self.subject = subject
        self.error = error
    }

    package var description: String { "\(subject): left as it is: \(error)" }

    /// Runs `body`. What is wrong with `subject` alone, such as a tenant's key that was taken back, is added to
    /// `faults` and nil is returned; everything else, such as a store that is away, is thrown on.
    static func leaving<Value>(
        _ subject: String, _ faults: inout [PaymentFault], _ body: () throws -> Value
    ) throws -> Value? {
        do {
            return try body()
        } catch let error as any ReckonError where isOfOneSubject(error) {
            faults.append(PaymentFault(subject, error))
            return nil
        }
    }

    private static func isOfOneSubject(_ error: any ReckonError) -> Bool {
        if error.isTransient { return false }
        if let error = error as? DatabaseError { return error.code == .unreadableValue || error.constraint != nil }
        return error is Failure
    }
}
