import Capture
import Records
import Sealing

/// What is archived already with the same bytes, under another account.
///
/// The account is part of what a message is known by: the same file, once with and once without its account, would
/// stand in the archive twice.
struct AccountTwin: Equatable {
  /// The account that it is archived under.
  let account: String
  /// Whether it is taken in all the same: whoever states an account says whose copy this is.
  let isTakenIn: Bool

  /// The accounts of material whose account nobody stated.
  private static let unstated: Set<String> = ["unknown", "default"]

  /// Looks for the bytes of a delivery under the other accounts; nil where there are none, or it is archived itself.
  init?(of delivery: Delivery, options: ImportOptions, vault: VaultID, memory: ImportMemory) throws {
    // A payload that names its own account has no other.
    if delivery.provider == .meta, delivery.account != options.account, !Self.unstated.contains(delivery.account) {
      return nil
    }
    let others = try memory.accounts(of: delivery.provider).filter { $0 != delivery.account }
    guard !others.isEmpty, try !memory.isArchived(delivery.id) else { return nil }
    let digest = delivery.originalDigest.flatMap { Digest(hex: $0) } ?? SHA256.hash(delivery.body)
    let identifiers = Identifiers(vault: vault)
    let found = try others.first { account in
      try memory.isArchived(
        identifiers.delivery(provider: delivery.provider, account: account, originalDigest: digest))
    }
    guard let found else { return nil }
    account = found
    isTakenIn = options.account != nil
  }

  /// What the report says of it.
  func words(deliveries: Int64, under own: String) -> String {
    let what = deliveries == 1 ? "the same bytes are" : "the same bytes of \(deliveries) deliveries are"
    let place = Self.unstated.contains(account) ? "without an account" : "under the account ‘\(account)’"
    return isTakenIn
      ? "\(what) archived already \(place): as ‘\(own)’ was stated they were taken in as that account's copy, too, and "
        + "their messages stand under both"
      : "\(what) archived already \(place), and none was stated here: they were not taken in a second time. State "
        + "--account \(account) to add to what is archived, or another account if this is that account's own copy"
  }
}
