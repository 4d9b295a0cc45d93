import Records

/// Takes from the canonical bytes of a delivery the little that the index needs, without reading the body.
///
/// Half of all records are deliveries, and most of a delivery is its body. Anything that does not look exactly like
/// canonical JSON of a delivery gives nil, and is then decoded in full.
struct DeliverySkimmer {
  var id: DeliveryID
  var provider: String
  var capturedAt: Int64
  /// Bytes of the body as it is written.
  var bodyLength: Int

  init?(_ bytes: [UInt8]) {
    guard bytes.count > 40, bytes.starts(with: Array("{\"account\":".utf8)) else { return nil }
    var id: String?
    var kind: String?
    var provider: String?
    var capturedAt: Int64?
    var version: Int64?
    var bodyLength = 0
    let isWhole: Bool = bytes.withUnsafeBufferPointer { buffer in
      var position = 1
      while position < buffer.count {
        guard let name = DeliverySkimmer.string(buffer, &position), position < buffer.count, buffer[position] == 0x3A
        else { return false }
        position += 1
        let start = position
        guard DeliverySkimmer.skip(buffer, &position) else { return false }
        let value = start..<position
        switch String(decoding: UnsafeBufferPointer(rebasing: buffer[name]), as: UTF8.self) {
        case "id": id = DeliverySkimmer.plain(buffer, value)
        case "kind": kind = DeliverySkimmer.plain(buffer, value)
        case "provider": provider = DeliverySkimmer.plain(buffer, value)
        case "captured_at": capturedAt = DeliverySkimmer.integer(buffer, value)
        case "v": version = DeliverySkimmer.integer(buffer, value)
        case "body", "body_base64": bodyLength = value.count
        default: break
        }
        guard position < buffer.count else { return false }
        if buffer[position] == 0x7D { return position + 1 == buffer.count }
        guard buffer[position] == 0x2C else { return false }
        position += 1
      }
      return false
    }
    guard isWhole, kind == "delivery", version == Record.version, let name = id, let delivery = DeliveryID(name),
      let provider, let capturedAt
    else { return nil }
    self.id = delivery
    self.provider = provider
    self.capturedAt = capturedAt
    self.bodyLength = bodyLength
  }

  /// Passes a string and returns the range between its quotation marks.
  private static func string(_ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int) -> Range<Int>? {
    guard position < bytes.count, bytes[position] == 0x22 else { return nil }
    position += 1
    let start = position
    while position < bytes.count {
      let byte = bytes[position]
      if byte == 0x22 {
        position += 1
        return start..<position - 1
      }
      position += byte == 0x5C ? 2 : 1
    }
    return nil
  }

  /// Passes any value.
  private static func skip(_ bytes: UnsafeBufferPointer<UInt8>, _ position: inout Int) -> Bool {
    var depth = 0
    while position < bytes.count {
      switch bytes[position] {
      case 0x22:
        guard string(bytes, &position) != nil else { return false }
        if depth == 0 { return true }
      case 0x7B, 0x5B:
        depth += 1
        position += 1
      case 0x7D, 0x5D:
        if depth == 0 { return true }
        depth -= 1
        position += 1
        if depth == 0 { return true }
      case 0x2C where depth == 0: return true
      default: position += 1
      }
    }
    return false
  }

  /// The text of a string without escapes.
  private static func plain(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> String? {
    guard range.count >= 2, bytes[range.lowerBound] == 0x22 else { return nil }
    let inner = bytes[range.lowerBound + 1..<range.upperBound - 1]
    return inner.contains(0x5C) ? nil : String(validating: inner, as: UTF8.self)
  }

  private static func integer(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Int64? {
    Int64(String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self))
  }
}
