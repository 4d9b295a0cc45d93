import Intake
import Records

/// One delivery on its way to one bot: what the forwarder's spool keeps.
struct Forward: Sendable, Hashable {
  var url: String
  /// The delivery with all its headers, the secret ones too: the bot checks them as if the provider had called it.
  var delivery: CapturedDelivery

  private static let longestURL = 8192

  func encoded() -> [UInt8] {
    let name = Array(url.utf8)
    let count = UInt32(name.count)
    return [UInt8(count >> 24), UInt8(count >> 16 & 255), UInt8(count >> 8 & 255), UInt8(count & 255)] + name
      + delivery.encoded()
  }

  init(url: String, delivery: CapturedDelivery) {
    self.url = url
    self.delivery = delivery
  }

  /// Reads a spooled forward; throws for anything else.
  init(decoding bytes: [UInt8]) throws {
    let count = bytes.prefix(4).reduce(0) { $0 << 8 | Int($1) }
    guard bytes.count > 4, count <= Forward.longestURL, count <= bytes.count - 4,
      let url = String(validating: bytes[4..<4 + count], as: UTF8.self)
    else {
      throw SpoolError(.damaged, "a spooled forward cannot be read")
    }
    self.url = url
    delivery = try CapturedDelivery(decoding: Array(bytes[(4 + count)...]))
  }

  /// Headers that belong to one connection, and are the forwarder's own to set.
  private static let ownHeaders: Set<String> = [
    "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer", "transfer-encoding",
    "upgrade", "content-length", "host", "expect",
  ]

  /// The headers that the bot gets.
  var headers: [Delivery.Header] {
    // What `Connection` names belongs to that connection, too (RFC 9110 §7.6.1).
    let named = delivery.headers.filter { $0.name.lowercased() == "connection" }.flatMap { header in
      header.value.split(separator: ",").map { $0.trimmingPrefix { $0 == " " }.lowercased() }
    }
    return delivery.headers.filter { header in
      let name = header.name.lowercased()
      return !Forward.ownHeaders.contains(name) && !named.contains(name)
    }
  }
}
