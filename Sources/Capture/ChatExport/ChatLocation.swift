/// Places in the text of an export.
enum ChatLocation {
  private static let maps = Array("https://maps.google.com/?q=".utf8)
  private static let venue = Array("https://foursquare.com/v/".utf8)

  /// Whether the text is a word, a colon and a link to a map, as WhatsApp writes a shared location.
  static func hasMapLink(_ text: ArraySlice<UInt8>) -> Bool {
    guard let link = find(maps, in: text), link - text.startIndex <= 60 else { return false }
    // Nothing may follow the coordinates.
    return !text[link...].contains(0x20) && !text[link...].contains(0x0A)
  }

  /// Whether the text ends in the link that WhatsApp appends to the name of a place.
  static func endsInVenue(_ text: ArraySlice<UInt8>) -> Bool {
    guard let link = find(venue, in: text), link > text.startIndex else { return false }
    return !text[link...].contains(0x20) && !text[link...].contains(0x0A)
  }

  /// Latitude and longitude as written.
  static func coordinates(_ text: ArraySlice<UInt8>) -> (latitude: String, longitude: String)? {
    guard let link = find(maps, in: text) else { return nil }
    let rest = text[(link + maps.count)...]
    func isPart(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x2E }
    let latitude = rest.prefix(while: isPart)
    let after = rest[latitude.endIndex...]
    guard !latitude.isEmpty, latitude.count <= 24, after.first == 0x2C else { return nil }
    let longitude = after.dropFirst().prefix(while: isPart)
    guard !longitude.isEmpty, longitude.count <= 24 else { return nil }
    return (String(decoding: latitude, as: UTF8.self), String(decoding: longitude, as: UTF8.self))
  }

  private static func find(_ needle: [UInt8], in text: ArraySlice<UInt8>) -> Int? {
    guard text.count >= needle.count else { return nil }
    var at = text.startIndex
    while at <= text.endIndex - needle.count {
      if text[at] == needle[0], text[at..<(at + needle.count)].elementsEqual(needle) { return at }
      at += 1
    }
    return nil
  }
}
