import Records

/// Reads the media messages of Baileys' content.
enum BaileysMedia {
  static func read(_ name: String, _ body: JSONValue) -> Content? {
    let kind: Content.Kind
    switch name {
    case "imageMessage": kind = .image
    case "videoMessage", "ptvMessage": kind = .video
    case "audioMessage": kind = (body["ptt"] ?? body["PTT"])?.bool == true ? .voice : .audio
    case "documentMessage": kind = .document
    case "stickerMessage": kind = .sticker
    default: return nil
    }
    var media = MediaReference(.remote)
    media.mimeType = body["mimetype"]?.string
    media.fileName = body["fileName"]?.string ?? body["title"]?.string
    media.size = ProviderTime.long(body["fileLength"]).flatMap { $0 >= 0 ? $0 : nil }
    media.width = body["width"]?.integer
    media.height = body["height"]?.integer
    media.seconds = body["seconds"]?.integer
    media.providerID = body["directPath"]?.string
    var content = Content(kind, text: body["caption"]?.string.flatMap { $0.isEmpty ? nil : $0 })
    let digest = body["fileSha256"] ?? body["fileSHA256"]
    if let claim = digest?.string, !claim.isEmpty {
      media.sha256 = MediaDigest.hex(claim)
      if media.sha256 == nil { content.fields["sha256_claim"] = String(claim.prefix(100)) }
    } else {
      media.sha256 = BaileysBytes.digest(digest)
    }
    var remote = RemoteMedia(
      .encrypted, url: (body["url"] ?? body["URL"])?.string, directPath: body["directPath"]?.string,
      since: ProviderTime(body["mediaKeyTimestamp"])?.instant)
    remote.mediaKey = BaileysBytes.read(body["mediaKey"])
    remote.encryptedSHA256 = BaileysBytes.digest(body["fileEncSha256"] ?? body["fileEncSHA256"])
    media.remote = remote
    if body["gifPlayback"]?.bool == true { content.fields["gif"] = "true" }
    if body["viewOnce"]?.bool == true { content.fields["view_once"] = "true" }
    if body["isAnimated"]?.bool == true { content.fields["animated"] = "true" }
    content.media = media
    return content
  }
}
