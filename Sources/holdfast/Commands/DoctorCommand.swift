import ArgumentParser
import Foundation
import Glibc
import Records
import Sealing
import SearchIndex
import Storage
import Vault

/// `holdfast doctor`.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Check that this machine has what Holdfast needs, and say what to do if not.")

  @Option(
    help: ArgumentHelp("Folder for this machine's state (default: $XDG_STATE_HOME/holdfast).", valueName: "folder"))
  var state: String?
  @Flag(help: "Answer in JSON, for machines.") var json = false

  /// One thing that was looked at.
  struct Check {
    var name: String
    var ok: Bool
    var detail: String
    var remedy = ""
    /// Whether nothing works without it.
    var isNeeded = true
  }

  func run() throws {
    let checks = [selfTest(), stateFolder(), clock(), locale(), terminal(), python()]
    let ok = checks.allSatisfy { $0.ok || !$0.isNeeded }
    if json {
      Output.json(
        .of([
          "checks": .array(
            checks.map { check in
              .of([
                "detail": .string(check.detail), "name": .string(check.name), "needed": .bool(check.isNeeded),
                "ok": .bool(check.ok), "remedy": .string(check.ok ? "" : check.remedy),
              ])
            }), "ok": .bool(ok),
        ]))
    } else {
      for check in checks {
        let mark = check.ok ? "ok     " : check.isNeeded ? "MISSING" : "note   "
        Output.line("\(mark)  \(check.name): \(SafeLine.of(check.detail))")
        if !check.ok, !check.remedy.isEmpty { Output.line("         \(SafeLine.of(check.remedy))") }
      }
    }
    if !ok { Darwinless.exit(ExitStatus.unavailable.rawValue) }
  }

  /// Makes a vault in memory, seals an act, indexes and verifies it: every library takes part.
  private func selfTest() -> Check {
    var template = Array("/tmp/holdfast-doctor-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else {
      return Check(
        name: "self-test", ok: false, detail: "no folder can be made in /tmp: \(String(cString: strerror(errno)))",
        remedy: "make /tmp writable")
    }
    let folder = String(cString: made)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    do {
      let created = try VaultCreation.create(
        store: MemoryStore(location: "memory:doctor"),
        options: VaultOptions(officerName: "Doctor", passphrase: SecretBytes(Array("doctor".utf8)), scryptLogN: 10),
        state: StateDirectory(base: folder))
      let index = try ArchiveIndex.open(vault: created.vault)
      defer { index.close() }
      try index.catchUp()
      let report = try created.vault.verify()
      try created.vault.close()
      guard report.ok else {
        return Check(name: "self-test", ok: false, detail: report.problems.first?.what ?? "it does not verify")
      }
      return Check(name: "self-test", ok: true, detail: "a vault was made, indexed and verified in memory")
    } catch {
      return Check(
        name: "self-test", ok: false, detail: String(describing: error),
        remedy: "check the installed libcrypto, libzstd and libsqlite3")
    }
  }

  private func stateFolder() -> Check {
    let base = state ?? StateDirectory.standard().base
    // Whatever exists of the path must be writable: the rest is made when needed.
    var existing = base.hasPrefix("/") ? base : FileManager.default.currentDirectoryPath + "/" + base
    while existing.count > 1, access(existing, F_OK) != 0 { existing = DurableFile.parent(of: existing) }
    var isFolder: ObjCBool = false
    _ = FileManager.default.fileExists(atPath: existing, isDirectory: &isFolder)
    guard isFolder.boolValue, access(existing, W_OK) == 0 else {
      return Check(
        name: "state folder", ok: false, detail: "\(base) cannot be written",
        remedy: "name another with --state or HOLDFAST_STATE_DIR")
    }
    var space = statvfs()
    guard statvfs(existing, &space) == 0 else { return Check(name: "state folder", ok: true, detail: base) }
    let free = Int64(
      clamping: UInt64(space.f_bavail).multipliedReportingOverflow(by: UInt64(space.f_frsize)).partialValue)
    return Check(
      name: "state folder", ok: free > 64 << 20, detail: "\(base), \(Numerals.bytes(free)) free",
      remedy: "free some space: the index needs about as much as the messages' text")
  }

  private func clock() -> Check {
    let now = SystemClock().now()
    return Check(
      name: "clock", ok: now.rfc3339 > "2025", detail: now.rfc3339,
      remedy: "set the clock: capture times would be wrong")
  }

  private func locale() -> Check {
    let name =
      ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap { ProcessInfo.processInfo.environment[$0] }
      .first { !$0.isEmpty } ?? "C"
    let isUTF8 = name.lowercased().contains("utf-8") || name.lowercased().contains("utf8")
    return Check(
      name: "locale", ok: isUTF8, detail: name, remedy: "set LANG to a UTF-8 locale such as C.UTF-8",
      isNeeded: false)
  }

  private func terminal() -> Check {
    let name = getenv("TERM").map { String(cString: $0) } ?? ""
    let isUsable = isatty(STDOUT_FILENO) == 1 && !name.isEmpty && name != "dumb"
    return Check(
      name: "terminal", ok: isUsable, detail: isUsable ? name : "standard output is no terminal that can be drawn on",
      remedy: "the console needs one; every command works without", isNeeded: false)
  }

  private func python() -> Check {
    let folders = (getenv("PATH").map { String(cString: $0) } ?? "").split(separator: ":")
    let found = folders.map { $0 + "/python3" }.first { access(String($0), X_OK) == 0 }
    return Check(
      name: "python3", ok: found != nil, detail: found.map(String.init) ?? "not found",
      remedy: "install it to run the verify.py of a bundle; `holdfast verify` does the same", isNeeded: false)
  }
}
