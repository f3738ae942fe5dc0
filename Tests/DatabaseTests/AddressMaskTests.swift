import Testing

@testable import Database

/// What libpq says of a server that cannot be reached, kept without the address.
struct AddressMaskTests {
    private static let good = "postgresql://reckon_runtime:p%40ss-marker@db.example.com:5432/ledger?sslmode=verify-full"

    @Test(
        arguments: [
            (
                good, "connection to server at \"db.example.com\" (10.0.0.7), port 5432 failed: Connection refused",
                "connection to server at \"***\" (***), port *** failed: Connection refused"
            ),
            (
                good, "server at \"db.example.com\" (fd00::7), port 5432 failed: x\nserver at \"/run/s\" failed (why)",
                "server at \"***\" (***), port *** failed: x\nserver at \"/run/s\" failed (why)"
            ),
            (good, "password p@ss-marker of user \"reckon_runtime\"", "password *** of user \"***\""),
            (good, "as written: p%40ss-marker", "as written: ***"),
            (
                "postgresql://u:x@h:1/d?sslmode=marker", "invalid sslmode value: \"marker\"",
                "invalid *** value: \"***\""
            ),
            ("postgresql://u:xy@h/d", "Connection refused by u@h: xy", "Connection refused by ***@***: ***"),
            ("host=h password=marker", "missing \"=\" after \"host=h password=marker\"", "missing \"=\" after \"***\""),
            (
                "marker", "missing \"=\" after \"marker\" in connection string",
                "missing \"=\" after \"***\" in connection string"
            ),
            ("postgresql://a%zz:b%4@h", "a%zz b%4", "*** ***"),
        ])
    func noPartOfAnAddressIsLeft(address: String, text: String, left: String) {
        #expect(AddressMask.apply(to: text, addresses: [address]) == left)
    }

    @Test func withoutAnAddressNothingIsMasked() {
        #expect(AddressMask.apply(to: "FATAL: the database is starting up", addresses: [""]).hasPrefix("FATAL: the"))
    }
}
