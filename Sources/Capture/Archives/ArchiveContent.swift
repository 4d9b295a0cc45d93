import Records

/// Puts what a record of an archive says into an event.
enum ArchiveContent {
  static func fill(_ draft: inout ArchiveReader.Draft, _ record: ArchiveRecord, _ body: ArchiveBody) {
    let kind = kind(record.payload["type"]?.string)
    var content = Content(kind ?? .unsupported)
    switch body.form {
    case .words(let text): content.text = text
    case .object(let value): content = read(value, kind: content.kind)
    case .absent: break
    case .locked:
      return lose(
        &draft, "no-key", "the body is sealed, and no key was given: import it again with --archive-key", body)
    case .unopened(let code, let reason): return lose(&draft, code, reason, body)
    }
    if isMedia(content.kind) || record.claimsMedia == true { addMedia(&content, &draft, record) }
    if kind == nil {
      let word = record.payload["type"]?.text ?? ""
      if word.isEmpty, record.payload["type"] == nil, content.text != nil {
        content.kind = content.media == nil ? .text : .document
      } else {
        draft.add(
          "unknown-type", "the type ‘\(word.prefix(60))’ is not known to this version; its words are kept",
          at: "payload.type")
      }
    }
    if content.text == nil, content.media == nil, content.fields.isEmpty, !isMedia(content.kind) {
      draft.event.kind = .gap
      draft.add("no-body", "the message came without a body", at: body.place)
    }
    draft.event.content = content
  }

  /// A message whose words are not to be had stands as a gap until they are.
  private static func lose(
    _ draft: inout ArchiveReader.Draft, _ code: String, _ what: String, _ body: ArchiveBody
  ) {
    draft.event.kind = .gap
    draft.event.content = Content(.unsupported)
    // Before everything else that is wrong: this is why there is nothing to read.
    draft.problems.insert(ArchiveReader.Draft.Problem(code: code, what: what, place: body.place), at: 0)
  }

  private static func addMedia(_ content: inout Content, _ draft: inout ArchiveReader.Draft, _ record: ArchiveRecord) {
    // An archive that says itself that there is no file lacks none.
    guard record.claimsMedia != false else { return }
    let reason = "the archive says that there was a file, and does not hold it"
    var media = content.media ?? MediaReference(.missing)
    media.state = .missing
    media.reason = reason
    content.media = media
    draft.event.gap = Gap(reason: "media-missing", detail: reason)
    draft.add("media-missing", reason, at: "payload.has_media")
  }

  /// What an object in the place of the words says.
  private static func read(_ value: JSONValue, kind: Content.Kind) -> Content {
    if kind == .location, value["latitude"] != nil, value["longitude"] != nil {
      var fields: [String: String] = [:]
      for name in ["latitude", "longitude", "name", "address", "url"] { fields[name] = value[name]?.text }
      return LocationText.content(fields)
    }
    var content = Content(kind)
    for name in ["text", "body", "caption", "conversation", "title"] where content.text == nil {
      content.text = value[name]?.string ?? value[name]?["body"]?.string
    }
    if isMedia(kind) {
      var media = MediaReference(.missing)
      media.mimeType = ArchiveRecord.text(value["mime_type"] ?? value["mimetype"])
      media.fileName = ArchiveRecord.text(value["filename"] ?? value["file_name"])
      media.sha256 = value["sha256"]?.string.flatMap { MediaDigest.hex($0) }
      media.size = (value["size"] ?? value["file_size"])?.integer.flatMap { $0 < 0 ? nil : $0 }
      media.providerID = ArchiveRecord.text(value["id"] ?? value["media_id"])
      content.media = media
    } else if content.text == nil {
      // Rather the object as it stands than nothing: it can be read and found.
      content.text = String(decoding: CanonicalJSON.encode(value), as: UTF8.self)
    }
    return content
  }

  static func isMedia(_ kind: Content.Kind) -> Bool {
    [.image, .audio, .voice, .video, .document, .sticker].contains(kind)
  }

  /// The kind that an archive's word means; nil when the word is not known.
  private static func kind(_ word: String?) -> Content.Kind? {
    guard let word, word.utf8.count <= 60 else { return nil }
    switch word.lowercased().filter({ $0.isLetter }) {
    case "text", "chat", "conversation", "extendedtext", "extendedtextmessage", "plain", "message": return .text
    case "image", "photo", "picture", "imagemessage": return .image
    case "video", "videomessage", "gif": return .video
    case "audio", "audiomessage": return .audio
    case "voice", "ptt", "voicenote": return .voice
    case "document", "file", "documentmessage": return .document
    case "sticker", "stickermessage": return .sticker
    case "location", "livelocation", "locationmessage": return .location
    case "contacts", "contact", "vcard", "contactmessage": return .contacts
    case "interactive", "list", "listreply", "buttonreply", "template", "flow": return .interactive
    case "button": return .button
    case "order", "product": return .order
    case "poll", "pollcreation": return .poll
    default: return nil
    }
  }
}
