import Records
import Storage
import Vault

/// What kinds of event arrived for each account, across restarts: counts and times, nothing else.
struct KindsFile: Sendable {
  let path: String
  let files: any FileOperations

  init(vault: LockedVault) {
    path = vault.state.path + "/gateway/kinds.json"
    files = vault.environment.files
  }

  /// What was counted; nothing when the file is absent or damaged, for it is only a help.
  func read() -> [String: [String: KindCounters.Entry]] {
    guard let bytes = try? DurableFile.read(path, limit: 1 << 22, files: files), let json = try? JSONReader.parse(bytes)
    else { return [:] }
    var accounts: [String: [String: KindCounters.Entry]] = [:]
    for account in json.object?.members.prefix(4096) ?? [] {
      var kinds: [String: KindCounters.Entry] = [:]
      for kind in account.value.object?.members.prefix(KindCounters.limit) ?? [] {
        // An earlier version let names with numbers in: they are forgotten with the next writing.
        let name = KindCounters.isName(kind.name.utf8) ? kind.name : KindCounters.other
        var entry = kinds[name] ?? KindCounters.Entry()
        entry.count &+= max(0, kind.value["count"]?.integer ?? 0)
        entry.bytes &+= max(0, kind.value["bytes"]?.integer ?? 0)
        entry.lastAt = kind.value["last_at"]?.integer.map { Instant(milliseconds: $0) } ?? entry.lastAt
        kinds[name] = entry
      }
      accounts[account.name] = kinds
    }
    return accounts
  }

  func write(_ accounts: [String: [String: KindCounters.Entry]]) throws {
    func object(_ members: [(String, JSONValue)]) -> JSONValue {
      .object(JSONObject(members.sorted { $0.0 < $1.0 }.map { JSONObject.Member(name: $0.0, value: $0.1) }))
    }
    let json = object(
      accounts.map { name, kinds in
        (
          name,
          object(
            kinds.map { kind, entry in
              (
                kind,
                object([
                  ("bytes", .number(String(entry.bytes))), ("count", .number(String(entry.count))),
                  ("last_at", entry.lastAt.map { .number(String($0.milliseconds)) } ?? .null),
                ])
              )
            })
        )
      })
    try DurableFile.makeDirectories(DurableFile.parent(of: path), files: files)
    try DurableFile.replace(path, CanonicalJSON.encode(json), files: files)
  }
}
