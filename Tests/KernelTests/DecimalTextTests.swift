import Testing

@testable import Kernel

struct DecimalTextTests {
    @Test(arguments: [
        ("0", "0"), ("-0", "0"), ("20.52022672899", "20.52022672899"), ("2e-06", "0.000002"), ("35.2E-7", "0.00000352"),
        ("1E+3", "1000"), (".5", "0.5"), ("5.", "5"), ("-18.4", "-18.4"), ("0e400", "0"),
        ("16.296932136636646274854190", "16.29693213663664627485419"), ("99999999999999", "99999999999999"),
        ("1.000000000000000000000000000000", "1"), ("0.000000000000000000000001", "0.000000000000000000000001"),
        ("00000000000000000000000000000000000000000000000000012.50", "12.5"),
    ])
    func readsExactly(text: String, printed: String) throws {
        #expect(try Amount(text).description == printed)
    }

    @Test(arguments: [
        ("", DecimalTextError.notANumber), ("-", .notANumber), (".", .notANumber), ("1,000", .notANumber),
        ("+1", .notANumber), ("1 ", .notANumber), ("0x10", .notANumber), ("1e", .notANumber), ("1e+", .notANumber),
        ("NaN", .notANumber), ("1.2.3", .notANumber), ("--1", .notANumber), ("$1", .notANumber),
        ("1e400", .tooLarge), ("100000000000000", .tooLarge), ("1e-25", .tooManyDecimals), ("1e-400", .tooManyDecimals),
        ("0.0000000000000000000000001", .tooManyDecimals),
        ("12345678901234.0000000000000000000000001", .tooManyDecimals),
    ])
    func refuses(text: String, error: DecimalTextError) {
        #expect(throws: error) { try Amount(text) }
    }

    @Test(arguments: [
        ("0.0000000000000000005", "0"), ("0.0000000000000000015", "0.000000000000000002"), ("1.25", "1.25"),
        ("12345678901234567890.1234567890123456785", "12345678901234567890.123456789012345678"),
        ("12345678901234567890.1234567890123456775", "12345678901234567890.123456789012345678"),
        ("-12345678901234567890.12345678901234567850001", "-12345678901234567890.123456789012345679"),
    ])
    func roundsHalfToEvenWhenAsked(text: String, printed: String) throws {
        let units = try DecimalText.parse(text, scale: 18, excess: .roundHalfEven)
        #expect(Quantity(units: units).description == printed)
    }

    @Test(arguments: [
        ("0.125", 2, "0.12"), ("0.135", 2, "0.14"), ("-0.125", 2, "-0.12"), ("2.5", 0, "2"), ("3", 2, "3.00"),
    ])
    func roundsForTheEye(text: String, places: Int, printed: String) throws {
        #expect(try Amount(text).rounded(toPlaces: places) == printed)
    }

    @Test(arguments: [
        (Int128(0), 0, "0"), (0, 24, "0"), (-1, 0, "-1"), (5, 1, "0.5"), (-50, 2, "-0.5"), (100, 2, "1"),
        (1_000_000_000_000_000_000, 0, "1000000000000000000"), (1_000_000_000_000_000_000, 18, "1"),
        (18_446_744_073_709_551_616, 0, "18446744073709551616"),
        (10_000_000_000_000_000_000_000_000_000_000_000_000, 0, "10000000000000000000000000000000000000"),
        (Int128.max, 24, "170141183460469.231731687303715884105727"), (Int128.min, 0, "\(Int128.min)"),
        (Int128.min, 60, "-0.000000000000000000000170141183460469231731687303715884105728"),
    ])
    func printsTheShortestText(units: Int128, scale: Int, printed: String) {
        #expect(DecimalText.print(units, scale: scale) == printed)
        var bytes = Array("x".utf8)
        DecimalText.append(units, scale: scale, to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == "x" + printed)
    }

    @Test func printsEveryWidthAsTheStandardLibraryDoes() {
        var units = Int128(1)
        for _ in 0..<38 {
            for value in [units - 1, units, -units, units + 7] {
                #expect(DecimalText.print(value, scale: 0) == String(value))
            }
            units *= 10
        }
    }

    @Test func refusesASumThatDoesNotFit() throws {
        var sum = try Amount("99999999999999")
        #expect(throws: AmountOverflow.self) { for _ in 0..<4 { try sum.add(sum) } }
    }
}
