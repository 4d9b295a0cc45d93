/// Every domain-separation label of the program.
///
/// A label names what a key, digest or associated data is for, so that a value made for one purpose is
/// never valid for another. All labels stand here; a test checks that they are unique and prefix-free.
public enum Label: String, CaseIterable, Sendable {
  // Records and segments
  case recordCommitment = "holdfast/v1/record-commitment"
  case recordSalt = "holdfast/v1/record-salt"
  case segmentBlock = "holdfast/v1/segment-block"
  case segmentFooter = "holdfast/v1/segment-footer"
  case segmentMedia = "holdfast/v1/segment-media"
  case segmentKeyCommitment = "holdfast/v1/segment-key-commitment"
  case segmentIdentifier = "holdfast/v1/segment-id"
  case headerMAC = "holdfast/v1/header-mac"
  case segmentSignature = "holdfast/v1/segment-signature"
  case objectSignature = "holdfast/v1/object-signature"
  case mediaBlock = "holdfast/v1/media-block"

  // Keys
  case slotPassphrase = "holdfast/v1/slot-passphrase"
  case slotRecovery = "holdfast/v1/slot-recovery"
  case slotCommitment = "holdfast/v1/slot-commitment"
  case slotCheck = "holdfast/v1/slot-check"
  case recoverySecretCheck = "holdfast/v1/recovery-secret-check"
  case recipientHint = "holdfast/v1/recipient-hint"
  case retentionKeyWrap = "holdfast/v1/retention-key-wrap"
  case retentionKeyIdentifier = "holdfast/v1/retention-key-id"
  case retentionKeySignature = "holdfast/v1/retention-key-signature"
  case segmentKeyWrap = "holdfast/v1/segment-key-wrap"
  case officerKeyWrap = "holdfast/v1/officer-key-wrap"
  case officerExchange = "holdfast/v1/officer-exchange"
  case officerIdentifier = "holdfast/v1/officer-id"
  case officerName = "holdfast/v1/officer-name"
  case writerKeyWrap = "holdfast/v1/writer-key-wrap"
  case writerIdentifier = "holdfast/v1/writer-id"
  case vaultFingerprint = "holdfast/v1/vault-fingerprint"
  case vaultIdentifier = "holdfast/v1/vault-id"
  case vaultConfiguration = "holdfast/v1/vault-config"
  case vaultLocation = "holdfast/v1/vault-location"

  // Index; the last two are used by CSealedSQLite
  case indexRoot = "holdfast/v1/index-root"
  case indexShard = "holdfast/v1/index-shard"
  case indexPage = "holdfast/v1/index-page"
  case indexWALHeader = "holdfast/v1/index-wal-header"
  case indexFile = "holdfast/v1/index-file"

  // Identifiers of the record model
  case messageIdentifier = "holdfast/v1/message-id"
  case conversationIdentifier = "holdfast/v1/conversation-id"
  case deliveryIdentifier = "holdfast/v1/delivery-id"
  case deliveryKey = "holdfast/v1/delivery-key"
  case identityIdentifier = "holdfast/v1/identity-id"
  case eventIdentifier = "holdfast/v1/event-id"
  case actIdentifier = "holdfast/v1/act-id"
  case gapIdentifier = "holdfast/v1/gap-id"
  case holdIdentifier = "holdfast/v1/hold-id"
  case matterIdentifier = "holdfast/v1/matter"
  case mediaIdentifier = "holdfast/v1/media-id"
  case credentialFingerprint = "holdfast/v1/credential-fingerprint"

  // State directory
  case actJournal = "holdfast/v1/act-journal"
  case spool = "holdfast/v1/spool"
  case tailEntry = "holdfast/v1/tail-entry"
  case gatewayWrap = "holdfast/v1/gateway-wrap"
  case gatewayCommitment = "holdfast/v1/gateway-commitment"
  case deadLetter = "holdfast/v1/dead-letter"
  case stateKey = "holdfast/v1/state-key"

  /// The label as it enters a digest or key derivation: its UTF-8 text and a terminating zero byte.
  public var bytes: [UInt8] { Array(rawValue.utf8) + [0] }
}
