/// The rule for object names: they become paths, so nothing in them may climb out of the store.
public enum ObjectName {
  /// The longest name, in bytes.
  public static let maximumLength = 512

  /// Whether a name is one or more parts of `a-z A-Z 0-9 . _ = -` joined by `/`, none empty or starting with a dot.
  public static func isValid(_ name: String) -> Bool {
    let bytes = name.utf8
    guard !bytes.isEmpty, bytes.count <= maximumLength else { return false }
    var atStart = true
    for byte in bytes {
      switch byte {
      case 0x2F:
        if atStart { return false }
        atStart = true
      case 0x2E:
        if atStart { return false }
      case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x5F, 0x3D, 0x2D:
        atStart = false
      default:
        return false
      }
    }
    return !atStart
  }

  /// Throws unless the name is valid.
  public static func check(_ name: String) throws {
    guard isValid(name) else {
      throw StorageError(.badName, path: name, "‘\(name)’ is not an object name", remedy: "")
    }
  }
}
