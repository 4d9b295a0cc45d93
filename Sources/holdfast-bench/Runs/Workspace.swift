import Foundation

/// The folder of a run: temporary, or kept where the caller says.
struct Workspace {
  let folder: String
  let isKept: Bool

  init(keep: String?) throws {
    if let keep {
      folder = URL(fileURLWithPath: keep).path
      isKept = true
    } else {
      folder = NSTemporaryDirectory() + "holdfast-bench-\(ProcessInfo.processInfo.processIdentifier)"
      isKept = false
    }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  func path(_ name: String) -> String { folder + "/" + name }

  /// Takes away a part, or makes sure that it is not there.
  func remove(_ name: String) { try? FileManager.default.removeItem(atPath: path(name)) }

  /// Removes everything unless it is to be kept.
  func finish() { if !isKept { try? FileManager.default.removeItem(atPath: folder) } }

  /// How many messages an earlier run put into the kept archive.
  var keptMessages: Int? {
    guard let text = try? String(contentsOfFile: path("messages"), encoding: .utf8) else { return nil }
    return Int(text)
  }

  func note(messages: Int) throws {
    try String(messages).write(toFile: path("messages"), atomically: true, encoding: .utf8)
  }
}
