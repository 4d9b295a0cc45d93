import Casework
import Records
import SearchIndex
import TerminalKit

extension SearchScreen {
  // MARK: - Asking

  /// Asks for the query as it stands now; too short a query empties the list.
  mutating func ask(_ session: SessionState) -> [Effect] {
    let text = query
    hasNews = false
    guard text.count >= Self.shortest else {
      results = nil
      fault = nil
      pending = nil
      context = nil
      list = RowList()
      return [.cancel(.search)]
    }
    pending = text
    return [.ask(.search(text: text, after: nil)), .ask(.count(text: text), replacing: false)]
  }

  /// Asks for the next hits when the selection comes near the end of those that are here.
  mutating func askMore(_ session: SessionState) -> [Effect] {
    guard var shown = results, let next = shown.next, !shown.isLoading, pending == nil, shown.query == query,
      list.selection + 2 * Self.listHeight(session.body) >= shown.hits.count
    else { return [] }
    shown.isLoading = true
    results = shown
    return [.ask(.search(text: shown.query, after: next), replacing: false)]
  }

  /// Asks for the messages around the selected hit, where there is room to show them.
  mutating func askContext(_ session: SessionState) -> [Effect] {
    guard session.body.columns >= Self.wide, let hit = selected, context?.hit != hit.id else { return [] }
    context = Context(hit: hit.id)
    return [.ask(.timeline(hit.conversation, .message(hit.id), before: 8, after: 8))]
  }

  // MARK: - Answers

  mutating func receive(_ answer: Answer, to request: Request, _ session: SessionState) -> [Effect] {
    switch (answer, request) {
    case (.search(let page), .search(let text, let after)):
      // Late answers to what is no longer asked are of no use.
      guard text == query else { return [] }
      return after == nil ? take(page, text, session) : takeMore(page, text, after)
    case (.count(let count), .count(let text)):
      guard text == query else { return [] }
      if results?.query == text { results?.count = count } else { pendingCount = (text, count) }
    case (.timeline(let page), .timeline(_, .message(let id), _, _)):
      if context?.hit == id { context?.page = page }
    case (.matters(let all, _), _): matters = all.map(\.name)
    case (.stated(let file), .statement(let text, _)):
      isStating = false
      return [.push(ReportScreen(title: "Statement", lines: Self.statement(text, file)))]
    default: break
    }
    return []
  }

  private mutating func take(_ page: SearchPage, _ text: String, _ session: SessionState) -> [Effect] {
    let chosen = selected?.id
    let isSame = results?.query == text
    var count = isSame ? results?.count : nil
    if let early = pendingCount, early.query == text {
      count = early.count
    }
    pendingCount = nil
    results = Results(
      query: text, hits: page.hits, next: page.next, coverage: page.coverage, count: count,
      people: page.people, summary: HitSummary(page.hits))
    pending = nil
    fault = nil
    // The selection stays with its message, not with its row.
    let row = chosen.flatMap { id in page.hits.firstIndex { $0.id == id } } ?? 0
    list = isSame ? list : RowList()
    list.select(row, count: page.hits.count, height: Self.listHeight(session.body))
    if wantsResults { focus = .results }
    wantsResults = false
    if selected?.id != context?.hit { context = nil }
    return askContext(session)
  }

  private mutating func takeMore(_ page: SearchPage, _ text: String, _ after: SearchCursor?) -> [Effect] {
    guard var shown = results, shown.query == text, shown.next == after else { return [] }
    let known = Set(shown.hits.map(\.id))
    shown.hits += page.hits.filter { !known.contains($0.id) }
    shown.summary = HitSummary(shown.hits)
    shown.next = page.next
    shown.coverage = page.coverage
    shown.isLoading = false
    results = shown
    return []
  }

  mutating func fail(_ failure: ConsoleFailure, of request: Request, _ session: SessionState) -> [Effect] {
    switch request {
    case .search(let text, let after):
      guard text == query else { return [] }
      if after != nil { results?.isLoading = false }
      pending = nil
      if failure.kind == .query {
        fault = Fault(query: text, message: failure.message, column: failure.column, length: failure.length ?? 0)
        return []
      }
    case .count(let text):
      // The search itself says the same about the query.
      if failure.kind == .query || text != query { return [] }
    case .timeline(_, .message(let id), _, _):
      if context?.hit == id { context?.problem = failure.message }
      return []
    case .matters: return []
    case .statement: isStating = false
    default: break
    }
    return [.say(.error(failure.message))]
  }

  mutating func archiveChanged(_ session: SessionState) -> [Effect] {
    guard let results, results.query == query, pending == nil else { return [] }
    // Whoever reads the hits is not disturbed; a list at its top is drawn anew, the selection staying where it is.
    if focus == .results, list.selection > 0 || !marks.isEmpty {
      hasNews = true
      return []
    }
    return ask(session)
  }

  /// A hold may have been placed meanwhile: the hits that are here are read anew, unless that would lose the place.
  mutating func uncovered(_ session: SessionState) -> [Effect] {
    guard let results, results.query == query, pending == nil else { return [] }
    guard results.hits.count <= Self.page else {
      hasNews = true
      return []
    }
    return ask(session)
  }

  /// What a signed statement is, and how to check it.
  static func statement(_ query: String, _ file: String) -> [String] {
    [
      "A signed statement that this search finds nothing:", "", "  " + query, "", "It is in", "", "  " + file, "",
      "with its signature in .sig and the officer's public key in .pub.pem beside it. Anybody checks it with", "",
      "  " + SignedStatement.instructions(file),
    ]
  }
}
