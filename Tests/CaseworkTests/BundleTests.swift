import Foundation
import Records
import Sealing
import Storage
import TestSupport
import Testing
import Vault

@testable import Casework

@Suite struct BundleTests {
  /// Whether a program can be started here.
  private static func has(_ arguments: [String]) -> Bool { (try? CaseFixture.run(arguments))?.status == 0 }

  @Test func bundleVerifiesByEveryTool() throws {
    let fixture = try CaseFixture()
    let path = try fixture.build("out")
    let report = try BundleVerifier.verify(path)
    #expect(report.problems == [])
    #expect(report.messages == 2)
    #expect(report.records == 4, "three events and the one delivery that is wholly in scope")
    guard Self.has(["python3", "-c", ""]) else { return }
    let result = try CaseFixture.run(["python3", path + "/verify.py"])
    #expect(result.status == 0, "\(result.output)")
    #expect(result.output.contains("RESULT      verifies"))
    if Self.has(["python3", "-c", "import bagit"]) {
      let bagit = try CaseFixture.run(["python3", "-c", "import bagit,sys; bagit.Bag(sys.argv[1]).validate()", path])
      #expect(bagit.status == 0, "\(bagit.output)")
    }
  }

  @Test func sameScopeGivesTheSameBytes() throws {
    let fixture = try CaseFixture()
    let checkpoint = try fixture.checkpoint()
    let first = try CaseFixture.contents(try fixture.build("one"))
    // Views and other acts, and later captures, do not move an earlier checkpoint.
    try fixture.vault.acts.recordDurably(.view)
    #expect(try fixture.checkpoint().checkpoint == checkpoint.checkpoint)
    let writer = try fixture.vault.writer(kind: .importer)
    try writer.append(
      .event(
        EventRecord(
          delivery: DeliveryID(suffix: "later"), part: "$", sequence: 9, capturedAt: CaseFixture.start,
          reader: "test/1",
          event: MessageEvent(.message, provider: .meta, account: "1"))), period: CaseFixture.period)
    try writer.seal()
    #expect(try fixture.checkpoint().checkpoint != checkpoint.checkpoint)
    let again = try BundleCheckpoint.at(checkpoint.checkpoint.text, vault: fixture.vault)
    let second = try CaseFixture.contents(try fixture.build("two", checkpoint: again))
    #expect(first == second)
    #expect(throws: CaseworkError.self) { try BundleCheckpoint.at("nonsense", vault: fixture.vault) }
    let changed = checkpoint.checkpoint.text.replacingOccurrences(of: "log ", with: "log x")
    #expect(throws: CaseworkError.self) { try BundleCheckpoint.at(changed, vault: fixture.vault) }
  }

  @Test func rawDeliveriesGoOutOnlyWhole() throws {
    let fixture = try CaseFixture()
    let files = try CaseFixture.contents(try fixture.build("out"))
    #expect(files["data/raw/d-wholeaaaa.json"] == Data(#"{"entry":"all of it is in scope"}"#.utf8))
    #expect(files.keys.filter { $0.contains("d-batchaaaa") } == [])
    let exceptions = String(decoding: files["data/exceptions.csv"] ?? Data(), as: UTF8.self)
    #expect(exceptions.contains("raw-withheld,,,d-batchaaaa,,\"1 of its 2 parts are out of scope"))
    for (path, data) in files {
      #expect(
        !String(decoding: data, as: UTF8.self).contains("not in scope\""), "\(path) carries a message out of scope")
    }
  }

  @Test func everyTamperedFileIsFound() throws {
    let fixture = try CaseFixture()
    let path = try fixture.build("out")
    let hasPython = Self.has(["python3", "-c", ""])
    func check(_ what: String) throws {
      #expect(try !BundleVerifier.verify(path).isValid, "\(what): not found by the verifier")
      guard hasPython else { return }
      let result = try CaseFixture.run(["python3", fixture.directory.path("verify.py"), path])
      #expect(result.status == 1, "\(what): not found by verify.py: \(result.output)")
    }
    try FileManager.default.copyItem(atPath: path + "/verify.py", toPath: fixture.directory.path("verify.py"))
    for (name, data) in try CaseFixture.contents(path).sorted(by: { $0.key < $1.key }) {
      let url = URL(fileURLWithPath: path).appendingPathComponent(name)
      var changed = data
      if changed.isEmpty { changed.append(0x41) } else { changed[changed.count / 2] ^= 1 }
      try changed.write(to: url)
      try check("changed \(name)")
      try FileManager.default.removeItem(at: url)
      #expect(try !BundleVerifier.verify(path).isValid, "removed \(name): not found")
      try data.write(to: url)
    }
    for name in ["data/extra.txt", "data/media/extra.bin", "proofs/extra.json", "extra"] {
      let url = URL(fileURLWithPath: path).appendingPathComponent(name)
      try Data("x".utf8).write(to: url)
      try check("added \(name)")
      try FileManager.default.removeItem(at: url)
    }
    #expect(try BundleVerifier.verify(path).isValid)
  }

  /// A forger who also rewrites the manifests is still found: records are bound to the signed log.
  @Test func rewrittenManifestsDoNotHelpAForger() throws {
    let fixture = try CaseFixture()
    let path = try fixture.build("out")
    let forge = """
      import hashlib, os, sys
      root, name, old, new = sys.argv[1:]
      path = os.path.join(root, name)
      data = open(path, "rb").read()
      assert old.encode() in data, name
      open(path, "wb").write(data.replace(old.encode(), new.encode()))
      for kind in ("manifest", "tagmanifest"):
          for algorithm in ("sha256", "sha512"):
              file = os.path.join(root, "%s-%s.txt" % (kind, algorithm))
              lines = [line.split("  ", 1)[1] for line in open(file).read().split("\\n") if line]
              with open(file, "w") as out:
                  for line in lines:
                      digest = hashlib.new(algorithm, open(os.path.join(root, line), "rb").read()).hexdigest()
                      out.write("%s  %s\\n" % (digest, line))
      """
    guard Self.has(["python3", "-c", ""]) else { return }
    let records = try CaseFixture.contents(path).keys.first { $0.hasPrefix("data/records/") } ?? ""
    for (file, old, new) in [
      (records, "an edited text", "an altered text"), ("data/messages.ndjson", "an edited text", "an altered text"),
      ("data/raw/d-wholeaaaa.json", "all of it", "ALL OF IT"), ("checkpoint", "log holdfast/", "log holdfasT/"),
    ] {
      let forged = fixture.directory.path("forged")
      try? FileManager.default.removeItem(atPath: forged)
      try FileManager.default.copyItem(atPath: path, toPath: forged)
      let made = try CaseFixture.run(["python3", "-c", forge, forged, file, old, new])
      #expect(made.status == 0, "\(made.output)")
      let report = try BundleVerifier.verify(forged)
      #expect(!report.problems.contains { $0.kind == .wrongDigest && $0.object.hasPrefix("data/m") })
      #expect(!report.isValid, "\(file): not found")
      let result = try CaseFixture.run(["python3", path + "/verify.py", forged])
      #expect(result.status == 1, "\(file): \(result.output)")
    }
  }

  @Test func failuresLeaveNothingHalf() throws {
    let fixture = try CaseFixture()
    let path = fixture.directory.path("full")
    for call in [3, 20, 40] {
      let faulty = FaultyFiles(fault: .init(call: call, errorNumber: ENOSPC))
      #expect(throws: (any Error).self) { try fixture.build("full", files: faulty) }
      #expect(!FileManager.default.fileExists(atPath: path))
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: fixture.directory.path).filter { $0.hasPrefix(".full") }
          == [])
    }
    let cancel = CancellationFlag()
    cancel.cancel()
    let bag = try BagWriter(destination: path, files: SystemFiles())
    let builder = BundleBuilder(
      vault: fixture.vault, checkpoint: try fixture.checkpoint(), bag: bag, progress: { _ in }, cancel: cancel)
    #expect(throws: CancellationError.self) { try builder.build(fixture.scope) }
    bag.cancel()
    #expect(!FileManager.default.fileExists(atPath: path))
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    try Data().write(to: URL(fileURLWithPath: path + "/there"))
    #expect(throws: CaseworkError.self) { try BagWriter(destination: path, files: SystemFiles()) }
  }

  @Test func foldersArePrivate() throws {
    let fixture = try CaseFixture()
    let path = try fixture.build("out")
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0o700)
  }
}
