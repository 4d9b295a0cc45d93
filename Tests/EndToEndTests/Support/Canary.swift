import Foundation
import Testing

/// Words that must never stand in a vault or in a state directory as they are.
enum Canary {
  static let officer = "Umbrellaofficer Quist"
  static let ana = "Ana Quillfeather"
  static let bruno = "Bruno Zabriskie"
  static let odile = "Odile Marchbanks"
  static let anaPhone = "447700900111"
  static let brunoPhone = "447700900222"
  static let matterTitle = "Marmaladegate"
  static let reason = "pelicanreason"

  static let all = [
    officer, "Umbrellaofficer", "Quillfeather", "Zabriskie", "Marchbanks", anaPhone, brunoPhone, matterTitle, reason,
    "heron flies", "kestrel", "osprey", "capercaillie", "seen-by-nobody", "wamid.HERON", "lorikeet-scan",
  ]

  /// Looks for every word in every file below the folders of an archive, in the usual encodings and in file names.
  static func check(_ archive: Archive, _ location: SourceLocation = #_sourceLocation) throws {
    let files = try archive.files(below: ["vault", "state"])
    #expect(files.count > 10, sourceLocation: location)
    for word in all {
      var forms = [Data(word.utf8), Data(word.lowercased().utf8), Data(word.uppercased().utf8)]
      forms.append(Data(word.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }))
      forms.append(Data(word.utf8.map { String(format: "%02x", $0) }.joined().utf8))
      for (path, bytes) in files {
        for form in forms where bytes.range(of: form) != nil {
          Issue.record("‘\(word)’ stands in \(path)", sourceLocation: location)
        }
        let name = path.dropFirst(archive.folder.path.count)
        #expect(!name.contains(word), "\(path)", sourceLocation: location)
      }
    }
  }
}
