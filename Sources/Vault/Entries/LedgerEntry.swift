import Records
import Sealing

/// One entry of a writer's log (docs/format.md §7).
public enum LedgerEntry: Sendable, Hashable {
  /// Entry 0: whose log this is.
  case log(vault: VaultID, writer: WriterID, kind: WriterKind, createdAt: Instant)
  /// A version of vault.toml.
  case configuration(version: Int, digest: Digest)
  case slot(SlotDescription)
  case key(KeyDescription)
  case segment(SegmentDescription)
  case object(ObjectDescription)
  case checkpoint(SeenCheckpoint)
  /// Written by a program that knows more: kept, and named by `verify`.
  case unknown(String)
}

/// An entry with its place.
public struct LedgerLeaf: Sendable, Hashable {
  public var writer: WriterID
  public var index: UInt64
  /// The entry's exact text.
  public var text: String
  public var entry: LedgerEntry
}

extension LedgerEntry {
  /// The entry's bytes in the log.
  public var bytes: [UInt8] { Array(text.utf8) }

  /// The entry's text.
  public var text: String {
    switch self {
    case .log(let vault, let writer, let kind, let createdAt):
      return EntryText(
        "holdfast log v1",
        [
          ("vault", vault.text), ("writer", writer.text), ("kind", kind.rawValue), ("created-at", createdAt.rfc3339),
        ]
      ).text
    case .configuration(let version, let digest):
      return EntryText("holdfast config v1", [("version", String(version)), ("sha256", digest.hex)]).text
    case .slot(let slot):
      return EntryText(
        "holdfast slot v1",
        [("slot", slot.id), ("kind", slot.kind), ("path", slot.path), ("sha256", slot.objectDigest.hex)]
      ).text
    case .key(let key):
      return EntryText(
        "holdfast key v1",
        [
          ("key", key.id), ("class", key.period.retentionClass.rawValue), ("month", key.period.month.description),
          ("public", key.publicKey), ("path", key.path), ("sha256", key.objectDigest.hex),
        ]
      ).text
    case .segment(let segment):
      return EntryText(
        "holdfast segment v1",
        [
          ("segment", segment.id.text), ("path", segment.path), ("class", segment.period.retentionClass.rawValue),
          ("month", segment.period.month.description), ("key", segment.key), ("sequence", String(segment.sequence)),
          ("records", String(segment.recordCount)), ("record-root", segment.recordRoot.hex),
          ("size", String(segment.size)), ("head", segment.head.hex), ("sha256", segment.objectDigest.hex),
          ("sealed-at", segment.sealedAt.rfc3339),
        ]
      ).text
    case .object(let object):
      return EntryText(
        "holdfast object v1",
        [
          ("object", object.id.text), ("kind", object.kind.rawValue), ("path", object.path),
          ("class", object.period.retentionClass.rawValue), ("month", object.period.month.description),
          ("key", object.key), ("size", String(object.size)), ("head", object.head.hex),
          ("sha256", object.objectDigest.hex), ("sealed-at", object.sealedAt.rfc3339),
        ]
      ).text
    case .checkpoint(let seen):
      return EntryText(
        "holdfast checkpoint v1",
        [
          ("origin", seen.origin), ("size", String(seen.size)), ("root", seen.root.base64),
          ("sha256", seen.noteDigest.hex),
        ]
      ).text
    case .unknown(let text): return text
    }
  }

  /// Reads an entry; unknown or malformed ones are `.unknown`, so that a log can always be walked.
  public init(parsing bytes: [UInt8]) {
    if let entry = EntryText(parsing: bytes).flatMap(LedgerEntry.known), entry.bytes == bytes {
      self = entry
    } else {
      self = .unknown(String(decoding: bytes, as: UTF8.self))
    }
  }

  private static func known(_ text: EntryText) -> LedgerEntry? {
    func digest(_ name: String) -> Digest? { text[name].flatMap { Digest(hex: $0) } }
    func instant(_ name: String) -> Instant? { text[name].flatMap { Instant(rfc3339: $0) } }
    var period: Period? {
      guard let name = text["class"], let retentionClass = RetentionClass(rawValue: name),
        let month = text["month"].flatMap({ YearMonth($0) })
      else { return nil }
      return Period(retentionClass, month)
    }
    switch text.title {
    case "holdfast log v1":
      guard let vault = text["vault"].flatMap({ VaultID($0) }), let writer = text["writer"].flatMap({ WriterID($0) }),
        let kind = text["kind"].flatMap({ WriterKind(rawValue: $0) }), let createdAt = instant("created-at")
      else { return nil }
      return .log(vault: vault, writer: writer, kind: kind, createdAt: createdAt)
    case "holdfast config v1":
      guard let version = text["version"].flatMap({ Int($0) }), let digest = digest("sha256") else { return nil }
      return .configuration(version: version, digest: digest)
    case "holdfast slot v1":
      guard let id = text["slot"], let kind = text["kind"], let path = text["path"], let digest = digest("sha256")
      else { return nil }
      return .slot(SlotDescription(id: id, kind: kind, path: path, objectDigest: digest))
    case "holdfast key v1":
      guard let id = text["key"], let period, let publicKey = text["public"], let path = text["path"],
        let digest = digest("sha256")
      else { return nil }
      return .key(KeyDescription(id: id, period: period, publicKey: publicKey, path: path, objectDigest: digest))
    case "holdfast segment v1":
      guard let id = text["segment"].flatMap({ SegmentID($0) }), let path = text["path"], let period,
        let key = text["key"], let sequence = text["sequence"].flatMap({ UInt64($0) }),
        let records = text["records"].flatMap({ Int($0) }), records >= 0, let root = digest("record-root"),
        let size = text["size"].flatMap({ Int64($0) }), let head = digest("head"), let whole = digest("sha256"),
        let sealedAt = instant("sealed-at")
      else { return nil }
      return .segment(
        SegmentDescription(
          id: id, path: path, period: period, key: key, sequence: sequence, recordCount: records, recordRoot: root,
          size: size, head: head, objectDigest: whole, sealedAt: sealedAt))
    case "holdfast object v1":
      guard let id = text["object"].flatMap({ SegmentID($0) }),
        let kind = text["kind"].flatMap({ ObjectDescription.Kind(rawValue: $0) }), let path = text["path"], let period,
        let key = text["key"], let size = text["size"].flatMap({ Int64($0) }), let head = digest("head"),
        let whole = digest("sha256"), let sealedAt = instant("sealed-at")
      else { return nil }
      return .object(
        ObjectDescription(
          id: id, kind: kind, path: path, period: period, key: key, size: size, head: head, objectDigest: whole,
          sealedAt: sealedAt))
    case "holdfast checkpoint v1":
      guard let origin = text["origin"], let size = text["size"].flatMap({ UInt64($0) }),
        let root = text["root"].flatMap({ Digest(base64: $0) }), let digest = digest("sha256")
      else { return nil }
      return .checkpoint(SeenCheckpoint(origin: origin, size: size, root: root, noteDigest: digest))
    default:
      return nil
    }
  }
}
