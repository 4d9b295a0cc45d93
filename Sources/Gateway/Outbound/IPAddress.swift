#if canImport(Glibc)
  import Glibc
#endif

/// An IPv4 or IPv6 address, and whether it lies in the public internet.
public struct IPAddress: Sendable, Hashable, CustomStringConvertible {
  /// 4 or 16 bytes in network order.
  public let bytes: [UInt8]

  /// Whether it has 16 bytes.
  public var isVersion6: Bool { bytes.count == 16 }

  /// Reads the usual forms, `192.0.2.1` and `2001:db8::1`; nil for all else, numbers like `2130706433` included.
  public init?(_ text: String) {
    var four = in_addr()
    if inet_pton(AF_INET, text, &four) == 1 {
      bytes = withUnsafeBytes(of: &four) { Array($0.prefix(4)) }
      return
    }
    var six = in6_addr()
    guard inet_pton(AF_INET6, text, &six) == 1 else { return nil }
    bytes = withUnsafeBytes(of: &six) { Array($0.prefix(16)) }
  }

  init(bytes: [UInt8]) { self.bytes = bytes }

  /// Whether it is a unicast address of the public internet: not private, local, reserved, or leading to one that is.
  public var isPublic: Bool {
    guard isVersion6 else { return IPAddress.isPublic(bytes[...]) }
    // Addresses that carry an IPv4 address are judged by it: mapped, NAT64, 6to4.
    if bytes[0..<10].allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF {
      return IPAddress.isPublic(bytes[12...])
    }
    if bytes[0..<12].elementsEqual([0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0]) {
      return IPAddress.isPublic(bytes[12...])
    }
    if bytes[0] == 0x20, bytes[1] == 0x02 { return IPAddress.isPublic(bytes[2..<6]) }
    // Only 2000::/3 is global unicast; of it, 2001::/23 (Teredo and others) and 2001:db8::/32, 3fff::/20 are not.
    guard bytes[0] & 0xE0 == 0x20 else { return false }
    if bytes[0] == 0x20, bytes[1] == 0x01, bytes[2] < 0x02 { return false }
    if bytes[0] == 0x20, bytes[1] == 0x01, bytes[2] == 0x0D, bytes[3] == 0xB8 { return false }
    if bytes[0] == 0x3F, bytes[1] == 0xFF, bytes[2] & 0xF0 == 0 { return false }
    return true
  }

  private static func isPublic(_ four: ArraySlice<UInt8>) -> Bool {
    let a = four[four.startIndex]
    let b = four[four.startIndex + 1]
    let c = four[four.startIndex + 2]
    switch (a, b, c) {
    case (0, _, _), (10, _, _), (127, _, _), (224..., _, _): return false
    case (100, 64...127, _), (169, 254, _), (172, 16...31, _), (192, 168, _), (198, 18...19, _): return false
    case (192, 0, 0), (192, 0, 2), (192, 88, 99), (198, 51, 100), (203, 0, 113): return false
    default: return true
    }
  }

  public var description: String {
    var text = [CChar](repeating: 0, count: 64)
    let isWritten = bytes.withUnsafeBytes {
      inet_ntop(isVersion6 ? AF_INET6 : AF_INET, $0.baseAddress, &text, socklen_t(text.count)) != nil
    }
    return isWritten ? String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self) : "?"
  }
}
