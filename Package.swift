// swift-tools-version: 6.1
import PackageDescription

// The arrows between the modules are the contract of docs/architecture.md; ArrowsTests reads the
// imports and fails on any other arrow. Versions are pinned by range, never by Package.resolved.

let swiftSettings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
]

func module(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil) -> Target {
  .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: swiftSettings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: dependencies + ["TestSupport"], exclude: [], swiftSettings: swiftSettings)
}

let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let tomlKit: Target.Dependency = .product(name: "TOMLKit", package: "TOMLKit")

let gatewayLibraries: [Target.Dependency] = [
  .product(name: "HummingbirdCore", package: "hummingbird"),
  .product(name: "AsyncHTTPClient", package: "async-http-client"), .product(name: "Logging", package: "swift-log"),
  .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
  .product(name: "NIOCore", package: "swift-nio"), .product(name: "NIOPosix", package: "swift-nio"),
  .product(name: "NIOHTTP1", package: "swift-nio"), .product(name: "NIOSSL", package: "swift-nio-ssl"),
]

/// What reads bytes from outside, and is fuzzed.
let fuzzed: [Target.Dependency] = [
  "Records", "Sealing", "Capture", "Ledger", "Storage", "Vault", "Settings", "TerminalKit", "Intake", "SearchIndex",
  "Casework", "Gateway",
]

let package = Package(
  name: "holdfast",
  products: [
    .executable(name: "holdfast", targets: ["holdfast"]),
    .executable(name: "holdfast-bench", targets: ["holdfast-bench"]),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
  ],
  targets: [
    // System libraries and shims.
    .systemLibrary(name: "CNcurses"),
    .systemLibrary(name: "COpenSSL"),
    .systemLibrary(name: "CZstd"),
    .systemLibrary(name: "CArchive"),
    .target(name: "CPlatform"),
    .target(
      name: "CSealedSQLite", cSettings: [.unsafeFlags(["-O2"])],
      linkerSettings: [.linkedLibrary("sqlite3"), .linkedLibrary("crypto")]),

    // The core, from values outwards.
    module("Settings", [tomlKit]),
    module("Records"),
    module("Sealing", ["Records", "COpenSSL"]),
    module("Capture", ["Records", "Sealing", "CArchive"]),
    module("Ledger", ["Sealing"]),
    module("Storage", ["Records", "CPlatform"]),
    module("Vault", ["Records", "Sealing", "Ledger", "Storage", "Settings", "CZstd"]),
    module("Intake", ["Records", "Capture", "Sealing", "Storage", "Vault"]),
    module("SearchIndex", ["Records", "Sealing", "Storage", "Vault", "Settings", "CSealedSQLite", grdb]),
    module(
      "Casework", ["Records", "Sealing", "Ledger", "Storage", "Vault", "SearchIndex", "Settings", "CArchive"],
      resources: [.embedInCode("Resources/verify.py")]),

    module(
      "Gateway", ["Records", "Capture", "Sealing", "Storage", "Vault", "Intake", "Settings"] + gatewayLibraries),

    // The terminal.
    module("TerminalKit", ["Settings", "CNcurses", "CPlatform"]),
    module("Console", ["Records", "SearchIndex", "Casework", "Vault", "Storage", "Intake", "TerminalKit"]),

    // Programs.
    .executableTarget(
      name: "holdfast",
      dependencies: [
        "Settings", "Records", "Sealing", "Capture", "Ledger", "Storage", "Vault", "Intake", "SearchIndex",
        "Casework", "Gateway", "TerminalKit", "Console", "CPlatform", argumentParser,
      ], swiftSettings: swiftSettings),
    .executableTarget(
      name: "holdfast-bench",
      dependencies: [
        "Records", "Sealing", "Capture", "Ledger", "Storage", "Vault", "Intake", "SearchIndex", "Casework",
        "Gateway", "TerminalKit", "Console", grdb, argumentParser,
        // A few helpers that measuring and testing share.
        "TestSupport",
      ], swiftSettings: swiftSettings),
    // The deterministic generator of sample-vault/.
    module(
      "SampleVault",
      ["Records", "Sealing", "Storage", "Vault", "Intake", "Capture", "SearchIndex", "Casework"]),
    .executableTarget(
      name: "make-sample-vault", dependencies: ["SampleVault", "Storage"], swiftSettings: swiftSettings),

    // Tests.
    .target(name: "TestSupport", dependencies: ["Storage"], path: "Tests/TestSupport", swiftSettings: swiftSettings),
    tests("Architecture", []),
    tests("Settings", ["Settings"]),
    tests("Records", ["Records"]),
    tests("Sealing", ["Sealing", "Records"]),
    tests("Capture", ["Capture", "Records", "Sealing"]),
    tests("Ledger", ["Ledger", "Sealing"]),
    tests("Storage", ["Storage"]),
    tests("Vault", ["Vault", "Records", "Sealing", "Ledger", "Storage"]),
    tests("Intake", ["Intake", "Records", "Capture", "Sealing", "Storage", "Vault"]),
    tests("CSealedSQLite", ["CSealedSQLite", grdb]),
    tests("SearchIndex", ["SearchIndex", "Records", "Sealing", "Vault", "Storage", "Intake", "CSealedSQLite", grdb]),
    tests(
      "Casework", ["Casework", "SearchIndex", "Records", "Sealing", "Ledger", "Vault", "Storage", "Intake"]),
    tests("Gateway", ["Gateway", "Records", "Capture", "Sealing", "Storage", "Vault", "Intake", "Settings"]),
    tests("TerminalKit", ["TerminalKit", "Settings"]),
    tests("Console", ["Console", "TerminalKit", "Records", "SearchIndex", "Casework", "Vault"]),
    tests(
      "SampleVault",
      ["SampleVault", "Records", "Sealing", "Storage", "Vault", "Intake", "SearchIndex", "Casework"]),
    // Crashes and failing disks, over everything that writes.
    tests(
      "Crash",
      [
        "Intake", "Casework", "SearchIndex", "CSealedSQLite", "Capture", "Records", "Sealing", "Vault", "Storage", grdb,
      ]),
    tests("EndToEnd", ["Records"]),
    tests("Fuzz", fuzzed),
  ]
)

// Fuzzing needs a compiler's flags that no ordinary build has: `scripts/fuzz` asks for them. The targets are then built
// as a library of their own; otherwise they belong to FuzzTests, which runs them over the kept inputs.
if Context.environment["HOLDFAST_FUZZ"] != nil {
  package.targets.removeAll { $0.type == .test || $0.type == .executable }
  package.products = []
  let instrumented: SwiftSetting = .unsafeFlags(["-sanitize=fuzzer,address", "-enable-testing"])
  let modules = package.targets.filter { $0.swiftSettings != nil && !["TestSupport", "SampleVault"].contains($0.name) }
  for module in modules { module.swiftSettings?.append(instrumented) }
  package.targets += [
    .target(
      name: "FuzzTargets", dependencies: fuzzed + ["TestSupport"], path: "Tests/FuzzTests/Targets",
      swiftSettings: swiftSettings + [instrumented]),
    .executableTarget(
      name: "holdfast-fuzz", dependencies: ["FuzzTargets"], swiftSettings: swiftSettings,
      // The gold linker gives up on the instrumented code's debug information.
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])]),
  ]
}
