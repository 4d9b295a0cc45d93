import Ledger
import Sealing
import Storage

extension LockedVault {
  /// Checks structure, ledger, signatures and the digest of every object; `since` also checks that nothing went
  /// backwards since an earlier vault checkpoint.
  public func verify(
    since note: String? = nil, progress: @escaping (Progress) -> Void = { _ in }, cancel: CancellationFlag? = nil
  ) throws -> VerifyReport {
    try verify(unlocked: nil, since: note, progress: progress, cancel: cancel)
  }

  func verify(
    unlocked: UnlockedVault?, since note: String?, progress: @escaping (Progress) -> Void, cancel: CancellationFlag?
  ) throws -> VerifyReport {
    var notes: [VaultCheckpoint] = []
    if let note { notes.append(try earlierCheckpoint(note)) }
    if let known = try known()?.checkpoint { notes.append(known) }
    let report = try Verifier(vault: self, unlocked: unlocked, progress: progress, cancel: cancel).run(since: notes)
    // Only what holds is remembered: a broken vault must not become the measure of the next check.
    if report.ok { try? remember() }
    return report
  }

  /// Reads a vault checkpoint note.
  ///
  /// A signature that is there must be that of an officer; a note without one is the
  /// keeper's own word.
  func earlierCheckpoint(_ text: String) throws -> VaultCheckpoint {
    do {
      let checkpoint: VaultCheckpoint
      if text.contains("\n\n\u{2014} ") {
        let verifiers = try configuration.officers.map {
          try NoteVerifier(name: $0.id.noteName(in: id), key: $0.key, kind: .ed25519)
        }
        (checkpoint, _) = try VaultCheckpoint.open(Array(text.utf8), verifiers: verifiers)
      } else {
        checkpoint = try VaultCheckpoint(text: text)
      }
      guard checkpoint.vaultID == id.text else {
        throw VaultError(
          .badNote, "the checkpoint is of the vault \(checkpoint.vaultID), not of \(id)",
          remedy: "use a note that holdfast checkpoint printed for this vault")
      }
      return checkpoint
    } catch let error as VaultError {
      throw error
    } catch {
      throw VaultError(
        .badNote, "this is not a checkpoint of this vault: \(error)",
        remedy: "use a note that holdfast checkpoint printed for this vault", cause: error)
    }
  }
}

extension UnlockedVault {
  /// Checks everything that a locked vault can, opens every block, and recomputes commitments and roots.
  public func verify(
    since note: String? = nil, progress: @escaping (Progress) -> Void = { _ in }, cancel: CancellationFlag? = nil
  ) throws -> VerifyReport {
    try locked.verify(unlocked: self, since: note, progress: progress, cancel: cancel)
  }
}
