// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target is compiled with this one list.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

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
        .target(
            name: "CArrow",
            cxxSettings: [.unsafeFlags(["-isystem", "\(arrow)/include"])],
            linkerSettings: [
                .linkedLibrary("parquet"), .linkedLibrary("arrow"),
                // An installed copy finds the libraries beside itself, a build in the checkout finds them in `.arrow`.
                .unsafeFlags([
                    "-L\(arrow)/lib", "-Xlinker", "-rpath", "-Xlinker", "$ORIGIN/../lib/reckon",
                    "-Xlinker", "-rpath", "-Xlinker", "\(arrow)/lib",
                ]),
            ]),
        .target(name: "Columns", dependencies: ["Kernel", "CArrow"], swiftSettings: strictMemory),
        .testTarget(name: "KernelTests", dependencies: ["Kernel"], swiftSettings: strict),
        .testTarget(
            name: "ColumnsTests", dependencies: ["Columns", "Kernel"], exclude: ["Parquet/Fixtures"],
            swiftSettings: strict),
    ],
    cxxLanguageStandard: .cxx20
)
