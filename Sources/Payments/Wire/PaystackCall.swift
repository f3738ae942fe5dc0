package import Crypto

/// What is kept of a call: digests, by which what was sent and answered can be proved, and no word of either.
package struct PaystackCall: Sendable, Hashable {
    /// `paystack charge`.
    package let purpose: String
    /// Of the payment, where the call is about one.
    package let reference: String?
    /// SHA-256 of the request without the key.
    package let request: Digest
    /// Nil when no answer came.
    package let status: Int?
    package let answer: Digest?
    /// Why no answer came, in words for any log.
    package let failure: String?
}
