import Records

/// What the name of an attached file says about it.
enum MediaNames {
  private static let prefixes: [(String, Content.Kind)] = [
    ("IMG-", .image), ("VID-", .video), ("AUD-", .audio), ("PTT-", .voice), ("STK-", .sticker), ("DOC-", .document),
  ]
  private static let iosWords: [(String, Content.Kind)] = [
    ("-PHOTO-", .image), ("-VIDEO-", .video), ("-GIF-", .video), ("-AUDIO-", .audio), ("-STICKER-", .sticker),
  ]
  private static let types: [String: (mime: String, kind: Content.Kind)] = [
    "jpg": ("image/jpeg", .image), "jpeg": ("image/jpeg", .image), "png": ("image/png", .image),
    "gif": ("image/gif", .image), "webp": ("image/webp", .sticker), "heic": ("image/heic", .image),
    "mp4": ("video/mp4", .video), "mov": ("video/quicktime", .video), "3gp": ("video/3gpp", .video),
    "avi": ("video/x-msvideo", .video), "mkv": ("video/x-matroska", .video), "webm": ("video/webm", .video),
    "opus": ("audio/ogg", .voice), "ogg": ("audio/ogg", .audio), "mp3": ("audio/mpeg", .audio),
    "m4a": ("audio/mp4", .audio), "aac": ("audio/aac", .audio), "amr": ("audio/amr", .audio),
    "wav": ("audio/wav", .audio), "vcf": ("text/vcard", .contacts), "pdf": ("application/pdf", .document),
    "txt": ("text/plain", .document), "csv": ("text/csv", .document), "doc": ("application/msword", .document),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", .document),
    "xls": ("application/vnd.ms-excel", .document),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", .document),
    "ppt": ("application/vnd.ms-powerpoint", .document),
    "pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", .document),
    "zip": ("application/zip", .document), "html": ("text/html", .document), "json": ("application/json", .document),
    "apk": ("application/vnd.android.package-archive", .document), "rtf": ("application/rtf", .document),
  ]

  /// The letters after the last dot, in lower case.
  static func ending(_ name: String) -> String {
    guard let dot = name.lastIndex(of: ".") else { return "" }
    return name[name.index(after: dot)...].lowercased()
  }

  /// The media type that the name's ending stands for.
  static func mimeType(_ name: String) -> String? { types[ending(name)]?.mime }

  /// The kind of content that a file of this name is.
  static func kind(_ name: String) -> Content.Kind {
    let type = types[ending(name)]
    for (prefix, kind) in prefixes where name.hasPrefix(prefix) { return kind }
    for (word, kind) in iosWords where name.contains(word) {
      // iOS names voice notes AUDIO as well; only they are Opus.
      return kind == .audio && type?.kind == .voice ? .voice : kind
    }
    return type?.kind ?? .document
  }

  /// `IMG-20220323-WA0002.jpg`: the names that Android gives to media.
  static func isWhatsAppName(_ name: String) -> Bool {
    guard prefixes.contains(where: { name.hasPrefix($0.0) }) else { return false }
    let rest = Array(name.utf8.dropFirst(4))
    guard rest.count >= 12 else { return false }
    return rest.prefix(8).allSatisfy { (0x30...0x39).contains($0) } && rest[8] == 0x2D && rest[9] == 0x57
      && rest[10] == 0x41
  }

  /// Whether the app gave this name, on Android or on iOS.
  static func isGivenByTheApp(_ name: String) -> Bool {
    if isWhatsAppName(name) { return true }
    let number = name.utf8.prefix { (0x30...0x39).contains($0) }.count
    return number == 8 && name.utf8.dropFirst(8).first == 0x2D && mimeType(name) != nil
  }

  /// Whether the name says that this is an animation, which WhatsApp keeps as video.
  static func isAnimation(_ name: String) -> Bool { name.contains("-GIF-") }
}

extension String {
  /// Without ASCII spaces at the ends.
  var trimmingSpaces: String {
    var text = Substring(self)
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
