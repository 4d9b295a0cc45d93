import Glibc

/// How full a disk is.
struct DiskSpace: Sendable, Hashable {
  var free: Int64
  var total: Int64

  /// The fuller of the disks below some folders; nil when none can be asked.
  static func fullest(of folders: [String]) -> DiskSpace? {
    folders.compactMap { of($0) }.min { $0.free < $1.free }
  }

  static func of(_ folder: String) -> DiskSpace? {
    var status = statvfs()
    guard statvfs(folder, &status) == 0 else { return nil }
    let block = Int64(clamping: status.f_frsize)
    func bytes(_ count: fsblkcnt_t) -> Int64 {
      Int64(clamping: count).multipliedReportingOverflow(by: block).partialValue
    }
    return DiskSpace(free: bytes(status.f_bavail), total: bytes(status.f_blocks))
  }
}
