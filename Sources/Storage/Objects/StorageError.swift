#if canImport(Glibc)
  import Glibc
#endif

/// A file or object operation that failed: what, where, and what to do about it.
public struct StorageError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The kind of failure; an open set.
  public struct Code: Sendable, Hashable, RawRepresentable, CustomStringConvertible {
    public var rawValue: String
    public init(rawValue: String) { self.rawValue = rawValue }
    public static let notFound = Code(rawValue: "not-found")
    public static let exists = Code(rawValue: "exists")
    public static let diskFull = Code(rawValue: "disk-full")
    public static let readOnly = Code(rawValue: "read-only")
    public static let permission = Code(rawValue: "permission")
    public static let symbolicLink = Code(rawValue: "symbolic-link")
    public static let badName = Code(rawValue: "bad-name")
    public static let inputOutput = Code(rawValue: "input-output")
    public static let notADirectory = Code(rawValue: "not-a-directory")
    public static let conflict = Code(rawValue: "conflict")
    public static let truncated = Code(rawValue: "truncated")
    public static let tooManyFiles = Code(rawValue: "too-many-files")
    public static let other = Code(rawValue: "other")
    public var description: String { rawValue }
  }

  public var code: Code
  /// What went wrong, path included.
  public var message: String
  /// The file or object.
  public var path: String
  /// What to do about it; empty when there is nothing general to say.
  public var remedy: String
  /// The system's error number, where there was one.
  public var errorNumber: Int32

  /// Creates an error.
  public init(_ code: Code, path: String, _ message: String, remedy: String = "", errorNumber: Int32 = 0) {
    self.code = code
    self.path = path
    self.message = message
    self.remedy = remedy
    self.errorNumber = errorNumber
  }

  /// Creates the error for a system call: `operation` is a verb phrase such as `cannot write`.
  public init(_ operation: String, path: String, errorNumber: Int32) {
    let (code, remedy) = StorageError.meaning(of: errorNumber)
    let words = String(cString: strerror(errorNumber))
    self.init(code, path: path, "\(operation) \(path): \(words)", remedy: remedy, errorNumber: errorNumber)
  }

  private static func meaning(of number: Int32) -> (Code, String) {
    switch number {
    case ENOENT: return (.notFound, "check the path")
    case EEXIST: return (.exists, "")
    case ENOSPC, EDQUOT, EFBIG: return (.diskFull, "free some space on this disk, then run the command again")
    case EROFS: return (.readOnly, "the file system is mounted read-only; mount it writable")
    case EACCES, EPERM: return (.permission, "check the owner and the mode of the file and its folders")
    case ELOOP: return (.symbolicLink, "symbolic links are not followed here; put the real file or folder in place")
    case ENOTDIR: return (.notADirectory, "a part of the path is a file, not a folder")
    case EIO:
      return (.inputOutput, "the disk reported an error: check the system log and the disk before going on")
    case EMFILE, ENFILE: return (.tooManyFiles, "raise the limit on open files (ulimit -n)")
    default: return (.other, "")
    }
  }

  public var description: String { remedy.isEmpty ? message : "\(message); \(remedy)" }
}
