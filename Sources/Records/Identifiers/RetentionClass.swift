/// A named retention class; `default` never expires until a retention schedule says otherwise.
public struct RetentionClass: Sendable, Hashable, Comparable, RawRepresentable {
  public var rawValue: String

  /// Creates a class; nil unless the name is 1 to 32 of `a-z 0-9 -`, as it becomes part of object names.
  public init?(rawValue: String) {
    guard (1...32).contains(rawValue.utf8.count),
      rawValue.utf8.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D })
    else { return nil }
    self.rawValue = rawValue
  }

  private init(known name: String) { rawValue = name }

  /// Messages and deliveries, until a retention schedule exists.
  public static let standard = RetentionClass(known: "default")
  /// Officer acts.
  public static let audit = RetentionClass(known: "audit")

  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// The unit of retention and of crypto-shredding: a class and the month of the record date.
public struct Period: Sendable, Hashable, Comparable {
  public var retentionClass: RetentionClass
  public var month: YearMonth

  /// Creates a period.
  public init(_ retentionClass: RetentionClass, _ month: YearMonth) {
    self.retentionClass = retentionClass
    self.month = month
  }

  public static func < (left: Period, right: Period) -> Bool {
    (left.month, left.retentionClass) < (right.month, right.retentionClass)
  }
}
