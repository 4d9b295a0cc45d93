import Records

/// Asks Meta's API where a medium lies: its links live five minutes, its ids for weeks.
struct MetaMedia: Sendable {
  /// What Meta says about an id.
  struct Location: Sendable, Hashable {
    var url: String
    var sha256: String?
    var size: Int64?
    var mimeType: String?
  }

  let download: MediaDownload

  /// Where the medium lies now.
  func locate(_ id: String) async throws -> Location {
    guard (1...128).contains(id.utf8.count), id.utf8.allSatisfy({ MetaMedia.isIDByte($0) }) else {
      throw MediaFailure(.lasting, MediaFailure.unavailable, "the delivery's media id is none")
    }
    let url = download.access.graphURL + "/" + id
    let answer = try await download.answer(url)
    let json = try? JSONReader.parse(answer.body)
    guard answer.status == 200 else {
      throw MetaMedia.failure(
        status: answer.status, retryAfter: answer.retryAfter, error: json?["error"],
        host: MediaDownload.host(of: url))
    }
    guard let link = json?["url"]?.string, !link.isEmpty else {
      throw MediaFailure.unreachable("Meta's answer about the medium has no link")
    }
    return Location(
      url: link, sha256: json?["sha256"]?.string.flatMap(MediaClaim.hex), size: json?["file_size"]?.integer,
      mimeType: json?["mime_type"]?.string)
  }

  private static func isIDByte(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || byte == 0x2D || byte == 0x5F
  }

  /// What an error of the Graph API means: its code says more than the HTTP status.
  static func failure(status: UInt, retryAfter: String?, error: JSONValue?, host: String) -> MediaFailure {
    let general = MediaFailure.status(status, retryAfter: retryAfter, host: host)
    guard let code = error?["code"]?.integer else { return general }
    let what = "Meta answered error \(code) (HTTP \(status))"
    if error?["is_transient"]?.bool == true { return MediaFailure(.passing, MediaFailure.unreachable, what) }
    switch code {
    // No such object, or none that this token may see; 131052 and 131053 are failures of the medium itself.
    case 100, 33, 803: return MediaFailure(.lasting, MediaFailure.expired, what)
    case 131052, 131053: return MediaFailure(.lasting, MediaFailure.unavailable, what)
    case 0, 3, 10, 102, 190, 200...299, 368: return MediaFailure(.refused, MediaFailure.notPermitted, what)
    case 1, 2, 4, 17, 32, 341, 613, 80007, 130429, 131000, 131016, 131048, 131056:
      return MediaFailure(.passing, MediaFailure.unreachable, what, retryAfter: general.retryAfter)
    default: return general
    }
  }
}
