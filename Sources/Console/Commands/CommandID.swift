/// Every command of the console. A screen lists those that are possible on it.
enum CommandID: String, CaseIterable, Sendable, Hashable {
  // Everywhere.
  case back, help, palette, quit, lock, redraw, suspend
  case conversations, search, matters, activity, gaps, status, health
  case deadLetters = "deadletters", people
  case importFiles = "import"
  case verify, theme, zone, saveScreen = "save-screen"
  // Moving.
  case down, up, pageDown = "page-down", pageUp = "page-up", top, bottom, nextPane = "next-pane"
  case left, right, open
  // Conversations and timelines.
  case filter, heldOnly = "held-only", goto, nextDay = "next-day", previousDay = "previous-day"
  case nextHeld = "next-held", previousHeld = "previous-held", quoted, mark, unmarkAll = "unmark-all"
  case hold, explain, refresh
  // Search.
  case editQuery = "edit-query", nextHit = "next-hit", previousHit = "previous-hit", holdAll = "hold-all"
  case markAll = "mark-all", statement
  // Message.
  case inspect, raw, versions, copyCitation = "copy-citation"
  // Matters.
  case newMatter = "new-matter", release, export
  // People.
  case person, members, merge, split, flagged, order, latest
  // Dead letters.
  case retry, annotate, nextKind = "next-kind"
  // Forms.
  case confirm, nextField = "next-field"
}
