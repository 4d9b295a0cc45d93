/// How many colours a terminal has.
public enum ColorTier: Int, Sendable, Comparable, CaseIterable {
  case mono = 0
  case colors8 = 8
  case colors16 = 16
  case colors256 = 256

  /// The best tier for a number of colours; `NO_COLOR` (any value that is not empty) means none.
  public init(colors: Int, environment: [String: String] = [:]) {
    if environment["NO_COLOR"].map({ !$0.isEmpty }) ?? false {
      self = .mono
    } else if colors >= 256 {
      self = .colors256
    } else if colors >= 16 {
      self = .colors16
    } else if colors >= 8 {
      self = .colors8
    } else {
      self = .mono
    }
  }

  /// The table in theme files that overrides styles at this tier; none at the top.
  var tableName: String? {
    switch self {
    case .mono: "mono"
    case .colors8: "tier8"
    case .colors16: "tier16"
    case .colors256: nil
    }
  }

  public static func < (a: ColorTier, b: ColorTier) -> Bool { a.rawValue < b.rawValue }
}
