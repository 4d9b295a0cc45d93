import Testing

@testable import Gateway

@Suite struct OutboundPolicyTests {
  private func code(_ body: () throws -> Void) -> OutboundError.Code? {
    do {
      try body()
      return nil
    } catch { return (error as? OutboundError)?.code }
  }

  @Test func namesAndSuffixesStandForHTTPSOnTheDefaultPort() throws {
    let policy = try OutboundPolicy(allowing: ["graph.facebook.com", "*.whatsapp.net"])
    for url in [
      "https://graph.facebook.com/v23.0/1", "https://GRAPH.facebook.com:443/?a=b", "https://mmg.whatsapp.net/v/t?x=1",
      "https://media-fra3-1.cdn.whatsapp.net/",
    ] {
      #expect(throws: Never.self) { try policy.target(of: url) }
    }
    for url in [
      "http://graph.facebook.com/", "https://graph.facebook.com:8443/", "https://facebook.com/",
      "https://graph.facebook.com.evil.example/", "https://whatsapp.net/", "https://evilwhatsapp.net/",
      "https://127.0.0.1/", "https://[::1]/", "https://evil.example/#.whatsapp.net",
    ] {
      let found = code { _ = try policy.target(of: url) }
      #expect(found == .notAllowed || found == .badURL, "\(url): \(String(describing: found))")
    }
  }

  @Test func originsStandForExactlyThemselvesAndMayBePrivate() throws {
    let policy = try OutboundPolicy(allowing: ["http://127.0.0.1:8080", "https://bot.lan:9443"])
    #expect(try policy.target(of: "http://127.0.0.1:8080/hook").allowsPrivate)
    #expect(try policy.target(of: "https://bot.lan:9443/hook?x").allowsPrivate)
    for url in ["http://127.0.0.1/", "http://127.0.0.1:8081/", "https://127.0.0.1:8080/", "http://bot.lan:9443/"] {
      #expect(code { _ = try policy.target(of: url) } == .notAllowed)
    }
    let named = try OutboundPolicy(allowing: ["10.1.2.3", "93.184.216.34"])
    #expect(code { _ = try named.target(of: "https://10.1.2.3/") } == .privateAddress)
    #expect(throws: Never.self) { try named.target(of: "https://93.184.216.34/") }
  }

  @Test(arguments: [
    "", "https:", "https://", "https:///x", "ftp://a.example/", "file:///etc/passwd", "https://user@a.example/",
    "https://user:pw@a.example/", "https://a.example\\@evil.example/", "https://a.example /", "https://a.example/\u{0}",
    "https://a.example:0/", "https://a.example:99999/", "https://a.example:-1/", "https://a.example:4 43/",
    "https://[::1/", "https://[1.2.3.4]/", "https://a..example/", "https://.example/", "https://a.example./",
    "https://a%2eexample/", "https://ä.example/", "https://-a.example/", "//a.example/", "a.example",
    "https://" + String(repeating: "a", count: 9000),
  ])
  func ambiguousURLsAreRefused(url: String) {
    #expect(code { _ = try OutboundTarget(url: url) } == .badURL)
  }

  @Test(arguments: [
    "0.0.0.0", "10.0.0.1", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "255.255.255.255", "::", "::1",
    "fe80::1", "fc00::1", "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::a00:1",
    "2002:a00:1::1", "2001:db8::1", "2001::1", "100::1", "::7f00:1", "3fff::1", "5f00::1",
  ])
  func privateAddressesAreKnown(text: String) throws {
    #expect(try #require(IPAddress(text)).isPublic == false)
  }

  @Test(arguments: [
    "1.1.1.1", "93.184.216.34", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a03:2880::1", "::ffff:1.1.1.1",
    "64:ff9b::101:101", "2002:101:101::1",
  ])
  func publicAddressesAreKnown(text: String) throws {
    #expect(try #require(IPAddress(text)).isPublic)
    #expect(IPAddress(IPAddress(text)?.description ?? "") == IPAddress(text))
  }

  @Test func numbersAreNoAddresses() {
    for text in ["2130706433", "0x7f.1", "127.1", "", "1.2.3.4.5", "::1%eth0"] { #expect(IPAddress(text) == nil) }
  }

  @Test func badEntriesAreRefused() {
    for entry in ["", "*", "*.", "*.com", "a b", "http://a.example/path", "*.127.0.0.1", "https://*.a.example"] {
      #expect(code { _ = try OutboundPolicy(allowing: [entry]) } == .badURL, "\(entry)")
    }
  }

  private struct Names: HostResolver {
    var table: [String: [String]]
    func addresses(of host: String) async throws -> [IPAddress] { (table[host] ?? []).compactMap { IPAddress($0) } }
  }

  @Test func namesThatLeadToPrivateAddressesAreNotCalled() async throws {
    let client = OutboundClient(
      resolver: Names(table: ["a.example": ["93.184.216.34", "10.0.0.1"], "bot.lan": ["10.0.0.2"]]))
    let policy = try OutboundPolicy(allowing: ["a.example", "https://bot.lan:9443"])
    await #expect(throws: OutboundError.self) { _ = try await client.permit("https://a.example/", policy) }
    _ = try await client.permit("https://bot.lan:9443/", policy)
    try await client.close()
  }
}
