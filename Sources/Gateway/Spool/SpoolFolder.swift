import Intake
import Records
import Sealing
import Storage
import Vault

/// A spool's folder as it is found: files, confirmed counts, acknowledgements.
struct SpoolFolder {
  struct File {
    var number: UInt64
    var path: String
    /// Nil when nothing can be read of it.
    var state: SpoolState.File?
    var damages: [SpoolError]
  }

  var files: [File] = []
  /// The last numbers given.
  var lastNumber: UInt64 = 0
  var lastAcknowledgement: UInt64 = 0
  var acknowledgementPaths: [String] = []
  /// What the next header says.
  var previous: (file: UInt64, entries: UInt64) = (0, 0)
  /// Files in which nothing was ever confirmed.
  var abandoned: [String] = []

  /// Reads a folder; `open` opens a file's key.
  init(
    _ folder: String, vault: VaultID, files operations: any FileOperations,
    open: (DoubleWrap) throws -> SecretBytes
  ) throws {
    var numbers: [UInt64] = []
    var acknowledged: [UInt64: EntryRuns] = [:]
    for name in try operations.names(in: folder) {
      if let number = SpoolFormat.number(of: name, SpoolFormat.suffix) { numbers.append(number) }
      if let number = SpoolFormat.number(of: name, SpoolFormat.acknowledgementSuffix) {
        lastAcknowledgement = max(lastAcknowledgement, number)
        let path = folder + "/" + name
        acknowledgementPaths.append(path)
        for range in AcknowledgementLog.read(try SpoolFolder.bytes(path, operations)) {
          acknowledged[range.file, default: EntryRuns()].insert(range.entries)
        }
      }
    }
    numbers.sort()
    // Acknowledgements may be all that is left: a number must not be given again while they count.
    lastNumber = max(numbers.last ?? 0, acknowledged.keys.max() ?? 0)
    var confirmed: [UInt64: UInt64] = [:]
    var isLast = true
    for number in numbers.reversed() {
      let path = folder + "/" + SpoolFormat.name(number, SpoolFormat.suffix)
      let bytes = try SpoolFolder.bytes(path, operations)
      let parsed: (header: SpoolHeader, head: [UInt8])?
      do { parsed = try SpoolHeader.parse(bytes, path: path) } catch let error as SpoolError {
        files.append(File(number: number, path: path, state: nil, damages: [error]))
        isLast = false
        continue
      }
      guard let (header, head) = parsed else {
        if let count = confirmed[number], count > 0 {
          files.append(File(number: number, path: path, state: nil, damages: [SpoolFolder.headless(path, count)]))
          isLast = false
        } else {
          abandoned.append(path)
        }
        continue
      }
      guard header.vault == vault, header.number == number else {
        throw VaultError(
          .foreignVault, "\(path) belongs to the vault \(header.vault) as file \(header.number)",
          remedy: "move it back where it came from")
      }
      confirmed[header.previousFile] = header.previousEntries
      var file = File(number: number, path: path, state: nil, damages: [])
      do {
        let key = try SpoolFileKey(try open(header.wrap), head: head)
        let scan = SpoolScan(bytes, from: head.count, path: path, confirmed: confirmed[number])
        file.damages = scan.damages
        file.state = SpoolState.File(
          number: number, path: path, key: key, start: head.count, slots: scan.slots,
          acknowledged: acknowledged[number] ?? EntryRuns(), isActive: false, isDamaged: !scan.damages.isEmpty)
        if isLast { previous = (number, UInt64(scan.slots.count)) }
      } catch let error as VaultError where error.code == .tampered {
        file.damages = [SpoolFolder.unopened(path, error)]
      } catch let error as SealingError where error.code == .authenticationFailed {
        file.damages = [SpoolFolder.unopened(path, error)]
      }
      isLast = false
      files.append(file)
    }
    files.reverse()
  }

  private static func headless(_ path: String, _ count: UInt64) -> SpoolError {
    SpoolError(
      .damaged, "\(path) has no header (at byte 0), and \(count) entries were confirmed in it",
      remedy: "restore it, or keep it for an investigation")
  }

  private static func unopened(_ path: String, _ error: any Error) -> SpoolError {
    SpoolError(
      .damaged, "\(path) does not open (at byte 0): its key is damaged",
      remedy: "restore it, or keep it for an investigation", cause: error)
  }

  private static func bytes(_ path: String, _ files: any FileOperations) throws -> [UInt8] {
    let file = try files.openForReading(path)
    defer { files.close(file) }
    let size = try files.size(file)
    guard size < 1 << 31 else {
      throw SpoolError(.damaged, "\(path) has \(size) bytes, which no spool file has", remedy: "move it away")
    }
    return try files.read(file, at: 0, count: Int(size))
  }
}
