import Foundation
import Testing

/// The arrows between modules that docs/architecture.md allows, and nothing else.
@Suite struct ArrowsTests {
  /// Module → what it may import besides Foundation and the standard library.
  static let allowed: [String: Set<String>] = [
    "Settings": ["TOMLKit"],
    "Records": [],
    "Sealing": ["Records", "COpenSSL"],
    "Capture": ["Records", "Sealing", "CArchive"],
    "Ledger": ["Sealing"],
    "Storage": ["Records", "CPlatform"],
    "Vault": ["Records", "Sealing", "Ledger", "Storage", "Settings", "CZstd"],
    "Intake": ["Records", "Capture", "Sealing", "Storage", "Vault"],
    "SearchIndex": ["Records", "Sealing", "Storage", "Vault", "Settings", "GRDB", "GRDBSQLite", "CSealedSQLite"],
    "Casework": ["Records", "Sealing", "Ledger", "Storage", "Vault", "SearchIndex", "Settings", "CArchive"],
    "Gateway": [
      "Records", "Capture", "Sealing", "Storage", "Vault", "Intake", "Settings", "Hummingbird", "HummingbirdTLS",
      "HummingbirdCore", "AsyncHTTPClient", "Logging", "ServiceLifecycle", "HTTPTypes", "NIOCore", "NIOPosix",
      "NIOHTTP1", "NIOSSL",
    ],
    "TerminalKit": ["Settings", "CNcurses", "CPlatform"],
    "SampleVault": ["Records", "Sealing", "Capture", "Storage", "Vault", "Intake", "SearchIndex", "Casework"],
    "Console": ["Records", "SearchIndex", "Casework", "Vault", "Storage", "Intake", "TerminalKit"],
  ]

  static let system: Set<String> = ["Foundation", "Glibc", "Synchronization", "Dispatch"]

  /// Imports that exactly one file may have.
  static let single: [String: String] = ["CNcurses": "TerminalKit"]

  static var root: URL {
    URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
  }

  static func imports(of file: URL) throws -> [String] {
    try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap { line in
      var words = line.split(separator: " ")
      while let first = words.first,
        first.hasPrefix("@") || ["public", "internal", "private", "package"].contains(first)
      {
        words.removeFirst()
      }
      guard words.first == "import", words.count >= 2 else { return nil }
      let name = ["struct", "class", "func", "enum", "protocol", "typealias"].contains(words[1]) ? words[2] : words[1]
      return String(name.split(separator: ".")[0])
    }
  }

  static func swiftFiles(in module: String) -> [URL] {
    let folder = root.appendingPathComponent("Sources/\(module)")
    let all = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
    return (all?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "swift" }
  }

  @Test(arguments: allowed.keys.sorted())
  func importsOnlyWhatTheArrowsAllow(module: String) throws {
    let files = Self.swiftFiles(in: module)
    #expect(!files.isEmpty, "Sources/\(module) has no Swift files")
    for file in files {
      for name in try Self.imports(of: file) where !Self.system.contains(name) {
        #expect(
          Self.allowed[module]?.contains(name) == true,
          "\(module)/\(file.lastPathComponent) imports \(name): add the arrow to docs/architecture.md or take another way"
        )
      }
    }
  }

  @Test func onlyOneFolderSeesNcurses() throws {
    var seen: Set<String> = []
    for module in Self.allowed.keys {
      for file in Self.swiftFiles(in: module) where try Self.imports(of: file).contains("CNcurses") {
        seen.insert(file.deletingLastPathComponent().path)
      }
    }
    #expect(
      seen == [Self.root.appendingPathComponent("Sources/TerminalKit/Terminal/Ncurses").path],
      "ncurses is not thread-safe; one folder owns it: \(seen)")
  }

  @Test func everyLibraryModuleIsInTheTable() throws {
    let modules = try FileManager.default.contentsOfDirectory(atPath: Self.root.appendingPathComponent("Sources").path)
    let programs: Set<String> = ["holdfast", "holdfast-bench", "holdfast-fuzz", "make-sample-vault"]
    let unlisted = modules.filter { !$0.hasPrefix(".") && !programs.contains($0) && !Self.isC($0) }
    #expect(Set(unlisted) == Set(Self.allowed.keys))
  }

  static func isC(_ module: String) -> Bool {
    ["CNcurses", "COpenSSL", "CZstd", "CArchive", "CPlatform", "CSealedSQLite"].contains(module)
  }
}
