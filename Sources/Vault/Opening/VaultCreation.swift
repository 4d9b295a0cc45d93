import Ledger
import Records
import Sealing
import Storage

/// What `init` asks for.
public struct VaultOptions: Sendable {
  /// Shown before unlocking; names no person.
  public var title: String
  /// A tag for where the vault is kept.
  public var region: String
  /// The first officer's name; it is sealed.
  public var officerName: String
  public var passphrase: SecretBytes
  /// The cost of guessing the passphrase: 2ⁿ steps of 1 KiB.
  public var scryptLogN: Int
  /// The zone of times that come without one, an IANA name.
  public var timeZone: String

  /// Creates options.
  public init(
    title: String = "Archive", region: String = "", officerName: String, passphrase: SecretBytes,
    scryptLogN: Int = 18, timeZone: String = "UTC"
  ) {
    self.title = title
    self.region = region
    self.officerName = officerName
    self.passphrase = passphrase
    self.scryptLogN = scryptLogN
    self.timeZone = timeZone
  }
}

/// A vault that was just made.
public struct CreatedVault: Sendable {
  public var id: VaultID
  public var fingerprint: String
  /// The text of the recovery file: shown or written once, kept nowhere.
  public var recoverySecretText: String
  public var officer: Officer
  /// The vault, unlocked by its first officer.
  public var vault: UnlockedVault
}

/// Makes vaults.
public enum VaultCreation {
  /// Makes a vault in an empty store.
  ///
  /// vault.toml comes last of the files, so that an interrupted creation is not taken for a vault.
  public static func create(
    store: any ObjectStore, options: VaultOptions, state: StateDirectory,
    environment: VaultEnvironment = VaultEnvironment()
  ) throws -> CreatedVault {
    guard try store.list("").isEmpty else {
      throw VaultError(
        .exists, "\(store.description) is not empty", remedy: "name a new folder for the vault, or empty this one")
    }
    try check(options)
    let randomness = environment.randomness
    let id = VaultID(suffix: Base32.encode(try randomness.bytes(10)))
    let identity = try VaultIdentity.generate(version: 1, using: randomness)
    let officerKey = try SigningKey.generate(using: randomness)
    let officerID = OfficerID(of: officerKey.verifyingKey, in: id)
    let recovery = try RecoverySecret.generate(using: randomness)
    let folder = try state.vault(id, location: store.location, files: environment.files)
    let writer = try WriterSecret.create(
      .console, vault: id, identity: identity.publicIdentity, path: folder.writer(.console, 1, "key"),
      environment: environment)

    let officerEntry = OfficerEntry(
      id: officerID, key: officerKey.verifyingKey, role: "administrator",
      sealedName: try OfficerName.seal(
        options.officerName, of: officerID, vault: id, to: identity.publicIdentity, using: randomness))
    let configuration = VaultConfiguration(
      version: 1, vault: id, createdAt: environment.clock.now(), title: options.title, region: options.region,
      timeZone: options.timeZone, previous: nil, identity: identity.publicIdentity, recovery: recovery.publicKey,
      officers: [officerEntry], writers: [try writer.entry(in: id)])

    let secret = OfficerSecret(id: officerID.text, name: options.officerName, signingKey: officerKey)
    let slotID = "l-" + Base32.encode(try randomness.bytes(10))
    let slot = try PassphraseSlot.seal(
      SlotContents(identities: [identity], officer: secret), passphrase: options.passphrase, vaultID: id.text,
      slotID: slotID, parameters: ScryptParameters(logN: options.scryptLogN, r: 8, p: 1), using: randomness)
    let recoverySlotID = "l-" + Base32.encode(try randomness.bytes(10))
    let recoverySlot = try RecoverySlot.seal(
      [identity], to: recovery.publicKey, vaultID: id.text, slotID: recoverySlotID, using: randomness)
    for (name, bytes) in [
      (VaultPath.slot(slotID), slot.encoded), (VaultPath.slot(recoverySlotID), recoverySlot.encoded),
      (VaultPath.configuration, try configuration.signed(by: officerKey)),
    ] {
      guard try store.putIfAbsent(name, bytes) else {
        throw VaultError(.exists, "\(name) appeared while the vault was made", remedy: "use another folder")
      }
    }

    let locked = try LockedVault.open(store: store, state: state, environment: environment)
    let officer = Officer(id: officerID, name: options.officerName, isAdministrator: true)
    let vault = UnlockedVault(
      locked: locked, officer: officer, signingKey: officerKey,
      keyring: Keyring(identities: [identity], vault: id, store: store))
    // Opening the first writer logs the slots and vault.toml, which ties them together.
    try vault.acts.recordDurably(.initialise, details: JSONObject())
    return CreatedVault(
      id: id, fingerprint: configuration.fingerprint,
      recoverySecretText: recovery.fileText(vaultID: id.text, fingerprint: configuration.fingerprint),
      officer: officer, vault: vault)
  }

  private static func check(_ options: VaultOptions) throws {
    guard (1...1024).contains(options.officerName.utf8.count) else {
      throw VaultError(.usage, "an officer needs a name", remedy: "give one with --officer")
    }
    guard options.passphrase.count > 0 else {
      throw VaultError(.usage, "the passphrase is empty", remedy: "choose one of several words")
    }
    guard (1...ScryptParameters.maximumLogN).contains(options.scryptLogN) else {
      throw VaultError(
        .usage, "scrypt's log N is \(options.scryptLogN)", remedy: "use 17 to \(ScryptParameters.maximumLogN)")
    }
    guard options.title.utf8.count <= 256, options.region.utf8.count <= 256, options.timeZone.utf8.count <= 64 else {
      throw VaultError(.usage, "title, region or time zone is too long", remedy: "shorten it")
    }
  }
}
