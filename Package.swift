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

let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let log = Target.Dependency.product(name: "Logging", package: "swift-log")

/// Arrow C++ as `./bootstrap` leaves it: the distribution's (pkg-config knows it) or unpacked into `.arrow/`.
let arrow = "\(Context.packageDirectory)/.arrow"

let package = Package(
    name: "reckon",
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    ],
    targets: [
        .target(name: "Kernel", swiftSettings: strict),
        .testTarget(name: "KernelTests", dependencies: ["Kernel"], swiftSettings: strict),
        .testTarget(name: "TidyTests", dependencies: ["Kernel"], swiftSettings: strict),
    ],
    cxxLanguageStandard: .cxx20
)
