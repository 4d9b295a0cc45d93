import Intake
import Records
import Storage

/// Reads entries that are to be handed out.
struct SpoolReader: Sendable {
  let files: any FileOperations

  /// Entries that lie so close together are read at once.
  private static let readLength = 4 << 20

  struct Result {
    var entries: [SpooledEntry] = []
    var times: [Instant] = []
    var lost: [(position: SpoolPosition, damage: SpoolError)] = []
  }

  func read(_ handouts: [SpoolState.Handout]) throws -> Result {
    var result = Result()
    var start = 0
    while start < handouts.count {
      var end = start + 1
      while end < handouts.count, handouts[end].path == handouts[start].path { end += 1 }
      try readFile(handouts[start..<end], &result)
      start = end
    }
    return result
  }

  private func readFile(_ handouts: ArraySlice<SpoolState.Handout>, _ result: inout Result) throws {
    guard let path = handouts.first?.path else { return }
    let file: OpenFile
    do { file = try files.openForReading(path) } catch let error as StorageError where error.code == .notFound {
      for handout in handouts { result.lost.append((handout.position, damage(handout, "the file is gone"))) }
      return
    }
    defer { files.close(file) }
    var rest = handouts
    while let first = rest.first {
      let begin = Int(first.slot.offset)
      let near = rest.prefix {
        $0.slot.offset >= first.slot.offset
          && Int($0.slot.offset) + Int($0.slot.length) - begin <= SpoolReader.readLength
      }
      let group = near.isEmpty ? rest.prefix(1) : near
      let end = group.map { Int($0.slot.offset) + Int($0.slot.length) }.max() ?? begin
      let bytes = try files.read(file, at: Int64(begin), count: end - begin)
      for handout in group { open(handout, bytes, Int(handout.slot.offset) - begin, &result) }
      rest = rest.dropFirst(group.count)
    }
  }

  private func open(_ handout: SpoolState.Handout, _ bytes: [UInt8], _ offset: Int, _ result: inout Result) {
    let end = offset + Int(handout.slot.length)
    guard end <= bytes.count,
      let (time, content) = handout.key.open(
        bytes[offset + SpoolFormat.frameLength..<end], number: handout.position.minor)
    else {
      result.lost.append((handout.position, damage(handout, "entry \(handout.position.minor) does not open")))
      return
    }
    result.entries.append(SpooledEntry(position: handout.position, bytes: content, attempts: handout.attempts))
    result.times.append(time)
  }

  private func damage(_ handout: SpoolState.Handout, _ what: String) -> SpoolError {
    SpoolError(
      .damaged, "\(handout.path) is damaged at byte \(handout.slot.offset): \(what)",
      remedy: "the file stays where it is; compare with the provider what is missing")
  }
}
