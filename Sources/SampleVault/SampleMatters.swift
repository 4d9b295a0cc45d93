import Casework
import Records
import SearchIndex
import Vault

/// Opens the two matters of the sample and places their holds.
struct SampleMatters {
  private let cases: CaseManager
  private let index: ArchiveIndex
  private let clock: SteppingClock

  init(vault: UnlockedVault, index: ArchiveIndex, clock: SteppingClock) {
    cases = CaseManager(vault: vault, index: index)
    self.index = index
    self.clock = clock
  }

  /// The matters, as they stand at the end.
  func open() throws -> [MatterSummary] {
    let heron = "M-221"
    clock.advance(minutes: 31)
    try cases.openMatter(name: heron, title: "Project Heron")
    try hold(
      heron, .conversation(conversation("Ana Ruiz", .direct)), "Trading ahead of a client's fix: the client's chat")
    try hold(heron, query("heron"), "Every mention of the project's name, in any conversation")
    let desk = try conversation("Desk EMEA FX", .group)
    try hold(
      heron, query("conv:\(desk.text) date:2024-05-13..2024-05-17"), "The currency desk in the week of the fix")
    let whitfield = "M-180"
    clock.advance(minutes: 17)
    try cases.openMatter(name: whitfield, title: "Whitfield complaint")
    for name in ["Eleanor Whitfield", "Daniel Whitfield"] {
      try hold(whitfield, .conversation(conversation(name, .direct)), "Complaint C-2025-0417: suitability of the note")
    }
    try hold(whitfield, query("\"C-2025-0417\" OR autocall"), "The complaint's reference and the product, anywhere")
    return try cases.matters()
  }

  private func hold(_ matter: String, _ scope: HoldScope, _ reason: String) throws {
    clock.advance(minutes: 4)
    try cases.placeHold(matter: matter, on: scope, reason: reason)
  }

  private func query(_ text: String) throws -> HoldScope { .query(try QueryParser.parse(text).get()) }

  private func conversation(_ title: String, _ kind: ConversationReference.Kind) throws -> ConversationID {
    let page = try index.conversations(filter: ConversationFilter(text: title, kind: kind), limit: 20)
    let exact = page.conversations.filter { $0.title == title }
    guard exact.count == 1, let found = exact.first else {
      throw SampleVaultError(message: "there are \(exact.count) conversations called \(title)")
    }
    return found.id
  }
}
