/// Why a request failed, in words for the officer.
struct ConsoleFailure: Error, Sendable, Hashable {
  /// What kind of failure it is, where a screen treats it specially.
  enum Kind: Sendable, Hashable { case cancelled, wrongPassphrase, query, refused, other }

  var kind: Kind
  /// What went wrong and what to do.
  var message: String
  /// For a malformed query: the column and length of the fault, in graphemes.
  var column: Int?
  var length: Int?

  init(_ kind: Kind, _ message: String, column: Int? = nil, length: Int? = nil) {
    self.kind = kind
    self.message = message
    self.column = column
    self.length = length
  }
}
