import Records
import Sealing

/// What a record of an archive says, once its seal is opened: words, an object, or why there is neither.
struct ArchiveBody {
  enum Form {
    case words(String)
    case object(JSONValue)
    case absent
    /// Sealed, and no key was given.
    case locked
    /// Sealed, and not to be opened: changed, damaged, or under another key.
    case unopened(code: String, reason: String)
  }

  var form: Form
  /// The bytes of the words, for a checksum.
  var bytes: [UInt8]?
  /// The seal, where there was one that could be taken apart.
  var sealed: SealedBody?
  /// Where it stands in the record.
  var place: String
  var notes: [String] = []

  /// Finds the body of a record and opens it.
  init(of record: ArchiveRecord, keys: ArchiveKeys?) {
    let names =
      record.shape == .message
      ? ["body_encrypted", "body", "text", "content"] : ["content", "body", "text", "body_encrypted"]
    place = "payload"
    if SealedBody.isMeant(by: record.payload), record.payload["content"]?.object == nil {
      form = .absent
      open(record.payload, keys)
      return
    }
    for name in names {
      // `body_encrypted: true` beside a body only says what the body is.
      guard let value = record.payload[name], value.bool == nil else { continue }
      place = "payload." + name
      form = .absent
      if let sealed = SealedBody.isMeant(by: value) ? value : value.string.flatMap({ SealedBody.inText($0) }) {
        open(sealed, keys)
        return
      }
      guard name != "body_encrypted" else {
        form = .unopened(code: "bad-body", reason: "the sealed body is not {content, iv, tag, salt}")
        return
      }
      take(value)
      return
    }
    form = .absent
  }

  private mutating func take(_ value: JSONValue) {
    switch value {
    case .string(let text), .number(let text):
      form = .words(text)
      bytes = Array(text.utf8)
    case .object: form = .object(value)
    default:
      let text = CanonicalJSON.encode(value)
      form = .words(String(decoding: text, as: UTF8.self))
      bytes = text
    }
  }

  private mutating func open(_ value: JSONValue, _ keys: ArchiveKeys?) {
    do {
      let body = try SealedBody(value)
      sealed = body
      guard let keys else {
        form = .locked
        return
      }
      guard let plain = try keys.open(body) else {
        form = .unopened(
          code: "bad-tag",
          reason: "the sealed body does not open: it was changed after it was written, or its master key is another")
        return
      }
      let text = String(decoding: plain, as: UTF8.self)
      if !text.utf8.elementsEqual(plain) {
        notes.append(
          "the opened body had bytes that are not UTF-8, read as U+FFFD; the raw delivery keeps the original")
      }
      form = .words(text)
      bytes = plain
    } catch let error as SealedBody.Malformed {
      form = .unopened(code: "bad-body", reason: error.reason)
    } catch {
      form = .unopened(code: "bad-body", reason: "the sealed body cannot be opened: \(error)")
    }
  }
}
