import Records
import Sealing
import Storage

#if canImport(Glibc)
  import Glibc
#endif

/// The base of the state directories of this machine: one folder per vault id and location (docs/format.md §8).
public struct StateDirectory: Sendable, Hashable {
  /// The folder that holds one folder per vault.
  public var base: String

  /// Uses a folder as the base; it need not exist yet.
  public init(base: String) { self.base = base }

  /// `HOLDFAST_STATE_DIR`, else `$XDG_STATE_HOME/holdfast`, else `~/.local/state/holdfast`.
  public static func standard() -> StateDirectory {
    func variable(_ name: String) -> String? {
      guard let value = getenv(name), value.pointee != 0 else { return nil }
      return String(cString: value)
    }
    if let base = variable("HOLDFAST_STATE_DIR") { return StateDirectory(base: base) }
    if let base = variable("XDG_STATE_HOME") { return StateDirectory(base: base + "/holdfast") }
    return StateDirectory(base: (variable("HOME") ?? "/tmp") + "/.local/state/holdfast")
  }

  /// The folder of one vault at one place, made when absent.
  public func vault(_ id: VaultID, location: String, files: any FileOperations) throws -> VaultState {
    var root = base
    if !root.hasPrefix("/"), let here = getcwd(nil, 0) {
      root = String(cString: here) + "/" + root
      free(here)
    }
    // The base itself may be reached over a link (a home on another disk); nothing below it may.
    if let real = realpath(root, nil) {
      root = String(cString: real)
      free(real)
    }
    let place = Base32.prefix(SHA256.hash(Array(location.utf8)), characters: 16)
    let path = root + "/\(id)-\(place)"
    for folder in [path, path + "/writers", path + "/acts"] {
      try DurableFile.makeDirectories(folder, files: files)
    }
    return VaultState(path: path)
  }
}

/// The state directory of one vault at one place.
public struct VaultState: Sendable, Hashable {
  /// Its path.
  public var path: String

  var known: String { path + "/known" }
  var acts: String { path + "/acts" }
  func writer(_ kind: WriterKind, _ number: Int, _ suffix: String) -> String {
    "\(path)/writers/\(kind.rawValue)-\(number).\(suffix)"
  }
}
