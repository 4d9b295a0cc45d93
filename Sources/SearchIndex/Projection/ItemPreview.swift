import Records

/// The newest message of a conversation, for the list.
struct ItemPreview: Hashable {
  var key: ItemKey
  var at: Int64
  var sequence: Int64
  var bits: ItemBits
  var kind: String
  var sender: Int64
  var text: String

  static let length = 160

  var encoded: [UInt8] {
    var writer = ByteWriter()
    writer.field(1, key.bytes)
    writer.field(2, at)
    writer.field(3, bits.raw)
    writer.field(4, kind)
    writer.field(5, sender)
    writer.field(6, text)
    writer.field(7, sequence)
    return writer.bytes
  }

  init(key: ItemKey, at: Int64, sequence: Int64, bits: ItemBits, kind: String, sender: Int64, text: String) {
    self.key = key
    self.at = at
    self.sequence = sequence
    // The number of the kind means something only in its shard; receipts come too often to refresh the list for them.
    self.bits = ItemBits(raw: bits.raw & 0x1FFFF)
    self.kind = kind
    self.sender = sender
    self.text = text.count > ItemPreview.length ? String(text.prefix(ItemPreview.length)) + "…" : text
  }

  init?(_ bytes: [UInt8]) {
    var key: ItemKey?
    self.init(
      key: ItemKey(head: 0, tail: []), at: 0, sequence: 0, bits: ItemBits(raw: 0), kind: "", sender: 0, text: "")
    var reader = ByteReader(bytes)
    while let (tag, value) = reader.next() {
      switch tag {
      case 1: key = ItemKey(bytes: Array(value))
      case 2: at = ByteReader.integer(value)
      case 3: bits = ItemBits(raw: ByteReader.integer(value))
      case 4: kind = ByteReader.text(value)
      case 5: sender = ByteReader.integer(value)
      case 6: text = ByteReader.text(value)
      case 7: sequence = ByteReader.integer(value)
      default: break
      }
    }
    guard let key else { return nil }
    self.key = key
  }

  static func isNewer(_ left: ItemPreview, than right: ItemPreview) -> Bool {
    (left.at, left.sequence, left.key.suffix) > (right.at, right.sequence, right.key.suffix)
  }
}
