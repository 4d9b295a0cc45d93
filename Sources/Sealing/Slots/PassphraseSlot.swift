/// A slot that an officer's passphrase opens.
///
/// scrypt stretches the passphrase; from its result derive a commitment, which is compared first so that a
/// wrong passphrase is not taken for damage, and the key that seals the contents. What is sealed is bound to
/// every line before it. Each sealing draws a new salt, so the key is used once.
public struct PassphraseSlot: Sendable, Hashable {
  /// The vault.
  public let vaultID: String
  /// The slot.
  public let slotID: String
  /// The officer whose slot it is.
  public let officerID: String
  /// The cost of a try.
  public let parameters: ScryptParameters
  private let salt: [UInt8]
  private let commitment: Digest
  private let sealed: [UInt8]

  private static let saltCount = 32
  private static let keys = ["vault", "slot", "officer", "scrypt", "salt", "commitment", "sealed"]

  /// Seals contents, which must name an officer, under a passphrase.
  public static func seal(
    _ contents: SlotContents, passphrase: SecretBytes, vaultID: String, slotID: String,
    parameters: ScryptParameters = .default, using randomness: any Randomness
  ) throws -> PassphraseSlot {
    guard let officer = contents.officer else {
      throw SealingError(code: .invalidParameter, message: "a passphrase slot needs an officer")
    }
    try SlotText.require(identifiers: vaultID, slotID, officer.id)
    let draft = PassphraseSlot(
      vaultID: vaultID, slotID: slotID, officerID: officer.id, parameters: parameters,
      salt: try randomness.bytes(saltCount), commitment: .zero, sealed: [])
    let (commitment, key) = try draft.keys(passphrase)
    let nonce = AES256GCM.counterNonce(0)
    let committed = draft.with(commitment: commitment, sealed: [])
    let sealed = try contents.withEncoding {
      try AES256GCM.seal($0, key: key, nonce: nonce, aad: committed.header().bytes)
    }
    return draft.with(commitment: commitment, sealed: sealed)
  }

  /// Opens with a passphrase: throws `wrongPassphrase`, or `corruptSlot` when the file was changed.
  public func open(passphrase: SecretBytes) throws -> SlotContents {
    let (expected, key) = try keys(passphrase)
    guard ConstantTime.equal(expected, commitment) else {
      throw SealingError(
        code: .wrongPassphrase, message: "the passphrase does not open slot \(slotID)",
        remedy: "Check Caps Lock and the keyboard layout and try again")
    }
    let secret: SecretBytes
    do {
      secret = try sealed.withUnsafeBytes {
        try AES256GCMContext(key: key).openSecret($0, nonce: AES256GCM.counterNonce(0), aad: header().bytes)
      }
    } catch let error as SealingError where error.code == .authenticationFailed {
      var corrupt = SlotText.corrupt("the passphrase is right and what is sealed is not as it was")
      corrupt.cause = error
      throw corrupt
    }
    let contents = try SlotContents(decoding: secret)
    guard contents.officer?.id == officerID else { throw SlotText.corrupt("it holds another officer") }
    return contents
  }

  /// The file's bytes.
  public var encoded: [UInt8] {
    var text = header()
    text.add("sealed", Base64.encode(sealed))
    return text.finished
  }

  /// Reads a file; throws `corruptSlot` unless it is exactly what ``encoded`` gives.
  public init(encoded: [UInt8]) throws {
    let values = try SlotText.parse(encoded, format: .slotPassphrase, keys: PassphraseSlot.keys)
    let costs = values[3].split(separator: " ").compactMap { Int($0) }
    guard costs.count == 3, let salt = Base64.decode(values[4]), salt.count == PassphraseSlot.saltCount,
      let commitment = Digest(base64: values[5]), let sealed = Base64.decode(values[6])
    else { throw SlotText.corrupt("a value is not of its form") }
    let parameters = ScryptParameters(logN: costs[0], r: costs[1], p: costs[2])
    guard parameters.isAcceptable else { throw SlotText.corrupt("its scrypt parameters are out of range") }
    self.init(
      vaultID: values[0], slotID: values[1], officerID: values[2], parameters: parameters, salt: salt,
      commitment: commitment, sealed: sealed)
    guard self.encoded == encoded, values[0...2].allSatisfy(SlotText.isIdentifier) else {
      throw SlotText.corrupt("it is not written as slots are")
    }
  }

  private init(
    vaultID: String, slotID: String, officerID: String, parameters: ScryptParameters, salt: [UInt8],
    commitment: Digest, sealed: [UInt8]
  ) {
    self.vaultID = vaultID
    self.slotID = slotID
    self.officerID = officerID
    self.parameters = parameters
    self.salt = salt
    self.commitment = commitment
    self.sealed = sealed
  }

  private func with(commitment: Digest, sealed: [UInt8]) -> PassphraseSlot {
    PassphraseSlot(
      vaultID: vaultID, slotID: slotID, officerID: officerID, parameters: parameters, salt: salt,
      commitment: commitment, sealed: sealed)
  }

  /// The lines that what is sealed is bound to.
  private func header() -> SlotText {
    var text = SlotText(format: .slotPassphrase)
    text.add("vault", vaultID)
    text.add("slot", slotID)
    text.add("officer", officerID)
    text.add("scrypt", "\(parameters.logN) \(parameters.r) \(parameters.p)")
    text.add("salt", Base64.encode(salt))
    text.add("commitment", commitment.base64)
    return text
  }

  private func keys(_ passphrase: SecretBytes) throws -> (commitment: Digest, key: SecretBytes) {
    let root = try Scrypt.derive(passphrase: passphrase, salt: salt, parameters: parameters)
    let commitment = try HKDF.derive(secret: root, label: .slotCommitment).copyBytes()
    return (Digest(bytes: commitment) ?? .zero, try HKDF.derive(secret: root, label: .slotPassphrase))
  }
}
