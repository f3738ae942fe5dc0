package import Kernel

/// Where subscriptions and attempts are kept. One value serves one runner; its locks are that runner's.
package protocol PaymentStore {
    /// Subscriptions that have an open attempt, are due on `today`, are held or have a card to be told of, in a fixed
    /// order.
    func subscriptionsWithWork(on today: CalendarDay) throws -> [SubscriptionID]

    /// The subscription that an attempt of that reference belongs to; nil when there is none.
    func owner(of reference: Reference) throws -> SubscriptionID?

    /// Keeps other runners from a subscription until `unlock`, across transactions and calls. False: another has it.
    ///
    /// It saves calls; it is not what keeps from charging twice.
    func lock(_ id: SubscriptionID) throws -> Bool
    func unlock(_ id: SubscriptionID)

    /// One transaction: reads the subscription's row for update and all its attempts, lets `body` change the value,
    /// writes what it changed, adds its events and notices, commits. Throws, and then nothing is written.
    ///
    /// Refuses (throws) a second attempt of one reference, and a second paid attempt of one period.
    func update<Value>(
        _ id: SubscriptionID, _ body: (inout SubscriptionAccount) throws -> Value
    ) throws -> Value
}
