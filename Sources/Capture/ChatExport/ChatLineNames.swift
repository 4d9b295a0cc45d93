import Records
import Sealing

/// Names the lines of an export, which have no ids of their own: same message means same conversation, written time,
/// words, and place among equals.
///
/// The author's label takes no part: it changes when a contact is renamed. A file's name takes no part either: the
/// same chat exported with and without media gives the same messages.
struct ChatLineNames: Sendable {
  private let key: [UInt8]
  private var seen: [String: Int] = [:]

  init(conversationKey: String) { key = Array(conversationKey.utf8) }

  /// The name of the next line, `line:` and base32.
  mutating func name(time: String, words: [UInt8]) -> String {
    let base = ChatLineNames.identifier([key, Array(time.utf8), words])
    let ordinal = seen[base, default: 0]
    seen[base] = ordinal + 1
    if ordinal == 0 { return "line:" + base }
    return "line:" + ChatLineNames.identifier([key, Array(time.utf8), words, Array(String(ordinal).utf8)])
  }

  private static func identifier(_ parts: [[UInt8]]) -> String {
    // The literal first part sets these apart from message ids, whose first part is a vault.
    Derivation.identifier(label: .messageIdentifier, parts: [Array("chat-export-line/1".utf8)] + parts)
  }

  /// What of a line takes part in its name.
  static func words(of line: ChatLine, in bytes: [UInt8]) -> [UInt8] {
    switch line.meaning {
    case .media(let fileName, let kind):
      let isDocument = kind == "document" || fileName.map { MediaNames.kind($0) == .document } == true
      let caption = isDocument ? [] : withoutReturns(bytes[line.text])
      return [0x01] + caption
    case .poll: return ChatPoll.withoutVotes(bytes[line.text])
    default: return withoutReturns(bytes[line.text])
    }
  }

  private static func withoutReturns(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    bytes.contains(0x0D) ? bytes.filter { $0 != 0x0D } : Array(bytes)
  }

  /// The written time in one form, whatever the phone's settings: `2018-06-03T13:55`.
  ///
  /// Where the file leaves the order of the date open it is the numbers as written, whatever was stated: a statement
  /// adds to a message, it makes no other one.
  static func time(_ entry: ChatEntry) -> String {
    guard let time = entry.time, !entry.isOpen else { return openTime(entry) }
    let clock = entry.stamp.hasSeconds ? time.clock : String(time.clock.prefix(5))
    return "\(time.date)T\(clock)"
  }

  /// The numbers as written: what the line is named by where no order is known.
  static func openTime(_ entry: ChatEntry) -> String { "?" + entry.stamp.written }
}
