import Foundation
import Testing

/// Every input that a fuzzer kept, and every one that once broke something, through the same entry as in the fuzzer.
@Suite struct FuzzCorpusTests {
  static let names = FuzzTarget.all.map(\.name)

  private static let folder = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Corpora")

  /// A longer run is asked for with `FUZZ_ROUNDS`, another one with `FUZZ_SEED`.
  private static let rounds = ProcessInfo.processInfo.environment["FUZZ_ROUNDS"].flatMap { Int($0) } ?? 1
  private static let seed = ProcessInfo.processInfo.environment["FUZZ_SEED"].flatMap { UInt64($0) } ?? 1

  private static func target(_ name: String) throws -> FuzzTarget {
    try #require(FuzzTarget.all.first { $0.name == name })
  }

  private static func corpus(_ name: String) throws -> [(name: String, bytes: [UInt8])] {
    let place = folder.appendingPathComponent(name)
    return try FileManager.default.contentsOfDirectory(atPath: place.path).sorted().map {
      ($0, Array(try Data(contentsOf: place.appendingPathComponent($0))))
    }
  }

  @Test(arguments: names) func everyInputOfTheCorpus(name: String) throws {
    let target = try Self.target(name)
    let inputs = try Self.corpus(name)
    #expect(!inputs.isEmpty, "Tests/Corpora/\(name) is empty")
    for input in inputs {
      #expect(throws: Never.self, "Tests/Corpora/\(name)/\(input.name)") { try target.run(input.bytes) }
    }
  }

  @Test(arguments: names) func whatTheWritersMake(name: String) throws {
    let target = try Self.target(name)
    let seeds = target.seeds()
    #expect(!seeds.isEmpty && seeds.allSatisfy { !$0.isEmpty }, "a writer made nothing")
    for bytes in seeds + [[]] { #expect(throws: Never.self) { try target.run(bytes) } }
  }

  @Test(arguments: names) func inputsChangedAtRandom(name: String) throws {
    let target = try Self.target(name)
    var mutator = FuzzMutator(
      seed: Self.seed, pool: try Self.corpus(name).map(\.bytes) + target.seeds(), target: target)
    for _ in 0..<100 * Self.rounds {
      let bytes = mutator.next()
      do { try target.run(bytes) } catch {
        Issue.record("\(error); the input in base64: \(Data(bytes).base64EncodedString())")
        return
      }
    }
  }

  @Test func everyCorpusHasItsTarget() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path).filter { !$0.hasPrefix(".") }
    #expect(Set(folders) == Set(Self.names))
    #expect(Set(Self.names).count == Self.names.count, "two targets have one name")
  }
}
