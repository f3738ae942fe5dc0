// swift-tools-version: 6.2
import PackageDescription

/// In CI a warning of this package is an error; those of its dependencies are not our business.
let isCI = Context.environment["CI"] != nil

/// Every Swift target is compiled with this one list.
let strict: [SwiftSetting] =
    [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
    ] + (isCI ? [.treatAllWarnings(as: .error)] : [])

/// Targets that call C say `unsafe` at each place that can break memory safety.
let strictMemory: [SwiftSetting] = strict + [.strictMemorySafety()]

/// The fuzzers' driver needs libFuzzer, which `Tests/Fuzz/run` brings along.
let isFuzzing = Context.environment["RECKON_FUZZ"] != nil

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

/// Arrow C++ as `./bootstrap` leaves it: the distribution's (pkg-config knows it) or unpacked into `.arrow/`.
let arrow = "\(Context.packageDirectory)/.arrow"

let package = Package(
    name: "reckon",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2")
    ],
    targets: [
        // C
        .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CSpawn"),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CISAL", pkgConfig: "libisal", providers: [.apt(["libisal-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .target(name: "CScan", cSettings: isCI ? [.treatAllWarnings(as: .error)] : []),
        .target(
            name: "CArrow",
            cxxSettings: [.unsafeFlags(["-isystem", "\(arrow)/include"])]
                + (isCI ? [.treatAllWarnings(as: .error)] : []),
            linkerSettings: [
                // S3 costs every start two milliseconds. Loaded on demand it would not, but Arrow takes timeouts
                // only from code that is linked with it.
                .linkedLibrary("parquet"), .linkedLibrary("arrow_s3"), .linkedLibrary("arrow"),
                // An installed copy finds the libraries beside itself, a build in the checkout finds them in `.arrow`.
                .unsafeFlags([
                    "-L\(arrow)/lib", "-Xlinker", "-rpath", "-Xlinker", "$ORIGIN/../lib/reckon",
                    "-Xlinker", "-rpath", "-Xlinker", "\(arrow)/lib",
                ]),
            ]),

        // Foundations
        .target(name: "Kernel", swiftSettings: strict),
        .target(name: "Schedule", dependencies: ["Kernel"], swiftSettings: strict),
        .target(name: "Documents", dependencies: ["Kernel"], swiftSettings: strict),
        .target(name: "Crypto", dependencies: ["Kernel", "COpenSSL"], swiftSettings: strictMemory),
        .target(name: "HTTP", dependencies: ["Kernel", "CCurl"], swiftSettings: strictMemory),
        .target(
            name: "Columns", dependencies: ["Kernel", "CScan", "CISAL", "CZstd", "CArrow"], swiftSettings: strictMemory),
        .target(name: "Database", dependencies: ["Kernel", "CLibPQ", "CSpawn"], swiftSettings: strictMemory),
        .target(name: "Model", dependencies: ["Kernel", "Documents", "Columns"], swiftSettings: strict),
        .target(
            name: "Runner", dependencies: ["Kernel", "Schedule", "Documents", "Crypto", "Database"],
            swiftSettings: strict),

        // Pipelines
        .target(
            name: "Billing", dependencies: ["Kernel", "Documents", "Crypto", "Columns", "Model", "Runner"],
            swiftSettings: strict),
        .target(
            name: "Telemetry",
            dependencies: ["Kernel", "Documents", "Crypto", "HTTP", "Columns", "Model", "Runner"],
            swiftSettings: strict),
        .target(
            name: "Allocation", dependencies: ["Kernel", "Documents", "Columns", "Model", "Runner"],
            swiftSettings: strict),
        .target(
            name: "Payments", dependencies: ["Kernel", "Documents", "Crypto", "HTTP", "Database", "Runner"],
            swiftSettings: strict),
        .target(
            name: "Reports", dependencies: ["Kernel", "Documents", "Crypto", "Columns", "Model", "Runner"],
            swiftSettings: strict),

        .target(
            name: "Watching",
            dependencies: ["Kernel", "Documents", "Crypto", "HTTP", "Database", "Model", "Runner"],
            swiftSettings: strict),

        .executableTarget(
            name: "reckon",
            dependencies: [
                "Kernel", "Schedule", "Documents", "Crypto", "HTTP", "Columns", "Database", "Model", "Runner",
                "Billing", "Telemetry", "Allocation", "Payments", "Reports", "Watching", argumentParser,
            ],
            swiftSettings: strict),

        // Tests
        .testTarget(name: "KernelTests", dependencies: ["Kernel"], swiftSettings: strict),
        .testTarget(
            name: "ScheduleTests", dependencies: ["Schedule", "Kernel", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "DocumentsTests", dependencies: ["Documents", "Kernel", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "CryptoTests", dependencies: ["Crypto", "Kernel", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "HTTPTests", dependencies: ["HTTP", "Kernel", "CCurl", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "ColumnsTests",
            dependencies: ["Columns", "CScan", "CZstd", "Kernel", "FuzzTargets", "TestSupport"],
            exclude: ["Parquet/Fixtures"], swiftSettings: strict),
        .testTarget(
            name: "DatabaseTests", dependencies: ["Database", "Kernel", "CLibPQ", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "BillingTests",
            dependencies: ["Billing", "Kernel", "Model", "Columns", "Documents", "Crypto", "Runner", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "PaymentsTests",
            dependencies: ["Payments", "Kernel", "Documents", "Crypto", "HTTP", "Database", "Runner", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "ReportsTests", dependencies: ["Reports", "Kernel", "Model", "TestSupport"],
            exclude: ["Fixtures", "Goldens"], swiftSettings: strict),
        .testTarget(
            name: "RunnerTests",
            dependencies: ["Runner", "Kernel", "Schedule", "Documents", "Crypto", "Database", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "WatchingTests",
            dependencies: [
                "Watching", "Kernel", "Schedule", "Documents", "Crypto", "HTTP", "Database", "Model", "Runner",
                "TestSupport",
            ], swiftSettings: strict),
        // The program itself is a dependency, so that it is built before the tests that run it.
        .testTarget(
            name: "ProcessTests", dependencies: ["reckon", "TestSupport"], exclude: ["Goldens"], swiftSettings: strict),
        .testTarget(
            name: "NightTests",
            dependencies: [
                "Kernel", "Documents", "Crypto", "HTTP", "Columns", "Model", "Runner", "Billing", "Telemetry",
                "Allocation", "Reports", "TestSupport",
            ], exclude: ["Goldens"], swiftSettings: strict),
        .testTarget(name: "TidyTests", dependencies: ["Kernel"], swiftSettings: strict),
        // What several of them need.
        .target(name: "TestSupport", path: "Tests/Support", swiftSettings: strict),

        // Fuzzers: what they check is a library, so that tests can go through their corpora.
        .target(
            name: "FuzzTargets", dependencies: ["Kernel", "Documents", "Columns", "CScan", "Model", "Billing"],
            path: "Tests/Fuzz/Targets", swiftSettings: strict),
        // The door of Tests/Oracles/csv-hostile; no release has it.
        .executableTarget(
            name: "csv-dump", dependencies: ["Columns", "FuzzTargets"], path: "Tests/Tools/csv-dump",
            swiftSettings: strict),
        .testTarget(
            name: "FuzzTests", dependencies: ["FuzzTargets", "TestSupport"], path: "Tests/Fuzz/Replay",
            swiftSettings: strict),
    ]
        + (isFuzzing
            ? [
                .systemLibrary(name: "CLibFuzzer", path: "Tests/Fuzz/CLibFuzzer"),
                .executableTarget(
                    name: "fuzz", dependencies: ["FuzzTargets", "CLibFuzzer"], path: "Tests/Fuzz/Driver",
                    swiftSettings: strict),
            ] : []),
    cxxLanguageStandard: .cxx20
)
