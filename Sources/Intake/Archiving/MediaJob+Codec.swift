import Records
import Sealing

extension MediaJob {
  private static let version: UInt8 = 1
  private static let absent = UInt32.max

  /// The spool's bytes: version 1, then length-prefixed fields in a fixed order; an absent field has the length 2³²−1.
  public func encoded() -> [UInt8] {
    var bytes: [UInt8] = [MediaJob.version]
    func field(_ content: [UInt8]?) {
      let count = content.map { UInt32($0.count) } ?? MediaJob.absent
      for shift in stride(from: 24, through: 0, by: -8) {
        bytes.append(UInt8(truncatingIfNeeded: count >> UInt32(shift)))
      }
      bytes.append(contentsOf: content ?? [])
    }
    func field(_ text: String?) { field(text.map { Array($0.utf8) }) }
    let remote = media?.remote
    field(endpoint)
    field(Record.event(record).encode())
    field(remote?.form.rawValue)
    field(remote?.url)
    field(remote?.directPath)
    field(remote?.mediaKey)
    field(remote?.encryptedSHA256)
    field((remote?.since).map { String($0.milliseconds) })
    return bytes
  }

  /// Reads the spool's bytes; throws ``IntakeError`` `damaged` for anything else.
  public init(decoding bytes: [UInt8]) throws {
    var offset = 0
    func fail(_ what: String) -> IntakeError {
      IntakeError(
        .damaged, "a spooled media job cannot be read: \(what)",
        remedy: "the raw delivery still names the medium; a newer version may read the job")
    }
    func take(_ count: Int) throws -> ArraySlice<UInt8> {
      guard count >= 0, count <= bytes.count - offset else { throw fail("it ends early") }
      defer { offset += count }
      return bytes[offset..<offset + count]
    }
    func field() throws -> [UInt8]? {
      let count = try take(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      return count == MediaJob.absent ? nil : Array(try take(Int(count)))
    }
    func text() throws -> String? {
      guard let content = try field() else { return nil }
      guard let text = String(validating: content, as: UTF8.self) else { throw fail("no UTF-8") }
      return text
    }
    guard try take(1).first == MediaJob.version else { throw fail("an unknown version") }
    guard let endpoint = try text() else { throw fail("no endpoint") }
    guard let content = try field(), case .event(var record)? = try? Record.decode(content) else {
      throw fail("no event")
    }
    let form = try text()
    var remote = RemoteMedia(form.flatMap(RemoteMedia.Form.init(rawValue:)) ?? .plain)
    remote.url = try text()
    remote.directPath = try text()
    remote.mediaKey = try field()
    remote.encryptedSHA256 = try text()
    remote.since = try text().flatMap { Int64($0) }.map(Instant.init(milliseconds:))
    guard offset == bytes.count else { throw fail("something follows") }
    if form != nil { record.event.content?.media?.remote = remote }
    self.init(record: record, endpoint: endpoint)
  }
}
