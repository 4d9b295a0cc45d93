import Intake
import Records
import Testing
import Vault

/// The same file under two accounts is never taken in twice without a word.
@Suite struct AccountTwinTests {
  private static let chat = """
    [14.05.24, 09:02:11] Ana Ruiz: buenos días
    [15.05.24, 09:03:40] Tom Weber: guten Morgen
    """
  private static let payload =
    #"{"event":"messages.received","timestamp":1767366759,"sessionId":"s1","data":{"messages":{"key":{"id":"m1","fromMe":false,"remoteJid":"447700900123@s.whatsapp.net"},"messageTimestamp":1767366759,"pushName":"Lee","message":{"conversation":"hello"}}}}"#

  @discardableResult private func take(
    _ test: IntakeCase, _ paths: [String], account: String?, dry: Bool = false
  ) throws -> ImportReport.File {
    let importer = Importer(vault: test.vault, known: try VaultKnowledge(test.vault))
    let options = ImportOptions(account: account, timeZone: "Europe/Berlin")
    return try (dry ? importer.plan(paths, options: options) : importer.run(paths, options: options)).total
  }

  private func messages(_ test: IntakeCase) throws -> Set<String> {
    Set(try VaultKnowledge(test.vault).messages.compactMap { $0.event.messageID?.text })
  }

  @Test(arguments: ["WhatsApp Chat with Ana Ruiz.txt", "payload.json"])
  func withoutItsAccountNothingIsAddedAndTheOtherIsNamed(_ name: String) throws {
    let test = try IntakeCase()
    let path = try test.write(name, name.hasSuffix("json") ? Self.payload : Self.chat)
    let first = try take(test, [path], account: "Tom Weber")
    #expect(first.messages > 0 && first.exceptions.isEmpty)
    let before = try messages(test)
    for dry in [true, false] {
      let again = try take(test, [path], account: nil, dry: dry)
      #expect(again.messages == 0 && again.events == 0 && again.duplicates == first.messages)
      #expect(again.exceptions.count == 1)
      #expect(again.exceptions.first?.what.contains("under the account ‘Tom Weber’") == true)
      #expect(again.exceptions.first?.what.contains("--account Tom Weber") == true)
    }
    #expect(try messages(test) == before)
    // With its account it is what it was.
    let right = try take(test, [path], account: "Tom Weber")
    #expect(right.messages == 0 && right.exceptions.isEmpty)
  }

  @Test(arguments: [nil, "Tom Weber"])
  func anotherAccountThatIsStatedIsTakenInAndSaid(_ account: String?) throws {
    let test = try IntakeCase()
    let path = try test.write("WhatsApp Chat with Ana Ruiz.txt", Self.chat)
    let first = try take(test, [path], account: account)
    let other = try take(test, [path], account: "Ana Ruiz")
    #expect(other.messages == first.messages && other.duplicates == 0)
    #expect(other.exceptions.count == 1)
    let words = try #require(other.exceptions.first?.what)
    #expect(words.contains(account.map { "under the account ‘\($0)’" } ?? "without an account"))
    #expect(words.contains("‘Ana Ruiz’ was stated") && words.contains("stand under both"))
    #expect(try messages(test).count == Int(2 * first.messages))
    // Once it is known under both, each is what it was.
    for account in [account, "Ana Ruiz"] {
      let again = try take(test, [path], account: account)
      #expect(again.messages == 0 && again.exceptions.isEmpty)
    }
  }

  @Test func otherBytesAreNoTwin() throws {
    let test = try IntakeCase()
    let path = try test.write("WhatsApp Chat with Ana Ruiz.txt", Self.chat)
    try take(test, [path], account: "Tom Weber")
    let other = try test.write("WhatsApp Chat with Lee.txt", Self.chat.replacing("Ana Ruiz", with: "Lee"))
    let report = try take(test, [other], account: nil)
    #expect(report.messages == 2 && report.exceptions.isEmpty)
  }
}
