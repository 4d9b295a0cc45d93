import Records
import TestSupport
import Testing

@testable import SearchIndex

/// What an import asks the index.
@Suite struct KnownItemsTests {
  private func records(_ numbers: Range<Int>) -> [Record] {
    let lee = Make.conversation("447700900123", name: "Lee")
    return numbers.flatMap { number in
      [
        Make.deliveryRecord("D\(number)"),
        Make.message("A\(number)", "text \(number)", at: "2024-05-14T09:00:00Z", in: lee),
      ]
    }
  }

  @Test func knowsAllThatIsIndexedAndNothingElse() throws {
    let source = MemorySource()
    let directory = try TemporaryDirectory()
    let index = try ArchiveIndex.make(source, directory.path("index"))
    defer { index.close() }
    _ = source.append(records(0..<500))
    try index.catchUp()
    _ = source.append(records(500..<900))
    try index.catchUp()
    let known = try KnownItems(index)
    for number in 0..<900 {
      #expect(try known.contains(delivery: Make.delivery("D\(number)")))
      #expect(try known.contains(message: Make.messageID("A\(number)")))
    }
    for number in 900..<2000 {
      #expect(try !known.contains(delivery: Make.delivery("D\(number)")))
      #expect(try !known.contains(message: Make.messageID("A\(number)")))
    }
  }

  @Test func noticesAnIndexThatAnotherProcessMadeAnew() throws {
    let source = MemorySource()
    let directory = try TemporaryDirectory()
    let index = try ArchiveIndex.make(source, directory.path("index"))
    defer { index.close() }
    _ = source.append(records(0..<3))
    try index.catchUp()
    let known = try KnownItems(index)
    #expect(try known.contains(message: Make.messageID("A2")))
    let store = try index.current()
    #expect(try index.current() === store)
    let other = try ArchiveIndex.make(source, directory.path("index"))
    defer { other.close() }
    try other.rebuild()
    #expect(try known.contains(message: Make.messageID("A2")))
    #expect(try index.current() !== store)
    #expect(try index.current().generation == other.current().generation)
  }

  @Test func isOfTheMomentItWasMade() throws {
    let source = MemorySource()
    let directory = try TemporaryDirectory()
    let index = try ArchiveIndex.make(source, directory.path("index"))
    defer { index.close() }
    try index.catchUp()
    let empty = try KnownItems(index)
    _ = source.append(records(0..<1))
    try index.catchUp()
    #expect(try !empty.contains(delivery: Make.delivery("D0")))
    #expect(try KnownItems(index).contains(delivery: Make.delivery("D0")))
  }

  @Test func filterNeverForgetsAndSeldomErrs() {
    var random = SystemRandomNumberGenerator()
    func key() -> [UInt8] { (0..<10).map { _ in UInt8.random(in: 0...255, using: &random) } }
    let keys = (0..<20_000).map { _ in key() }
    var filter = BloomFilter(capacity: keys.count)
    for key in keys { key.withUnsafeBytes { filter.insert($0) } }
    #expect(keys.allSatisfy { filter.mayContain($0) })
    let mistakes = (0..<20_000).filter { _ in filter.mayContain(key()) }.count
    #expect(mistakes < 400)
    #expect(!BloomFilter(capacity: 0).mayContain(key()))
  }
}
