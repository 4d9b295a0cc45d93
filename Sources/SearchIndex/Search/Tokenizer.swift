import CSealedSQLite

/// The message tokenizer, as the index uses it.
enum Tokenizer {
  struct Token: Hashable {
    var text: String
    var start: Int
    var end: Int
    /// Stands at the position of the token before it.
    var isSynonym: Bool
  }

  private final class Collector {
    var tokens: [Token] = []
  }

  /// The tokens of a text, as a document or as a query.
  static func tokens(_ text: String, isQuery: Bool) -> [Token] {
    let collector = Collector()
    var copy = text
    copy.withUTF8 { buffer in
      guard let base = buffer.baseAddress, buffer.count > 0 else { return }
      base.withMemoryRebound(to: CChar.self, capacity: buffer.count) { start in
        // Unretained: the collector lives longer than this synchronous call.
        let context = Unmanaged.passUnretained(collector).toOpaque()
        _ = hf_tokenize(
          start, Int32(clamping: buffer.count), isQuery ? HF_TOKENIZE_QUERY : HF_TOKENIZE_DOCUMENT, context
        ) { context, flags, token, count, from, to in
          guard let context, let token, count >= 0 else { return 0 }
          let bytes = UnsafeRawBufferPointer(start: token, count: Int(count))
          Unmanaged<Collector>.fromOpaque(context).takeUnretainedValue().tokens.append(
            Token(
              text: String(decoding: bytes, as: UTF8.self), start: Int(from), end: Int(to),
              isSynonym: flags & HF_TOKEN_COLOCATED != 0))
          return 0
        }
      }
    }
    return collector.tokens
  }

  private final class Beginnings {
    let wanted: [[UInt8]]
    var missing: Int
    var isFound: [Bool]

    init(_ wanted: [[UInt8]]) {
      self.wanted = wanted
      missing = wanted.count
      isFound = [Bool](repeating: false, count: wanted.count)
    }
  }

  /// Whether each of these beginnings begins a word of the text, synonyms included.
  static func hasWords(beginning wanted: [[UInt8]], in text: String) -> Bool {
    let state = Beginnings(wanted)
    var copy = text
    copy.withUTF8 { buffer in
      guard let base = buffer.baseAddress, buffer.count > 0 else { return }
      base.withMemoryRebound(to: CChar.self, capacity: buffer.count) { start in
        // Unretained: the state lives longer than this synchronous call.
        let context = Unmanaged.passUnretained(state).toOpaque()
        _ = hf_tokenize(start, Int32(clamping: buffer.count), HF_TOKENIZE_DOCUMENT, context) {
          context, _, token, count, _, _ in
          guard let context, let token, count >= 0 else { return 0 }
          let state = Unmanaged<Beginnings>.fromOpaque(context).takeUnretainedValue()
          let bytes = UnsafeRawBufferPointer(start: token, count: Int(count))
          for index in state.wanted.indices where !state.isFound[index] && bytes.starts(with: state.wanted[index]) {
            state.isFound[index] = true
            state.missing -= 1
          }
          return state.missing == 0 ? 1 : 0
        }
      }
    }
    return state.missing == 0
  }

  /// Whether all words of `pattern` occur in `text`, the last as a beginning where `isPrefix`.
  static func matches(_ pattern: [Token], isPrefix: Bool, in text: String) -> Bool {
    if pattern.isEmpty { return false }
    let words = tokens(text, isQuery: false)
    for (index, wanted) in pattern.enumerated() where !wanted.isSynonym {
      let isLast = index == pattern.count - 1
      let found = words.contains {
        $0.text == wanted.text || isPrefix && isLast && $0.text.utf8.starts(with: wanted.text.utf8)
      }
      if !found { return false }
    }
    return true
  }

  /// The FTS5 phrase for words that must follow each other, or nil when there is nothing to find.
  static func phrase(_ text: String, isPrefix: Bool) -> String? {
    let clean = text.replacing("\0", with: " ")
    let found = tokens(clean, isQuery: true)
    guard let last = found.last else { return nil }
    // One character of a script without spaces is half of the pairs that the index holds.
    let isLoneCharacter = found.count == 1 && last.text.unicodeScalars.count == 1 && last.text.utf8.count >= 3
    var phrase = quote(clean) + (isPrefix || isLoneCharacter ? " *" : "")
    // A number with separators also stands in the index as its digits alone.
    let digits = tokens(clean, isQuery: false).filter {
      $0.isSynonym && $0.text.utf8.allSatisfy { (48...57).contains($0) }
    }
    if let digits = digits.first, digits.start == found.first?.start, digits.end == last.end {
      phrase = "(\(phrase) OR \(quote(digits.text)))"
    }
    return phrase
  }

  private static func quote(_ text: String) -> String { "\"" + text.replacing("\"", with: "\"\"") + "\"" }
}
