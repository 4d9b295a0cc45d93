import Records

/// Why a record that is shown is in no ledger.
public enum PendingRecord: Sendable, Hashable {
  /// A gateway on this machine has it and seals it within 15 minutes.
  case sealing
  /// The gateway stopped before it sealed it; the record comes again from its spool.
  case interrupted

  /// In words.
  public var words: String {
    switch self {
    case .sealing: return "not yet in the ledger: the gateway seals within 15 minutes"
    case .interrupted:
      return "not in the ledger: the gateway stopped before it sealed this, and files it again when it runs"
    }
  }
}

extension ArchiveIndex {
  /// Why a record is in no ledger; nil for one that is, or that is not known.
  public func pending(_ address: RecordAddress) throws -> PendingRecord? {
    let isPending = try current().readCatalog { connection in
      try connection.statement("SELECT 1 FROM provisional WHERE segment = ? AND record = ? AND state < 2").bind(
        1, address.segment.text
      ).bind(2, address.number).firstInteger() != nil
    }
    guard isPending, try !source.isLogged(address.segment) else { return nil }
    return (try? source.record(at: address)) == nil ? .interrupted : .sealing
  }

  /// How many gaps are open.
  public func gapCount() throws -> Int64 {
    try current().readCatalog {
      try $0.statement("SELECT count(*) FROM gaps WHERE filled = 0").firstInteger() ?? 0
    }
  }
}
