import Foundation

/// Finds files that tests read but the project does not carry.
public enum Fixtures {
  /// The package's own folder.
  public static func packageRoot(_ file: String = #filePath) -> URL {
    URL(fileURLWithPath: file).resolvingSymlinksInPath()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  }

  /// The folder `../shared/fixtures` beside the package, or nil when there is none: a test that needs it skips.
  public static var directory: URL? {
    let url = packageRoot().deletingLastPathComponent().appendingPathComponent("shared/fixtures")
    var isDirectory: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isDirectory), isDirectory.boolValue else {
      return nil
    }
    return url
  }

  /// A file or folder below ``directory``, or nil when absent.
  public static func url(_ path: String) -> URL? {
    guard let url = directory?.appendingPathComponent(path), FileManager.default.fileExists(atPath: url.path) else {
      return nil
    }
    return url
  }
}
