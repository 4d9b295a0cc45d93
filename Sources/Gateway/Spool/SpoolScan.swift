import Intake

/// Where the entries of a spool file are, as found by reading it.
struct SpoolScan: Sendable {
  /// Where an entry lies in its file; a length of zero means that it cannot be read.
  struct Slot: Sendable, Hashable {
    var offset: UInt32
    /// The bytes of the whole frame.
    var length: UInt32

    static let missing = Slot(offset: 0, length: 0)
    var isMissing: Bool { length == 0 }
  }

  var slots: [Slot] = []
  var damages: [SpoolError] = []

  /// Reads the bytes of a file; `confirmed` is how many entries the next file's header vouches for, nil for the last file.
  init(_ bytes: [UInt8], from start: Int, path: String, confirmed: UInt64?) {
    bytes.withUnsafeBytes { bytes in
      var offset = start
      while offset < bytes.count {
        let next = UInt64(slots.count)
        if let entry = SpoolFormat.entry(in: bytes, at: offset, numbers: next...next) {
          add(entry.length, at: &offset)
          continue
        }
        guard let found = SpoolScan.resume(in: bytes, after: offset, next: next) else { break }
        // Only what somebody was told of counts as damage; in the last file nobody knows, so it is said.
        if confirmed.map({ next < $0 }) ?? true {
          damages.append(
            SpoolScan.damage(path, offset, "\(found.number - next) entries from number \(next) on are lost"))
        }
        slots.append(contentsOf: repeatElement(.missing, count: Int(found.number - next)))
        offset = found.offset
      }
      if let confirmed, UInt64(slots.count) < confirmed {
        damages.append(
          SpoolScan.damage(path, offset, "it ends with \(slots.count) entries, and \(confirmed) were confirmed"))
      }
    }
  }

  private mutating func add(_ sealedLength: Int, at offset: inout Int) {
    let length = SpoolFormat.frameLength + sealedLength
    slots.append(Slot(offset: UInt32(offset), length: UInt32(length)))
    offset += length
  }

  /// The next whole entry after bytes that are none.
  private static func resume(
    in bytes: UnsafeRawBufferPointer, after offset: Int, next: UInt64
  ) -> (offset: Int, number: UInt64)? {
    let shortest = SpoolFormat.frameLength + SpoolFormat.sealedOverhead
    var candidate = offset + 1
    while candidate + shortest <= bytes.count {
      // The lost bytes held so many entries at most: this leaves hardly any offset to check.
      let most = next + UInt64((candidate - offset) / shortest) + 1
      if let entry = SpoolFormat.entry(in: bytes, at: candidate, numbers: next...most) {
        return (candidate, entry.number)
      }
      candidate += 1
    }
    return nil
  }

  private static func damage(_ path: String, _ offset: Int, _ what: String) -> SpoolError {
    SpoolError(
      .damaged, "\(path) is damaged at byte \(offset): \(what)",
      remedy: "the file stays where it is; compare with the provider what is missing")
  }
}
