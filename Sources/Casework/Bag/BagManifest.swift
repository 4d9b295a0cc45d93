/// A manifest: a digest in lower-case hexadecimal for each path.
struct BagManifest: Sendable, Hashable {
  /// What a line that means nothing says.
  struct Fault: Sendable, Hashable {
    var line: Int
    var what: String
  }

  private(set) var digests: [String: String] = [:]
  private(set) var faults: [Fault] = []

  /// Reads a manifest's text.
  init(parsing text: String) {
    var number = 0
    for line in text.split(
      omittingEmptySubsequences: false, whereSeparator: { $0 == "\n" || $0 == "\r\n" || $0 == "\r" })
    {
      number += 1
      guard !line.isEmpty else { continue }
      guard let space = line.firstIndex(where: { $0 == " " || $0 == "\t" }) else {
        faults.append(Fault(line: number, what: "no digest and path"))
        continue
      }
      let digest = line[..<space].lowercased()
      var rest = line[space...].drop { $0 == " " || $0 == "\t" }
      // md5sum and its kin mark binary files with a star.
      if rest.hasPrefix("*") { rest = rest.dropFirst() }
      if rest.hasPrefix("./") { rest = rest.dropFirst(2) }
      let path = BagPath.decode(String(rest))
      guard !digest.isEmpty, digest.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }) else {
        faults.append(Fault(line: number, what: "the digest is not hexadecimal"))
        continue
      }
      guard BagPath.isSafe(path) else {
        faults.append(Fault(line: number, what: "the path ‘\(path)’ leads out of the bag"))
        continue
      }
      if let known = digests[path] {
        let same = known == digest ? "with the same digest" : "with different digests"
        faults.append(Fault(line: number, what: "‘\(path)’ is listed twice \(same)"))
        continue
      }
      digests[path] = digest
    }
  }

  /// The text of a manifest, in the order of the paths' bytes.
  static func text(_ digests: [String: String]) -> String {
    digests.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      .map { "\(digests[$0] ?? "")  \(BagPath.encode($0))\n" }.joined()
  }
}
