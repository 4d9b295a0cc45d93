import Glibc
import Sealing

/// The messages of a benchmark archive: any of them by its number, the same on every machine.
///
/// A firm's line over one year: several hundred conversations, the busiest with a tenth of all messages; texts of 38
/// characters on average with a long tail; now and then a number, an emoji, a line in Chinese, Arabic or Russian.
struct Material: Sendable {
  let messages: Int
  let conversations: Int
  let vocabulary: Vocabulary

  /// 2024-01-01T00:00:00Z, and the seconds of that year.
  static let start: Int64 = 1_704_067_200
  static let year: Int64 = 366 * 86_400
  static let firm = "442071838750"
  /// Of the conversation that has a tenth of all messages.
  static let busiest = 0

  init(messages: Int, conversations: Int? = nil) {
    self.messages = messages
    self.conversations = conversations ?? min(800, max(3, messages / 100))
    vocabulary = Vocabulary()
  }

  /// Words of a message: quantiles of a long-tailed distribution.
  private static let lengths = [
    1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 6, 6, 6, 7, 7, 8, 9, 10, 12, 15, 20, 32,
  ]
  private static let foreign = [
    "我们明天下午三点开会，合同已经寄出", "请确认付款账号和金额", "хорошо, договорились на завтра", "تم إرسال المستند صباح اليوم",
    "明日の会議は延期になりました", "ขอบคุณครับ เจอกันพรุ่งนี้",
  ]
  private static let emoji = ["👍", "🙏", "😊", "👍🏽", "🎉", "😂", "✅"]

  func message(_ number: Int) -> Message {
    var random = SplitMix64(seed: UInt64(bitPattern: Int64(number)) &* 0x2545_F491_4F6C_DD1D &+ 17)
    let conversation = self.conversation(&random)
    let isOutbound = random.below(5) < 2
    let sentAt = Material.start + Int64(Double(number) / Double(max(1, messages)) * Double(Material.year))
    let phone = Material.phone(of: conversation)
    return Message(
      number: number, sentAt: sentAt, conversation: conversation, isOutbound: isOutbound, phone: phone,
      name: name(of: conversation), text: text(&random), wamid: Material.wamid(phone, &random))
  }

  private func conversation(_ random: inout SplitMix64) -> Int {
    if random.below(10) == 0 { return Material.busiest }
    // Busier and quieter conversations: the square makes the first ones common.
    let place = random.unit()
    return min(conversations - 1, 1 + Int(place * place * Double(conversations - 1)))
  }

  static func phone(of conversation: Int) -> String { "4477009" + String(100_000 + conversation * 7 % 900_000) }

  func name(of conversation: Int) -> String {
    let first = vocabulary.words[200 + conversation % 5000]
    let last = vocabulary.words[7000 + conversation * 3 % 50_000]
    return first.capitalizedASCII + " " + last.capitalizedASCII
  }

  private func text(_ random: inout SplitMix64) -> String {
    let kind = random.below(200)
    if kind < 4 { return random.pick(Material.foreign) + (kind == 0 ? String(random.below(100)) : "") }
    var text = vocabulary.draw(&random)
    for _ in 1..<max(2, random.pick(Material.lengths)) {
      text += " "
      text += vocabulary.draw(&random)
    }
    switch kind {
    case 4..<10: text += " " + random.pick(Material.emoji)
    case 10..<14: text += " +44 20 7183 " + String(1000 + random.below(9000))
    case 14..<18: text += " £" + String(1 + random.below(900)) + ",000"
    case 18..<40: text += "?"
    default: break
    }
    return text
  }

  /// `wamid.` and the Base64 of what real ones hold: a head, the number, and ten random bytes in hexadecimal.
  private static func wamid(_ phone: String, _ random: inout SplitMix64) -> String {
    let hexadecimal = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = [0x1D, 0x18, UInt8(truncatingIfNeeded: phone.utf8.count)] + Array(phone.utf8)
    bytes += [0x15, 0x02, 0x00, 0x12, 0x18, 0x14]
    let (high, low) = (random.next(), random.next())
    for index in 0..<20 {
      let nibble = index < 16 ? high >> UInt64(index * 4) : low >> UInt64(index * 4 - 64)
      bytes.append(hexadecimal[Int(nibble & 15)])
    }
    bytes.append(0)
    return "wamid." + Base64.encode(bytes)
  }
}

extension String {
  /// With its first letter large.
  fileprivate var capitalizedASCII: String { prefix(1).uppercased() + dropFirst() }
}
