/// Bytes as five-bit groups and back: what the base-32 texts share.
enum BitGroups {
  /// The first `count` five-bit groups; missing bits at the end are zero.
  static func split(_ bytes: some Collection<UInt8>, count: Int) -> [UInt8] {
    var groups: [UInt8] = []
    groups.reserveCapacity(count)
    var held: UInt32 = 0
    var bits = 0
    for byte in bytes where groups.count < count {
      held = (held << 8 | UInt32(byte)) & 0xfff
      bits += 8
      while bits >= 5, groups.count < count {
        bits -= 5
        groups.append(UInt8(held >> UInt32(bits) & 31))
      }
    }
    if bits > 0, groups.count < count { groups.append(UInt8(held << UInt32(5 - bits) & 31)) }
    return groups
  }

  /// How many groups hold all bits of `byteCount` bytes.
  static func count(forBytes byteCount: Int) -> Int { (byteCount * 8 + 4) / 5 }

  /// The bytes of groups; nil when a group is left over or spare bits are set.
  static func join(_ groups: [UInt8]) -> [UInt8]? {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(groups.count * 5 / 8)
    var held: UInt32 = 0
    var bits = 0
    for group in groups {
      held = (held << 5 | UInt32(group)) & 0xfff
      bits += 5
      if bits >= 8 {
        bits -= 8
        bytes.append(UInt8(held >> UInt32(bits) & 0xff))
      }
    }
    guard bits < 5, held & ((1 << UInt32(bits)) - 1) == 0 else { return nil }
    return bytes
  }
}
