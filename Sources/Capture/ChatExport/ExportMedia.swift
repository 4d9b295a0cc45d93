import Records

/// What is said of the files of an export, whether they lie in a zip or in a folder.
enum ExportMedia {
  /// Exceptions beyond this are counted only.
  static let mostListed = 200

  /// Tells an event what is known of its file before that is sealed.
  static func describe(_ name: String, _ facts: MediaFacts, size: Int64?, in event: inout MessageEvent) {
    guard var media = event.content?.media else { return }
    let claimed = MediaNames.mimeType(name)
    media.mimeType = facts.mimeType ?? claimed
    media.size = size
    media.width = facts.width
    media.height = facts.height
    media.reason = "the file in the export was not taken in"
    event.content?.media = media
    if let magic = facts.mimeType, let claimed, family(magic) != family(claimed) {
      event.notes.append("The file's name says \(claimed), its content \(magic).")
    }
  }

  private static func family(_ type: String) -> Substring { type.prefix { $0 != "/" } }

  /// The files that lines name and that are not there.
  static func missing(_ missing: [(line: Int, name: String)], from place: String) -> [ReadingException] {
    var list = missing.prefix(mostListed).map {
      ReadingException(where_: "line \($0.line)", what: "the file “\($0.name)” is named here and is not in \(place)")
    }
    if missing.count > list.count {
      list.append(
        ReadingException(
          where_: place, what: "\(missing.count - list.count) more named files are not in \(place)"))
    }
    return list
  }
}
