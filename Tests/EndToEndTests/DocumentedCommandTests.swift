import Foundation
import TestSupport
import Testing

/// What the documents tell people to type exists.
@Suite struct DocumentedCommandTests {
  /// The commands that the program itself names.
  private func words() throws -> Set<String> {
    let help = try Archive(makesVault: false).run(["--help"]).output
    let list = help.components(separatedBy: "SUBCOMMANDS:").last ?? ""
    let names = list.split(separator: "\n").filter { $0.hasPrefix("  ") && !$0.hasPrefix("   ") }
      .compactMap { $0.split(separator: " ").first.map(String.init) }.filter { $0 == $0.lowercased() }
    try #require(names.count > 15, "\(help)")
    return Set(names)
  }

  /// The lines of code blocks and the inline code of a document that begin with the program's name.
  private func commands(in text: String) -> [String] {
    var found: [String] = []
    var isCode = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        isCode.toggle()
      } else if isCode {
        let words = line.split(separator: " ")
        if words.first == "holdfast" || words.prefix(2).last == "holdfast" { found.append(String(line)) }
      } else {
        let parts = line.split(separator: "`", omittingEmptySubsequences: false)
        for (index, part) in parts.enumerated()
        where index % 2 == 1 && part.hasPrefix("holdfast ") && !part.hasSuffix(" v1") {
          found.append(String(part))
        }
      }
    }
    return found
  }

  @Test(arguments: ["README.md", "docs/cli.md", "docs/console.md", "docs/bundle.md", "docs/query-language.md"])
  func commandsExist(_ name: String) throws {
    let url = Fixtures.packageRoot().appendingPathComponent(name)
    guard let text = try? String(contentsOf: url, encoding: .utf8) else { return }
    let known = try words()
    for command in commands(in: text) {
      let words = command.split(separator: " ").map(String.init).drop { $0 != "holdfast" }.dropFirst()
      guard let first = words.first, first.allSatisfy({ $0.isLetter && $0.isLowercase }) else { continue }
      #expect(known.contains(first) || words.count == 1, "\(name): \(command)")
    }
  }

  @Test func everyCommandHasHelp() throws {
    let archive = try Archive(makesVault: false)
    let text = try String(
      contentsOf: Fixtures.packageRoot().appendingPathComponent("docs/cli.md"), encoding: .utf8)
    for word in try words().sorted() where word != "help" {
      let run = try archive.run([word, "--help"])
      #expect(run.status == 0 && run.output.contains("OVERVIEW"), "\(word): \(run)")
      #expect(text.contains("holdfast \(word)") || word == "console", "docs/cli.md does not name \(word)")
    }
    let version = try archive.run(["--version"])
    #expect(version.status == 0 && version.output.hasPrefix("holdfast "))
  }

  @Test func scriptsAreWhole() throws {
    let root = Fixtures.packageRoot()
    for name in ["scripts/console", "scripts/test", "scripts/setup", ".ci/run"] {
      let path = root.appendingPathComponent(name).path
      #expect(FileManager.default.isExecutableFile(atPath: path), "\(name)")
      let archive = try Archive(makesVault: false)
      #expect(try archive.execute("/bin/bash", ["-n", path]).status == 0, "\(name)")
    }
  }
}
