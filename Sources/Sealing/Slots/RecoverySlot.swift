/// A slot that the recovery secret opens.
///
/// It gives the vault's identities and no officer.
public struct RecoverySlot: Sendable, Hashable {
  /// The vault.
  public let vaultID: String
  /// The slot.
  public let slotID: String
  /// The public half of the recovery secret.
  public let recipient: X25519PublicKey
  private let sealed: [UInt8]

  private static let keys = ["vault", "slot", "recipient", "sealed"]

  /// Seals identities to the public half of a recovery secret.
  public static func seal(
    _ identities: [VaultIdentity], to recipient: X25519PublicKey, vaultID: String, slotID: String,
    using randomness: any Randomness
  ) throws -> RecoverySlot {
    try SlotText.require(identifiers: vaultID, slotID)
    let draft = RecoverySlot(vaultID: vaultID, slotID: slotID, recipient: recipient, sealed: [])
    let sealed = try SlotContents(identities: identities, officer: nil).withEncoding {
      try HPKE.seal($0, to: recipient, info: draft.info, aad: draft.header().bytes, using: randomness)
    }
    return RecoverySlot(vaultID: vaultID, slotID: slotID, recipient: recipient, sealed: sealed)
  }

  /// Opens with a recovery secret: throws `wrongKey`, or `corruptSlot` when the file was changed.
  public func open(with secret: RecoverySecret) throws -> [VaultIdentity] {
    guard secret.publicKey == recipient else {
      throw SealingError(
        code: .wrongKey, message: "this recovery secret belongs to another vault or slot than \(slotID)",
        remedy: "Compare the fingerprint in the secret's file with the vault's")
    }
    do {
      let opened = try HPKE.open(sealed, with: secret.privateKey, info: info, aad: header().bytes)
      return try SlotContents(decoding: opened).identities
    } catch let error as SealingError where error.code == .authenticationFailed || error.code == .malformed {
      var corrupt = SlotText.corrupt("the secret is right and what is sealed is not as it was")
      corrupt.cause = error
      throw corrupt
    }
  }

  /// The file's bytes.
  public var encoded: [UInt8] {
    var text = header()
    text.add("sealed", Base64.encode(sealed))
    return text.finished
  }

  /// Reads a file; throws `corruptSlot` unless it is exactly what ``encoded`` gives.
  public init(encoded: [UInt8]) throws {
    let values = try SlotText.parse(encoded, format: .slotRecovery, keys: RecoverySlot.keys)
    guard let recipient = Digest(base64: values[2]), let sealed = Base64.decode(values[3]) else {
      throw SlotText.corrupt("a value is not of its form")
    }
    self.init(vaultID: values[0], slotID: values[1], recipient: X25519PublicKey(raw: recipient), sealed: sealed)
    guard self.encoded == encoded, values[0...1].allSatisfy(SlotText.isIdentifier) else {
      throw SlotText.corrupt("it is not written as slots are")
    }
  }

  private init(vaultID: String, slotID: String, recipient: X25519PublicKey, sealed: [UInt8]) {
    self.vaultID = vaultID
    self.slotID = slotID
    self.recipient = recipient
    self.sealed = sealed
  }

  private var info: [UInt8] { AssociatedData(.slotRecovery).bytes }

  private func header() -> SlotText {
    var text = SlotText(format: .slotRecovery)
    text.add("vault", vaultID)
    text.add("slot", slotID)
    text.add("recipient", recipient.base64)
    return text
  }
}
