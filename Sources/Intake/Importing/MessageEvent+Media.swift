import Capture
import Records
import Vault

extension MessageEvent {
  /// Points the event's media at what is sealed.
  mutating func attach(_ stored: StoredMedia, _ attachment: Attachment) {
    var media = content?.media ?? MediaReference(.stored)
    media.state = .stored
    media.path = stored.path
    media.sha256 = stored.sha256
    media.size = stored.size
    media.mimeType = media.mimeType ?? attachment.mimeType
    media.fileName = media.fileName ?? attachment.fileName
    media.reason = nil
    if content == nil { content = Content(.document) }
    content?.media = media
  }

  /// Says that the file that came along could not be read.
  mutating func lose(_ attachment: Attachment, _ reason: String) {
    var media = content?.media ?? MediaReference(.missing)
    media.state = .missing
    media.reason = reason
    media.fileName = media.fileName ?? attachment.fileName
    if content == nil { content = Content(.document) }
    content?.media = media
    if gap == nil { gap = Gap(reason: "media-missing", detail: reason) }
  }
}
