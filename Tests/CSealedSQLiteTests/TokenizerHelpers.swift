import CSealedSQLite

/// One token as `hf_tokenize` emits it.
struct Token: Equatable, CustomStringConvertible {
  var text: String
  var isColocated: Bool
  var range: Range<Int>
  var description: String { (isColocated ? "~" : "") + text }
}

/// Tokenizes bytes as they are.
func tokens(_ bytes: [UInt8], flags: Int32) -> [Token] {
  // The C function takes a context pointer; this box is alive for the whole call.
  final class Box { var tokens: [Token] = [] }
  let box = Box()
  let code = bytes.withUnsafeBytes { buffer in
    hf_tokenize(
      buffer.bindMemory(to: CChar.self).baseAddress, Int32(bytes.count), flags, Unmanaged.passUnretained(box).toOpaque()
    ) { context, tokenFlags, token, count, start, end in
      guard let context, let token else { return 1 }
      let bytes = UnsafeRawBufferPointer(start: token, count: Int(count))
      Unmanaged<Box>.fromOpaque(context).takeUnretainedValue().tokens.append(
        Token(
          text: String(decoding: bytes, as: UTF8.self), isColocated: tokenFlags & HF_TOKEN_COLOCATED != 0,
          range: Int(start)..<Int(max(start, end))))
      return 0
    }
  }
  precondition(code == 0)
  return box.tokens
}

/// The tokens of a document, synonyms marked by "~".
func document(_ text: String) -> [String] { tokens(Array(text.utf8), flags: HF_TOKENIZE_DOCUMENT).map(\.description) }

/// The tokens of a query.
func query(_ text: String) -> [String] { tokens(Array(text.utf8), flags: HF_TOKENIZE_QUERY).map(\.description) }
