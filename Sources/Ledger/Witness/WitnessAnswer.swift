/// What a witness answers.
public enum WitnessAnswer: Sendable, Hashable {
  /// The checkpoint continues what the witness knew. The new head must be durable before the cosignature leaves.
  case cosigned(NoteSignature, head: LogHead)
  /// The request makes no sense.
  case badRequest
  /// No trusted key signed the checkpoint.
  case forbidden
  /// The log is not one that the witness knows.
  case unknownLog
  /// The witness knows another size, which the log should prove from, or another root of the same size.
  case conflict(size: UInt64)
  /// The proof does not hold.
  case badProof

  /// The HTTP status.
  public var status: Int {
    switch self {
    case .cosigned: 200
    case .badRequest: 400
    case .forbidden: 403
    case .unknownLog: 404
    case .conflict: 409
    case .badProof: 422
    }
  }

  /// The body, which only a cosignature and a conflict have.
  public var body: String {
    switch self {
    case .cosigned(let signature, _): signature.line + "\n"
    case .conflict(let size): "\(size)\n"
    default: ""
    }
  }
}
