import Glibc
import SearchIndex

extension ArchiveIndex {
  /// Waits until an index that follows has found nothing new for a second.
  func settle() throws {
    var last: Int64 = -1
    for _ in 0..<600 {
      let coverage = try coverage()
      let found = Int64(coverage.indexed) + Int64(coverage.pending)
      if found == last { return }
      last = found
      usleep(1_000_000)
    }
  }
}
