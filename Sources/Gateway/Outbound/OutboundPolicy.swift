/// Which hosts the gateway may call, and how.
///
/// Whatever a payload or a redirect names is outside input: nothing is called that the configuration does not list.
/// A plain name or `*.suffix` stands for https on the default port and public addresses; an origin with scheme and
/// port stands for exactly itself, and may lie in a private network.
public struct OutboundPolicy: Sendable, Hashable {
  struct Entry: Sendable, Hashable {
    var scheme: String
    var host: String
    var port: Int
    var isSuffix: Bool
    var allowsPrivate: Bool
  }

  let entries: [Entry]

  /// Creates a policy of entries such as `graph.facebook.com`, `*.whatsapp.net` or `http://127.0.0.1:8080`.
  public init(allowing list: [String]) throws(OutboundError) {
    var entries: [Entry] = []
    for text in list { entries.append(try OutboundPolicy.entry(text)) }
    self.entries = entries
  }

  private init(entries: [Entry]) { self.entries = entries }

  /// A policy that allows what either of two allows.
  public func union(_ other: OutboundPolicy) -> OutboundPolicy {
    OutboundPolicy(entries: entries + other.entries.filter { !entries.contains($0) })
  }

  private static func entry(_ text: String) throws(OutboundError) -> Entry {
    if text.contains("://") {
      let target = try OutboundTarget(url: text)
      guard target.path == "/", !text.hasSuffix("?") else {
        throw OutboundError(
          .badURL, "the allowed origin ‘\(text.prefix(100))’ has a path",
          remedy: "write scheme, host and port only: https://bot.example.org:8443")
      }
      return Entry(scheme: target.scheme, host: target.host, port: target.port, isSuffix: false, allowsPrivate: true)
    }
    let isSuffix = text.hasPrefix("*.")
    let name = (isSuffix ? String(text.dropFirst(2)) : text).lowercased()
    let target = try OutboundTarget(url: "https://\(name)/")
    guard target.host == name, !isSuffix || (target.literal == nil && name.contains(".")) else {
      throw OutboundError(
        .badURL, "‘\(text.prefix(100))’ is not a host name that can be allowed",
        remedy: "write a name such as graph.facebook.com, *.whatsapp.net, or an origin with scheme and port")
    }
    return Entry(scheme: "https", host: name, port: 443, isSuffix: isSuffix, allowsPrivate: false)
  }

  /// What a URL calls, if that is allowed.
  public func target(of url: String) throws(OutboundError) -> OutboundTarget {
    var target = try OutboundTarget(url: url)
    var isAllowed = false
    for entry in entries
    where entry.scheme == target.scheme && entry.port == target.port && OutboundPolicy.matches(entry, target) {
      isAllowed = true
      if entry.allowsPrivate { target.allowsPrivate = true }
    }
    guard isAllowed else {
      throw OutboundError(
        .notAllowed, "\(target.scheme)://\(target.host.prefix(100)):\(target.port) is not on the list of allowed hosts",
        remedy: "list it in the configuration if the gateway shall call it")
    }
    if let literal = target.literal, !target.allowsPrivate, !literal.isPublic {
      throw OutboundError(.privateAddress, "\(target.host) is an address of a private network")
    }
    return target
  }

  private static func matches(_ entry: Entry, _ target: OutboundTarget) -> Bool {
    guard entry.isSuffix else { return entry.host == target.host }
    // A literal never ends in a listed suffix by right, only by accident.
    return target.literal == nil && target.host.hasSuffix("." + entry.host)
  }
}
