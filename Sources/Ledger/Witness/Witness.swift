import Sealing

/// Somebody who remembers how far a log had grown and cosigns only what continues it.
///
/// The rules alone: whoever runs it keeps the heads, and replaces a head atomically before answering.
public struct Witness: Sendable {
  private let signer: NoteSigner
  private let logs: [String: [NoteVerifier]]

  /// Makes a witness with its own key, of kind cosignature, and the keys of each log it serves, by origin.
  public init(signer: NoteSigner, logs: [String: [NoteVerifier]]) throws {
    guard signer.verifier.kind == .cosignatureV1 else {
      throw LedgerError(code: .unsupported, message: "a witness needs a key for cosignatures")
    }
    self.signer = signer
    self.logs = logs
  }

  /// What verifies this witness's cosignatures.
  public var verifier: NoteVerifier { signer.verifier }

  /// Decides on a request, given the head of the log that was cosigned last, if any.
  public func answer(
    _ request: WitnessRequest, latest: (_ origin: String) throws -> LogHead?, time: UInt64
  ) throws -> WitnessAnswer {
    guard let checkpoint = try? Checkpoint(text: request.note.text) else { return .badRequest }
    guard let verifiers = logs[checkpoint.origin] else { return .unknownLog }
    guard (try? request.note.verify(with: verifiers)) != nil else { return .forbidden }
    guard request.oldSize <= checkpoint.size else { return .badRequest }
    let known = try latest(checkpoint.origin)
    let knownSize = known?.size ?? 0
    guard request.oldSize == knownSize else { return .conflict(size: knownSize) }
    if let known, known.size == checkpoint.size, known.root != checkpoint.root { return .conflict(size: knownSize) }
    if knownSize == 0 {
      guard request.proof.isEmpty else { return .badProof }
    } else if let known {
      guard
        MerkleProof.verifyConsistency(
          size1: known.size, root1: known.root, size2: checkpoint.size, root2: checkpoint.root, proof: request.proof)
      else { return .badProof }
    }
    let head = LogHead(origin: checkpoint.origin, size: checkpoint.size, root: checkpoint.root)
    return .cosigned(try signer.cosign(text: request.note.text, time: time), head: head)
  }
}
