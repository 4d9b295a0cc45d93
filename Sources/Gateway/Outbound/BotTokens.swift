import Records
import Sealing

/// The firm's own programs that may send through the gateway or hand over what they sent.
public struct BotTokens: Sendable {
  /// A bot that a token belongs to.
  public struct Holder: Sendable {
    public var account: AccountSettings
    public var bot: String
  }

  private let entries: [(digest: Digest, holder: Holder)]

  /// Collects the tokens of all accounts.
  public init(_ accounts: [AccountSettings]) {
    entries = accounts.flatMap { account in
      account.bots.map { bot in
        (SHA256.hash(bot.token.copyBytes()), Holder(account: account, bot: bot.name))
      }
    }
  }

  /// Who sent a request with `Authorization: Bearer …`; nil for no, more than one, or an unknown token.
  ///
  /// Digests are compared, all of them, so that time tells nothing about a token.
  public func holder(of request: GatewayRequest) -> Holder? {
    let values = request.values(of: "authorization")
    guard values.count == 1, let value = values.first else { return nil }
    let parts = value.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
    let digest = SHA256.hash(Array(parts[1].utf8))
    var found: Holder?
    for entry in entries where ConstantTime.equal(entry.digest, digest) { found = entry.holder }
    return found
  }
}
