import Records
import Sealing
import Storage
import Vault

/// Writes stored attachments to `data/media/`, each once, named after its digest.
struct MediaExporter {
  let vault: UnlockedVault
  let bag: BagWriter
  /// Digest → path below `data/`.
  private(set) var paths: [String: String] = [:]
  private(set) var failures: [(media: MediaReference, what: String)] = []

  init(vault: UnlockedVault, bag: BagWriter) {
    self.vault = vault
    self.bag = bag
  }

  /// Writes one attachment, unless it is there already; what cannot be read is kept as a failure.
  mutating func write(_ media: MediaReference) throws {
    guard let digest = media.sha256, let object = media.path, Digest(hex: digest) != nil, paths[digest] == nil,
      !failures.contains(where: { $0.media.sha256 == digest })
    else { return }
    let path = "media/\(digest).\(Self.fileExtension(media))"
    var unreadable: (any Error)?
    let written = try bag.addPayload(path) { write in
      // What cannot be read is an exception; what cannot be written ends the export.
      var unwritable: (any Error)?
      do {
        try vault.media(object) { bytes in
          do { try write(bytes) } catch {
            unwritable = error
            throw error
          }
        }
      } catch {
        if let unwritable { throw unwritable }
        unreadable = error
      }
    }
    if unreadable == nil, written.sha256 == digest {
      paths[digest] = path
    } else {
      try bag.removePayload(path)
      failures.append((media, unreadable.map { "\($0)" } ?? "its bytes are not those that were captured"))
    }
  }

  /// A harmless extension: from the file's name when it is short and plain, else from its type.
  static func fileExtension(_ media: MediaReference) -> String {
    if let name = media.fileName, let dot = name.lastIndex(of: ".") {
      let tail = name[name.index(after: dot)...].lowercased()
      if (1...5).contains(tail.utf8.count),
        tail.utf8.allSatisfy({ (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) })
      {
        return tail
      }
    }
    switch media.mimeType?.split(separator: ";").first.map(String.init) {
    case "image/jpeg": return "jpg"
    case "image/png": return "png"
    case "image/webp": return "webp"
    case "video/mp4": return "mp4"
    case "audio/ogg": return "ogg"
    case "audio/mpeg": return "mp3"
    case "application/pdf": return "pdf"
    case "text/vcard": return "vcf"
    default: return "bin"
    }
  }
}
