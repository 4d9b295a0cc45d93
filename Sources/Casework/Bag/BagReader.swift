import Sealing
import Storage

/// Something wrong with a bag or bundle, with the file that shows it.
public struct BundleProblem: Sendable, Hashable, CustomStringConvertible {
  /// The kind of problem; an open set.
  public struct Kind: Sendable, Hashable, RawRepresentable {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let notABag = Kind(rawValue: "not-a-bag")
    public static let badManifest = Kind(rawValue: "bad-manifest")
    public static let missingFile = Kind(rawValue: "missing-file")
    public static let extraFile = Kind(rawValue: "extra-file")
    public static let wrongDigest = Kind(rawValue: "wrong-digest")
    public static let badProof = Kind(rawValue: "bad-proof")
    public static let badCheckpoint = Kind(rawValue: "bad-checkpoint")
    public static let badRecord = Kind(rawValue: "bad-record")
    public static let unreadable = Kind(rawValue: "unreadable")
  }

  public var kind: Kind
  /// The file in the bag, or the record.
  public var object: String
  public var what: String

  /// Creates a problem.
  public init(_ kind: Kind, _ object: String, _ what: String) {
    self.kind = kind
    self.object = object
    self.what = what
  }

  public var description: String { "\(object): \(what)" }
}

/// Reads a bag from a folder and checks it against BagIt 1.0.
struct BagReader {
  let root: String
  let files: any FileOperations
  /// Every file, by its path in the bag, with its size.
  private(set) var found: [String: Int64] = [:]
  private(set) var problems: [BundleProblem] = []

  /// Lists the bag; links and special files are problems, never followed.
  init(root: String, files: any FileOperations) throws {
    self.root = root
    self.files = files
    guard try files.status(root)?.kind == .directory else {
      throw CaseworkError(.notABundle, "\(root) is not a folder", remedy: "name the folder of a case bundle")
    }
    try list("", depth: 0)
  }

  private mutating func list(_ folder: String, depth: Int) throws {
    guard depth < 64 else {
      problems.append(BundleProblem(.extraFile, folder, "folders are nested too deeply"))
      return
    }
    for name in try files.names(in: root + (folder.isEmpty ? "" : "/" + folder)) {
      let path = folder.isEmpty ? name : folder + "/" + name
      guard let status = try files.status(root + "/" + path) else { continue }
      switch status.kind {
      case .file: found[path] = status.size
      case .directory: try list(path, depth: depth + 1)
      case .symbolicLink, .other:
        problems.append(BundleProblem(.extraFile, path, "is a link or a special file, which no bag has"))
      }
    }
  }

  /// A small file as bytes; nil when it is not there or too large.
  func bytes(_ path: String, limit: Int64 = 1 << 28) -> [UInt8]? {
    guard let size = found[path], size <= limit else { return nil }
    return try? DurableFile.read(root + "/" + path, limit: limit, files: files)
  }

  /// A small file as text; nil when it is not there or not UTF-8.
  func text(_ path: String) -> String? { bytes(path).flatMap { String(validating: $0, as: UTF8.self) } }

  /// Some bytes of a file.
  func bytes(_ path: String, at offset: Int64, count: Int) -> [UInt8]? {
    guard let size = found[path], offset >= 0, count >= 0, offset <= size, Int64(count) <= size - offset,
      let file = try? files.openForReading(root + "/" + path)
    else { return nil }
    defer { files.close(file) }
    return try? files.read(file, at: offset, count: count)
  }

  /// Checks declaration, manifests, completeness and every digest.
  ///
  /// With `strict`, every tag file must be listed too,
  /// as Holdfast writes them; otherwise only what BagIt asks for.
  mutating func validate(strict: Bool, step: (Int64) throws -> Void = { _ in }) throws {
    checkDeclaration()
    let payload = Set(found.keys.filter { $0.hasPrefix("data/") })
    let tags = Set(found.keys).subtracting(payload)
    let manifests = read(prefix: "manifest-")
    let tagManifests = read(prefix: "tagmanifest-")
    if manifests.isEmpty {
      problems.append(BundleProblem(.notABag, "manifest-sha256.txt", "there is no payload manifest"))
    }
    if strict {
      for algorithm in ["sha256", "sha512"] {
        for prefix in ["manifest-", "tagmanifest-"] where found["\(prefix)\(algorithm).txt"] == nil {
          problems.append(BundleProblem(.missingFile, "\(prefix)\(algorithm).txt", "is not there"))
        }
      }
    }
    for (name, manifest) in manifests {
      complain(name, listed: manifest, present: payload) { $0.hasPrefix("data/") }
    }
    let listable = tags.filter { !$0.hasPrefix("tagmanifest-") }
    for (name, manifest) in tagManifests {
      complain(name, listed: manifest, present: strict ? listable : []) { !$0.hasPrefix("data/") }
    }
    try checkDigests(manifests + tagManifests, step: step)
    checkOxum(payload)
  }

  private mutating func checkDeclaration() {
    guard let text = text("bagit.txt") else {
      problems.append(BundleProblem(.notABag, "bagit.txt", "is not there or not UTF-8: this is not a bag"))
      return
    }
    var lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.map(String.init)
    if lines.last == "" { lines.removeLast() }
    guard lines.count == 2, lines[0] == "BagIt-Version: 1.0", lines[1] == "Tag-File-Character-Encoding: UTF-8" else {
      problems.append(BundleProblem(.notABag, "bagit.txt", "is not the two lines that BagIt 1.0 asks for"))
      return
    }
  }

  private mutating func read(prefix: String) -> [(name: String, manifest: BagManifest)] {
    var manifests: [(String, BagManifest)] = []
    for name in found.keys.sorted() where name.hasPrefix(prefix) && name.hasSuffix(".txt") && !name.contains("/") {
      let algorithm = name.dropFirst(prefix.utf8.count).dropLast(4)
      guard algorithm == "sha256" || algorithm == "sha512" else {
        problems.append(BundleProblem(.badManifest, name, "is of an algorithm that is not checked here"))
        continue
      }
      guard let text = text(name) else {
        problems.append(BundleProblem(.badManifest, name, "is not UTF-8 text"))
        continue
      }
      let manifest = BagManifest(parsing: text)
      problems += manifest.faults.map { BundleProblem(.badManifest, name, "line \($0.line): \($0.what)") }
      manifests.append((name, manifest))
    }
    return manifests
  }

  private mutating func complain(
    _ name: String, listed: BagManifest, present: Set<String>, allowed: (String) -> Bool
  ) {
    for path in listed.digests.keys.sorted() {
      if !allowed(path) {
        problems.append(BundleProblem(.badManifest, name, "lists ‘\(path)’, which does not belong there"))
      } else if found[path] == nil {
        problems.append(BundleProblem(.missingFile, path, "is listed in \(name) but is not there"))
      }
    }
    for path in present.sorted() where listed.digests[path] == nil {
      problems.append(BundleProblem(.extraFile, path, "is there but not listed in \(name)"))
    }
  }

  private mutating func checkDigests(
    _ manifests: [(name: String, manifest: BagManifest)], step: (Int64) throws -> Void
  ) throws {
    var wanted: [String: [(String, String)]] = [:]
    for (name, manifest) in manifests {
      for (path, digest) in manifest.digests where found[path] != nil {
        wanted[path, default: []].append((name, digest))
      }
    }
    for path in wanted.keys.sorted() {
      guard let digests = try? self.digests(path) else {
        problems.append(BundleProblem(.unreadable, path, "cannot be read"))
        continue
      }
      let wrong = (wanted[path] ?? []).filter { name, digest in
        digest != (name.hasSuffix("sha512.txt") ? digests.sha512 : digests.sha256)
      }
      if let first = wrong.map(\.0).min() {
        problems.append(BundleProblem(.wrongDigest, path, "is not the file that \(first) lists: it was changed"))
      }
      try step(digests.size)
    }
  }

  private func digests(_ path: String) throws -> BagDigests {
    let file = try files.openForReading(root + "/" + path)
    defer { files.close(file) }
    var hasher = BagHasher()
    var offset: Int64 = 0
    while true {
      let bytes = try files.read(file, at: offset, count: 1 << 20)
      guard !bytes.isEmpty else { return hasher.finish() }
      bytes.withUnsafeBytes { hasher.update($0) }
      offset += Int64(bytes.count)
    }
  }

  /// The SHA-256 of a file in hexadecimal; nil when it cannot be read.
  func sha256(_ path: String) -> String? { (try? digests(path))?.sha256 }

  private mutating func checkOxum(_ payload: Set<String>) {
    guard let info = text("bag-info.txt") else { return }
    for line in info.split(whereSeparator: { $0 == "\n" || $0 == "\r\n" }) where line.hasPrefix("Payload-Oxum:") {
      let value = line.dropFirst(13).trimmingPrefix { $0 == " " }
      let octets = payload.reduce(Int64(0)) { $0 + (found[$1] ?? 0) }
      if value != "\(octets).\(payload.count)" {
        problems.append(
          BundleProblem(.wrongDigest, "bag-info.txt", "Payload-Oxum is \(value), found \(octets).\(payload.count)"))
      }
    }
  }
}
