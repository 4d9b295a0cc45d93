import Records

/// What a reader must know besides the bytes: nothing here comes from the material itself.
public struct ReadingContext: Sendable {
  /// The vault that identifiers belong to.
  public var vault: VaultID
  /// The name given with `--account`, for material that does not name its own.
  public var account: String?
  /// Our clock when the material was taken in.
  public var capturedAt: Instant
  /// The zone of times that carry none, as an IANA name; such times are refused without it.
  public var timeZone: String?
  /// The order of ambiguous dates, where somebody said it.
  public var dateOrder: DateOrder?
  /// Keys the fingerprints that stand in for secrets, so that they cannot be guessed from outside the vault.
  public var secretKey: [UInt8]
  /// Opens bodies that another archive sealed, where its master key was given.
  public var archiveKeys: ArchiveKeys?

  /// Creates a context.
  public init(
    vault: VaultID, account: String? = nil, capturedAt: Instant, timeZone: String? = nil,
    dateOrder: DateOrder? = nil, secretKey: [UInt8], archiveKeys: ArchiveKeys? = nil
  ) {
    self.vault = vault
    self.account = account
    self.capturedAt = capturedAt
    self.timeZone = timeZone
    self.dateOrder = dateOrder
    self.secretKey = secretKey
    self.archiveKeys = archiveKeys
  }
}
