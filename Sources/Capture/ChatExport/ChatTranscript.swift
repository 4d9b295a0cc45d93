import Records

/// One message or notice of an export: its bytes, and what its header says.
struct ChatEntry: Sendable {
  /// From the first byte of the header line to the first byte of the next.
  var range: Range<Int>
  /// Where the author or the notice begins.
  var rest: Int
  /// Where the header line ends, without its line ending.
  var firstLineEnd: Int
  /// Where the text ends, without the line endings after it.
  var textEnd: Int
  /// The line of the file, counted from one.
  var line: Int
  var stamp: ChatStamp
  var lineMarked: Bool
  /// The wall-clock time; nil when the file does not settle the order of day and month.
  var time: CivilTime?
  /// Both readings of a date that the file does not settle, whatever was stated.
  var readings: (dayFirst: CivilTime, monthFirst: CivilTime)?
  /// Whether the file alone does not tell the date.
  var isOpen = false
  /// Whether a line of the text looks like a header and was taken for quoted text.
  var quotesHeader = false
}

/// An export cut into its entries: every byte of the file is in the preamble or in exactly one entry.
struct ChatTranscript: Sendable {
  var bytes: [UInt8]
  /// What stands before the first header.
  var preamble: Range<Int>
  var entries: [ChatEntry]
  /// Whether the lines are bracketed, as on iOS.
  var isBracketed: Bool
  /// Whether the file carries the app's invisible marks, so that unmarked text is a person's.
  var isMarked: Bool
  /// The open reading of the dates of the whole file, where the file does not settle it.
  var ambiguity: (dayFirst: DateLayout, monthFirst: DateLayout)?
  /// The order that the user stated, where the file alone would have left it open.
  var statedOrder: DateLayout?
  /// What an officer should know about the reading: the line, and what.
  var findings: [(line: Int, what: String)]
}
