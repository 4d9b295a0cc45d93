import Records

/// What only some items have: a file, a quotation, a mark. Kept as bytes beside the item.
struct ItemExtra: Sendable, Hashable {
  var media: MediaReference?
  /// The possible ids of the message answered: ours or theirs, as the provider does not always say.
  var replyTargets: [ItemKey] = []
  var quoted: String?
  var recipients: [Int64] = []
  var attributes: [String: String] = [:]
  /// How often an officer has corrected the date that this reading gives: the last correction stands.
  var corrections = 0

  /// The attributes that a timeline shows; the rest stays in the record.
  static let shownAttributes: Set<String> = [
    "forwarded", "frequently_forwarded", "view_once", "ephemeral", "broadcast", "pinned", "star",
  ]

  var isEmpty: Bool {
    media == nil && replyTargets.isEmpty && quoted == nil && recipients.isEmpty && attributes.isEmpty
      && corrections == 0
  }

  var encoded: [UInt8]? {
    guard !isEmpty else { return nil }
    var writer = ByteWriter()
    if let media {
      var inner = ByteWriter()
      inner.field(1, media.state.rawValue)
      inner.field(2, media.path)
      inner.field(3, media.mimeType)
      inner.field(4, media.fileName)
      inner.field(5, media.size)
      inner.field(6, media.sha256)
      inner.field(7, media.seconds)
      inner.field(8, media.reason)
      inner.field(9, media.providerID)
      inner.field(10, media.width)
      inner.field(11, media.height)
      writer.field(1, inner.bytes)
    }
    for target in replyTargets { writer.field(2, target.bytes) }
    writer.field(3, quoted)
    for party in recipients { writer.field(4, party) }
    for name in attributes.keys.sorted() {
      var inner = ByteWriter()
      inner.field(1, name)
      inner.field(2, attributes[name])
      writer.field(5, inner.bytes)
    }
    if corrections > 0 { writer.field(6, Int64(corrections)) }
    return writer.bytes
  }

  init() {}

  init(_ bytes: [UInt8]) {
    var reader = ByteReader(bytes)
    while let (tag, value) = reader.next() {
      switch tag {
      case 1: media = ItemExtra.media(value)
      case 2: if let key = ItemKey(bytes: Array(value)) { replyTargets.append(key) }
      case 3: quoted = ByteReader.text(value)
      case 4: recipients.append(ByteReader.integer(value))
      case 5:
        var inner = ByteReader(value)
        var name = ""
        while let (tag, value) = inner.next() {
          if tag == 1 { name = ByteReader.text(value) } else { attributes[name] = ByteReader.text(value) }
        }
      case 6: corrections = Int(clamping: ByteReader.integer(value))
      default: break
      }
    }
  }

  private static func media(_ bytes: ArraySlice<UInt8>) -> MediaReference {
    var media = MediaReference(.missing)
    var reader = ByteReader(bytes)
    while let (tag, value) = reader.next() {
      switch tag {
      case 1: media.state = MediaReference.State(rawValue: ByteReader.text(value)) ?? .missing
      case 2: media.path = ByteReader.text(value)
      case 3: media.mimeType = ByteReader.text(value)
      case 4: media.fileName = ByteReader.text(value)
      case 5: media.size = ByteReader.integer(value)
      case 6: media.sha256 = ByteReader.text(value)
      case 7: media.seconds = ByteReader.integer(value)
      case 8: media.reason = ByteReader.text(value)
      case 9: media.providerID = ByteReader.text(value)
      case 10: media.width = ByteReader.integer(value)
      case 11: media.height = ByteReader.integer(value)
      default: break
      }
    }
    return media
  }
}

extension TimelineItem.Media {
  init(_ media: MediaReference) {
    self.init(
      state: media.state, fileName: media.fileName, mimeType: media.mimeType, size: media.size,
      seconds: media.seconds, sha256: media.sha256, path: media.path, reason: media.reason,
      width: media.width, height: media.height)
  }
}
