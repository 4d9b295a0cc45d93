/// Characters that WhatsApp or an editor puts into export files without a visible form, as UTF-8.
enum ChatMarks {
  /// How many bytes an invisible mark takes at an index; zero where there is none.
  ///
  /// Counted are the byte order mark, U+200B–200F, U+202A–202E, U+2066–2069 and U+061C.
  static func width(in bytes: [UInt8], at index: Int, end: Int) -> Int {
    guard index < end else { return 0 }
    switch bytes[index] {
    case 0xE2:
      guard index + 2 < end else { return 0 }
      let second = bytes[index + 1]
      let third = bytes[index + 2]
      if second == 0x80 { return (0x8B...0x8F).contains(third) || (0xAA...0xAE).contains(third) ? 3 : 0 }
      return second == 0x81 && (0xA6...0xA9).contains(third) ? 3 : 0
    case 0xEF: return index + 2 < end && bytes[index + 1] == 0xBB && bytes[index + 2] == 0xBF ? 3 : 0
    case 0xD8: return index + 1 < end && bytes[index + 1] == 0x9C ? 2 : 0
    default: return 0
    }
  }

  /// Whether U+200E or U+200F stands at an index: the mark that iOS puts before what the app wrote.
  static func isAppMark(in bytes: [UInt8], at index: Int, end: Int) -> Bool {
    index + 2 < end && bytes[index] == 0xE2 && bytes[index + 1] == 0x80
      && (bytes[index + 2] == 0x8E || bytes[index + 2] == 0x8F)
  }

  /// How many bytes a space takes: U+0020, U+00A0, U+2007, U+2009, U+202F; zero where there is none.
  static func spaceWidth(in bytes: [UInt8], at index: Int, end: Int) -> Int {
    guard index < end else { return 0 }
    switch bytes[index] {
    case 0x20: return 1
    case 0xC2: return index + 1 < end && bytes[index + 1] == 0xA0 ? 2 : 0
    case 0xE2:
      guard index + 2 < end, bytes[index + 1] == 0x80 else { return 0 }
      let third = bytes[index + 2]
      return third == 0xAF || third == 0x89 || third == 0x87 ? 3 : 0
    default: return 0
    }
  }

  /// The text without marks of direction and byte order, for showing: joiners belong to names and emoji.
  static func withoutDirection(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    let all = Array(bytes)
    var out: [UInt8] = []
    out.reserveCapacity(all.count)
    var index = 0
    while index < all.count {
      let width = width(in: all, at: index, end: all.count)
      // U+200B to U+200D: the space without width, and the joiners.
      let isJoiner = width == 3 && all[index + 1] == 0x80 && (0x8B...0x8D).contains(all[index + 2])
      if width > 0, !isJoiner {
        index += width
        continue
      }
      let space = spaceWidth(in: all, at: index, end: all.count)
      out.append(space > 0 ? 0x20 : all[index])
      index += max(space, 1)
    }
    return out
  }

  /// The text without any invisible mark, for comparing with known phrases.
  static func stripped(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    let all = Array(bytes)
    var out: [UInt8] = []
    out.reserveCapacity(all.count)
    var index = 0
    while index < all.count {
      let width = width(in: all, at: index, end: all.count)
      if width > 0 {
        index += width
        continue
      }
      let space = spaceWidth(in: all, at: index, end: all.count)
      if space > 0 {
        out.append(0x20)
        index += space
        continue
      }
      out.append(all[index])
      index += 1
    }
    return out
  }
}
