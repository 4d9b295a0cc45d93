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
    module("SearchIndex", ["Records", "Sealing", "Storage", "Vault", "CSealedSQLite", grdb]),
    module(
      "Casework", ["Records", "Sealing", "Ledger", "Storage", "Vault", "SearchIndex", "Settings", "CArchive"],
      resources: [.embedInCode("Resources/verify.py")]),

    // The terminal.
    module("TerminalKit", ["Settings", "CNcurses", "CPlatform"]),
    module("Console", ["Records", "SearchIndex", "Casework", "Vault", "Storage", "Intake", "TerminalKit"]),

    // Programs.
    .executableTarget(
      name: "holdfast",
      dependencies: [
        "Settings", "Records", "Sealing", "Capture", "Ledger", "Storage", "Vault", "Intake", "SearchIndex",
        "Casework", "TerminalKit", "Console", "CPlatform", argumentParser,
      ], swiftSettings: swiftSettings),
    .executableTarget(
      name: "holdfast-bench",
      dependencies: [
        "Records", "Sealing", "Capture", "Ledger", "Storage", "Vault", "Intake", "SearchIndex", "Casework",
        "TerminalKit", "Console", grdb, argumentParser,
      ], swiftSettings: swiftSettings),
    // The deterministic generator of sample-vault/.
    module(
      "SampleVault",
      ["Records", "Sealing", "Storage", "Vault", "Intake", "Capture", "SearchIndex", "Casework"]),
    .executableTarget(
      name: "make-sample-vault", dependencies: ["SampleVault", "Storage"], swiftSettings: swiftSettings),

    // Tests.
    .target(name: "TestSupport", dependencies: [], path: "Tests/TestSupport", swiftSettings: swiftSettings),
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
    tests("TerminalKit", ["TerminalKit", "Settings"]),
    tests("Console", ["Console", "TerminalKit", "Records", "SearchIndex", "Casework", "Vault"]),
    tests(
      "SampleVault",
      ["SampleVault", "Records", "Sealing", "Storage", "Vault", "Intake", "SearchIndex", "Casework"]),
    tests("EndToEnd", ["Records"]),
  ]
)
