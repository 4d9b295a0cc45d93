extension MediaFacts {
  /// Types whose content starts a program.
  private static let programs: Set<String> = ["application/x-msdownload", "application/x-executable"]
  /// Claims that say nothing.
  private static let vague: Set<String> = ["application/octet-stream", "binary/octet-stream", "*/*", ""]

  /// Whether the content is plainly of another type than is claimed for it.
  public func contradicts(_ claimed: String) -> Bool {
    guard let found = mimeType else { return false }
    let claim = claimed.prefix { $0 != ";" }.lowercased().filter { $0 != " " }
    if claim == found { return false }
    if MediaFacts.programs.contains(found) { return true }
    if MediaFacts.vague.contains(claim) { return false }
    let families = (MediaFacts.family(claim), MediaFacts.family(found))
    if families.0 == families.1 { return found == "application/pdf" || claim == "application/pdf" }
    // One container holds sound and pictures alike.
    let moving: Set<Substring> = ["audio", "video"]
    if moving.contains(families.0), moving.contains(families.1) { return false }
    return claim != "application/ogg" && claim != "application/mp4"
  }

  private static func family(_ type: String) -> Substring { type.prefix { $0 != "/" } }
}
