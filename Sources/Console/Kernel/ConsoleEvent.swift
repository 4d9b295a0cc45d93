import Records
import Storage
import TerminalKit

/// What the threads that work for the console report to the one that draws.
enum ConsoleEvent: Sendable {
  case answer(Answer, to: Request, ticket: Ticket)
  case failure(ConsoleFailure, of: Request, ticket: Ticket)
  case progress(title: String, Progress, ticket: Ticket)
  case archiveChanged
}

/// Which screen asked, and for the how-manieth time: stale answers are told apart by it.
struct Ticket: Sendable, Hashable {
  var screen: Int
  var lane: Request.Lane
  var generation: Int
}
