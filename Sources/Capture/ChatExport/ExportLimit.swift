/// The limits at which WhatsApp itself cuts an export: it keeps the newest messages and says nothing.
enum ExportLimit {
  private static let withMedia = 10_000
  private static let withoutMedia = 40_000
  /// Notices may or may not be counted, so a little below the limit is at the limit.
  private static let slack = 100

  /// What to say where an export is as long as WhatsApp makes one; nil where it is not.
  ///
  /// An export that names files was made with media, one that says *omitted* without; where neither is there, a chat
  /// without any media may have been exported either way.
  static func reached(by lines: [ChatLine]) -> String? {
    var named = 0
    var omitted = 0
    for line in lines {
      switch line.meaning {
      case .media(.some, _): named += 1
      case .media(nil, _): omitted += 1
      default: break
      }
    }
    let count = lines.count
    if count >= withoutMedia - slack { return warning(count, withoutMedia, "without media") }
    guard count >= withMedia - slack else { return nil }
    if named > 0 { return warning(count, withMedia, "with media") }
    return omitted == 0 && count <= withMedia + slack ? warning(count, withMedia, "with media") : nil
  }

  private static func warning(_ count: Int, _ limit: Int, _ how: String) -> String {
    """
    the export has \(count) messages and notices, and WhatsApp stops at about \(limit) \(how): older messages are \
    probably missing from it
    """
  }
}
