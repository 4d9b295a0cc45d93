import Records

/// Leaves out the headers that carry secrets; a signature is none and stays.
struct HeaderFilter: Sendable {
  private let secret: [String]

  init(_ account: AccountSettings) {
    var names = ["authorization", "proxy-authorization", "cookie", "apikey", "api-key", "x-api-key"]
    if let header = account.secretHeader { names.append(header) }
    secret = names
  }

  func callAsFunction(_ headers: [Delivery.Header]) -> [Delivery.Header] {
    headers.filter { header in !secret.contains { header.isNamed($0) } }
  }
}
