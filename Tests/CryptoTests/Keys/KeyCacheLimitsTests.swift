import Crypto
import Kernel
import Testing

struct KeyCacheLimitsTests {
    @Test func acceptsTheBoundsAndNothing() throws {
        #expect(try KeyCacheLimits(environment: [:]) == .usual)
        let lowest = try KeyCacheLimits(environment: [
            "ENCRYPTION_KEY_CACHE_TTL_SECONDS": "60", "ENCRYPTION_KEY_CACHE_MAX_SIZE": "10",
        ])
        #expect(lowest.ttlSeconds == 60 && lowest.maximumSize == 10)
        let highest = try KeyCacheLimits(environment: [
            "ENCRYPTION_KEY_CACHE_TTL_SECONDS": "86400", "ENCRYPTION_KEY_CACHE_MAX_SIZE": "10000",
        ])
        #expect(highest.ttlSeconds == 86_400 && highest.maximumSize == 10_000)
    }

    @Test(arguments: ["59", "0", "-60", "", " 60", "6e1", "60.0", "+60", "0x3c", "86401", "99999999999999999999", "٦٠"])
    func refusesATimeThatIsNoneOrOutOfRange(text: String) throws {
        let failure = try #require(throws: Failure.self) {
            try KeyCacheLimits(environment: ["ENCRYPTION_KEY_CACHE_TTL_SECONDS": text])
        }
        #expect(failure.exitStatus == .configuration)
        #expect(failure.diagnostics.map(\.code) == [KeyCode.cacheLimit])
        #expect(failure.diagnostics[0].place == Place(file: "ENCRYPTION_KEY_CACHE_TTL_SECONDS"))
        #expect(failure.diagnostics[0].hint != nil)
    }

    @Test func tellsAboutBothAtOnce() throws {
        let failure = try #require(throws: Failure.self) {
            try KeyCacheLimits(environment: [
                "ENCRYPTION_KEY_CACHE_TTL_SECONDS": "59", "ENCRYPTION_KEY_CACHE_MAX_SIZE": "9",
            ])
        }
        #expect(
            failure.description == """
                ENCRYPTION_KEY_CACHE_TTL_SECONDS: error[J701]: "59" is not allowed: 60 to 86400 are
                  hint: seconds that a key is kept in memory; leave it away for 3600
                ENCRYPTION_KEY_CACHE_MAX_SIZE: error[J701]: "9" is not allowed: 10 to 10000 are
                  hint: keys that are kept in memory; leave it away for 1000
                """)
    }
}
