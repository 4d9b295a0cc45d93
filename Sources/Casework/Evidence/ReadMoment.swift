import Records

/// A moment at which it is asked what had been read.
public struct ReadMoment: Sendable, Hashable {
  /// What happened then.
  public enum Act: Sendable, Hashable {
    /// The message was written.
    case written
    /// This version was written.
    case edit(version: Int)
    case deletion

    /// A short name: `written`, `edit`, `deletion`.
    public var code: String {
      switch self {
      case .written: return "written"
      case .edit: return "edit"
      case .deletion: return "deletion"
      }
    }
  }

  public var act: Act
  public var at: Instant
  /// Whether the provider gave the time; else it is that of capture.
  public var isDated: Bool
  public var precision: MessageEvent.Precision

  /// Creates a moment.
  public init(act: Act, at: Instant, isDated: Bool = true, precision: MessageEvent.Precision = .second) {
    self.act = act
    self.at = at
    self.isDated = isDated
    self.precision = precision
  }

  /// The moments of a message: when it was written, each time it was edited, and when it was deleted for everyone.
  public static func all(of message: CaseMessage, most: Int = 8) -> [ReadMoment] {
    var moments: [ReadMoment] = []
    if message.versions.first?.origin == "original" {
      moments.append(
        ReadMoment(
          act: .written, at: message.at, isDated: message.sentAt != nil, precision: message.precision))
    }
    for version in message.versions where version.origin == "edit" {
      moments.append(
        ReadMoment(
          act: .edit(version: version.number), at: version.sentAt ?? version.capturedAt,
          isDated: version.sentAt != nil))
    }
    if moments.count >= most { moments.removeLast(moments.count - most + 1) }
    if let deletion = Deletion.all(of: message).first(where: { $0.scope == .everyone }), let time = deletion.time {
      moments.append(ReadMoment(act: .deletion, at: time, isDated: deletion.at != nil))
    }
    return moments
  }

  /// How coarse times are: receipts come to the second.
  var grain: Int64 { precision == .minute ? 60_000 : 1000 }

  /// When something else happened, seen from here.
  enum Order { case before, same, after, unknown }

  func order(of step: CaseMessage.Step) -> Order {
    guard step.isDated, let time = step.at else {
      // Captured before: it had happened before. Captured later: the time is not told.
      guard let captured = step.capturedAt ?? step.at else { return .unknown }
      return captured <= at ? .before : .unknown
    }
    if time.milliseconds.flooredQuotient(grain) == at.milliseconds.flooredQuotient(grain) { return .same }
    return time < at ? .before : .after
  }
}

extension Int64 {
  fileprivate func flooredQuotient(_ divisor: Int64) -> Int64 {
    let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
    return rest < 0 ? quotient - 1 : quotient
  }
}
