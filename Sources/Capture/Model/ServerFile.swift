import Records

/// A file that a gateway keeps on its own machine, from the address or the path that it gives.
enum ServerFile {
  private static let longest = 4096

  /// How the file can be fetched; nil where the text is neither an address nor a path that stays on the server.
  ///
  /// The address may name a host that only the gateway knows: its path is kept apart, to be asked of the server that
  /// the operator named.
  static func remote(_ text: String, since: Instant?) -> RemoteMedia? {
    guard !text.isEmpty, text.utf8.count <= longest else { return nil }
    for scheme in ["http://", "https://"] where text.lowercased().hasPrefix(scheme) {
      let rest = text.utf8.dropFirst(scheme.utf8.count)
      let path = rest.firstIndex(of: 0x2F).map { String(text[$0...]) }
      return RemoteMedia(.plain, url: text, directPath: path.flatMap { isSafe($0) ? $0 : nil }, since: since)
    }
    guard !text.contains(":") else { return nil }
    let path = "/" + encoded(text.hasPrefix("/") ? text.dropFirst() : text[...])
    return isSafe(path) ? RemoteMedia(.plain, directPath: path, since: since) : nil
  }

  /// Whether a path goes down only and has nothing that an address may not have.
  private static func isSafe(_ path: String) -> Bool {
    guard path.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x5C }) else { return false }
    let parts = path.utf8.dropFirst().split(separator: 0x2F, omittingEmptySubsequences: false)
    return !parts.isEmpty
      && parts.allSatisfy { !$0.isEmpty && !$0.elementsEqual([0x2E]) && !$0.elementsEqual([0x2E, 0x2E]) }
  }

  private static func encoded(_ path: Substring) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in path.utf8 {
      let isPlain =
        (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || (0x30...0x39).contains(byte)
        || [0x2D, 0x2E, 0x2F, 0x5F, 0x7E].contains(byte)
      bytes += isPlain ? [byte] : [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
