/// A URL taken apart, in the one form that every later part reads alike.
///
/// Anything two readers of URLs could understand differently is refused: user names, backslashes, white space, control
/// characters, percent signs in the host, fragments.
public struct OutboundTarget: Sendable, Hashable {
  /// `http` or `https`.
  public let scheme: String
  /// Lower case, without brackets.
  public let host: String
  public let port: Int
  /// The path with the query; at least `/`.
  public let path: String
  /// The host as an address, where it is one.
  public let literal: IPAddress?
  /// Whether the list permits a private address for it.
  public internal(set) var allowsPrivate = false

  /// The longest URL that is read.
  public static let maximumLength = 8192

  /// Reads a URL.
  public init(url: String) throws(OutboundError) {
    let bytes = Array(url.utf8)
    guard bytes.count <= OutboundTarget.maximumLength else { throw OutboundTarget.bad("it is too long") }
    guard bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !Array("\\#<>\"^`{|}".utf8).contains($0) }) else {
      throw OutboundTarget.bad("it has a character that must be escaped")
    }
    guard let mark = url.firstIndex(of: ":"), url[mark...].hasPrefix("://") else {
      throw OutboundTarget.bad("it has no scheme")
    }
    scheme = url[..<mark].lowercased()
    guard scheme == "https" || scheme == "http" else { throw OutboundTarget.bad("its scheme is not http or https") }
    let rest = url[mark...].dropFirst(3)
    let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
    let authority = rest[..<end]
    guard !authority.contains("@") else { throw OutboundTarget.bad("it has a user name") }
    path = end == rest.endIndex ? "/" : rest[end] == "?" ? "/" + rest[end...] : String(rest[end...])
    let name: Substring
    let after: Substring
    if authority.first == "[" {
      guard let close = authority.firstIndex(of: "]") else { throw OutboundTarget.bad("its address is not closed") }
      name = authority[authority.index(after: authority.startIndex)..<close]
      after = authority[authority.index(after: close)...]
      guard let address = IPAddress(String(name)), address.isVersion6 else {
        throw OutboundTarget.bad("its address is not an IPv6 address")
      }
      literal = address
    } else {
      let colon = authority.firstIndex(of: ":") ?? authority.endIndex
      name = authority[..<colon]
      after = authority[colon...]
      literal = IPAddress(String(name))
      guard OutboundTarget.isHost(name) else { throw OutboundTarget.bad("its host is not a name or an address") }
    }
    host = name.lowercased()
    if after.isEmpty {
      port = scheme == "https" ? 443 : 80
    } else {
      guard after.first == ":", after.utf8.count <= 6,
        after.dropFirst().utf8.allSatisfy({ (0x30...0x39).contains($0) }),
        let number = Int(after.dropFirst()), (1...65535).contains(number)
      else { throw OutboundTarget.bad("its port is not a number from 1 to 65535") }
      port = number
    }
  }

  private static func isHost(_ name: Substring) -> Bool {
    guard (1...253).contains(name.utf8.count), name.first != ".", name.last != "." else { return false }
    return name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
      (1...63).contains(label.utf8.count) && label.first != "-" && label.last != "-"
        && label.utf8.allSatisfy {
          (0x61...0x7A).contains($0 | 0x20) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F
        }
    }
  }

  private static func bad(_ what: String) -> OutboundError {
    OutboundError(.badURL, "a URL cannot be called: \(what)")
  }

  /// The URL in its one form.
  public var url: String { origin + path }

  /// Scheme, host and port.
  public var origin: String {
    let name = literal?.isVersion6 == true ? "[\(host)]" : host
    let isDefault = port == (scheme == "https" ? 443 : 80)
    return "\(scheme)://\(name)\(isDefault ? "" : ":\(port)")"
  }

  /// The absolute URL that a `Location` of this target means; nil when it means none.
  func resolving(location: String) -> String? {
    if location.contains("://") { return location }
    if location.hasPrefix("//") { return scheme + ":" + location }
    if location.hasPrefix("/") { return origin + location }
    return nil
  }
}
