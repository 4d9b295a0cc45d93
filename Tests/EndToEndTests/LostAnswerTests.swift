import TestSupport
import Testing

/// An answer that nobody can read is no success.
@Suite struct LostAnswerTests {
  @Test func aFullDiskUnderTheAnswerIsTold() throws {
    let archive = try Archive()
    let run = try archive.execute("/bin/sh", ["-c", "exec \"$0\" status vault >/dev/full", Program.path])
    #expect(run.status == 73 && !run.wasKilled)
    #expect(run.errors.hasPrefix("holdfast: the answer was not written whole: No space left on device"))
    #expect(try archive.run(["status", "vault"]).status == 0)
  }
}
