/// Polls as exports write them: a title line, the question, then the options with their votes.
enum ChatPoll {
  /// The words of the title line, folded.
  static let titles: Set<[UInt8]> = Set(
    [
      "POLL:", "UMFRAGE:", "ENCUESTA:", "ENQUETE:", "SONDAGEM:", "SONDAGE:", "SONDAGE :", "SONDAGGIO:",
      "استطلاع رأي:", "استطلاع:", "PEILING:", "ОПРОС:", "ANKIETA:", "ANKET:",
    ].map { PhraseFold.fold(ArraySlice($0.utf8)) })

  /// The poll without its votes, which change from export to export.
  static func withoutVotes(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var out: [UInt8] = []
    for line in text.split(separator: 0x0A, omittingEmptySubsequences: false) {
      let stripped = ChatMarks.stripped(line)
      if stripped.last == 0x29, let open = stripped.lastIndex(of: 0x28),
        stripped[open...].contains(where: { (0x30...0x39).contains($0) })
      {
        out += stripped[..<open]
      } else {
        out += stripped
      }
      out.append(0x0A)
    }
    return out
  }
}
