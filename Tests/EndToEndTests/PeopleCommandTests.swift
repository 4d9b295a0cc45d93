import Records
import TestSupport
import Testing

/// Who is who, by the command line.
@Suite struct PeopleCommandTests {
  private func keys(_ value: JSONValue?) -> [String] { value?.object?.members.map(\.name).sorted() ?? [] }

  @Test func peopleAreListedMergedFoundAndParted() throws {
    let archive = try Archive(["--title", "People"])
    let files = try Material.write(to: archive)
    try #require(try archive.run(["import", "vault", "--time-zone", "Europe/London"] + files).status == 0)
    func ask(_ arguments: [String], status: Int32 = 0) throws -> JSONValue {
      let run = try archive.run(arguments + ["--json"])
      #expect(run.status == status, "\(arguments): \(run)")
      let value = try run.json()
      #expect(Array(run.output.utf8.dropLast()) == CanonicalJSON.encode(value), "canonical")
      return value
    }
    func total(_ query: String) throws -> Int64? {
      try ask(["search", "vault", query, "--count"])["total"]?.integer
    }
    let list = try ask(["people", "list", "vault"])
    #expect(keys(list) == ["checkpoint", "indexed", "people", "records", "total"])
    let people = try #require(list["people"]?.array)
    #expect(Int64(people.count) == list["total"]?.integer)
    let ana = try #require(people.first { $0["phone"]?.string == Canary.anaPhone })
    #expect(
      keys(ana) == [
        "claims", "conversations", "first_at", "flags", "id", "last_at", "merged", "messages", "name", "numbers",
        "ours", "phone",
      ])
    #expect(ana["name"]?.string == Canary.ana && ana["messages"]?.integer == 3 && ana["merged"]?.bool == false)
    let shown = try ask(["people", "show", "vault", "+" + Canary.anaPhone])
    #expect(
      keys(shown) == [
        "changes", "checkpoint", "claims", "conversations", "history", "holds", "ids", "indexed", "person", "records",
      ])
    #expect(shown["person"]?["id"]?.string == ana["id"]?.string)
    let claim = try #require(shown["claims"]?.array?.first { $0["kind"]?.string == "phone" })
    #expect(
      keys(claim) == [
        "accounts", "claim", "first_at", "first_record", "kind", "last_at", "last_record", "merged_by", "messages",
        "source", "superseded", "value",
      ])
    #expect(claim["claim"]?.string == "phone:" + Canary.anaPhone && claim["source"]?.string == "meta")

    let alone = try total("from:+" + Canary.anaPhone)
    let both = ["people", "merge", "vault", "+" + Canary.anaPhone, "+" + Canary.brunoPhone, "--reason", "one card"]
    let preview = try ask(both + ["--dry-run"])
    #expect(keys(preview) == ["conversations", "holds", "messages", "people"])
    #expect(try total("from:+" + Canary.anaPhone) == alone)
    let merged = try ask(both)
    #expect(merged["person"]?["merged"]?.bool == true)
    #expect(try total("from:+" + Canary.anaPhone) == preview["messages"]?.integer)
    #expect(try total("from:+" + Canary.brunoPhone) == preview["messages"]?.integer)
    let act = try #require(merged["history"]?.array?.first)
    #expect(
      keys(act) == ["act", "done_at", "id", "officer", "people", "reason", "record", "undoes", "undone_by"])
    let id = try #require(act["id"]?.string)
    let audit = try ask(["audit", "vault"])["acts"]?.array?.first { $0["id"]?.string == id }
    #expect(audit?["act"]?.string == "people-merge" && audit?["details"]?["reason"]?.string == "one card")
    let parted = try ask(["people", "split", "vault", "--undo", id, "--reason", "two cards"])
    #expect(parted["people"]?.array?.count == 2)
    #expect(try total("from:+" + Canary.anaPhone) == alone)
    // The index is made anew from the acts, too.
    try #require(try archive.run(["rebuild", "vault"]).status == 0)
    #expect(try total("from:+" + Canary.anaPhone) == alone)
  }

  @Test func whatIsNotMeantClearlyIsRefused() throws {
    let archive = try Archive(["--title", "People"])
    let files = try Material.write(to: archive)
    try #require(try archive.run(["import", "vault", "--time-zone", "Europe/London"] + files).status == 0)
    let ana = "+" + Canary.anaPhone
    for (arguments, status) in [
      (["people", "show", "vault", "axolotl"], 65), (["people", "merge", "vault", ana, "--reason", "r"], 64),
      (["people", "merge", "vault", ana, ana, "--reason", "r"], 65),
      (["people", "merge", "vault", ana, "+" + Canary.brunoPhone], 64), (["people", "split", "vault"], 64),
      (["people", "split", "vault", "--undo", "x", "--reason", "r"], 65),
      (["people", "split", "vault", ana, "--claim", "mail:a", "--reason", "r"], 65),
      (["people", "split", "vault", ana, "--claim", "lid:1", "--reason", "r"], 65),
      (["people", "list", "vault", "--order", "age"], 64),
    ] as [([String], Int32)] {
      let run = try archive.run(arguments)
      #expect(run.status == status && run.output.isEmpty, "\(arguments): \(run)")
    }
  }
}
