import Records
import Sealing

#if canImport(Glibc)
  import Glibc
#endif

/// Finds the payloads in a file of JSON, whatever stands between them, in bounded memory.
///
/// Payloads may stand on a line each, one after the other, or in an array. Where one is broken, reading goes on at the
/// next line that begins as the broken one did.
struct PayloadSplitter {
  /// How much is held in memory.
  struct Limits: Sendable {
    /// The largest payload, in bytes.
    var body = 64 << 20
    /// How much is read at a time.
    var chunk = 4 << 20
  }

  /// A payload, or a stretch of the file that should have been one.
  struct Piece {
    enum Form {
      case value(JSONValue, [JSONRepair])
      /// Not JSON; the error's place counts from the piece.
      case broken(JSONError)
      /// Skipped; only its digest is known.
      case tooLarge(size: Int64, digest: Digest)
    }

    var form: Form
    var bytes: [UInt8]
    /// The first byte, counted in the file from zero.
    var offset: Int64
    /// The line it begins on, counted from one.
    var line: Int64
  }

  let limits: Limits
  private let file: ByteFile
  private var window: [UInt8] = []
  /// Where the window stands in the file.
  private var windowStart: Int64 = 0
  private var position = 0
  private var line: Int64 = 1
  private var atEnd = false
  private var inArray = false
  /// Looking for the closing bracket failed once: it is not tried again, so that the work stays linear.
  private var balancingFailed = false

  /// Where a splitter stands between two payloads: enough to go on from there in another process.
  struct Place: Sendable, Hashable {
    var offset: Int64 = 0
    var line: Int64 = 1
    var inArray = false
    var balancingFailed = false
  }

  init(file: ByteFile, limits: Limits, from place: Place = Place()) {
    self.file = file
    self.limits = limits
    windowStart = max(0, place.offset)
    line = max(1, place.line)
    inArray = place.inArray
    balancingFailed = place.balancingFailed
  }

  /// Where it stands now.
  var place: Place {
    Place(
      offset: windowStart + Int64(position), line: line, inArray: inArray, balancingFailed: balancingFailed)
  }

  /// How much of the file has been read.
  var progress: (done: Int64, total: Int64) { (windowStart + Int64(position), file.size) }

  /// The next payload; nil after the last.
  mutating func next() throws -> Piece? {
    guard try skipBetween() else { return nil }
    let offset = windowStart + Int64(position)
    let startLine = line
    while true {
      switch parse() {
      case .success((_, _, let end)) where end - position > limits.body:
        return try skipTooLarge(offset: offset, line: startLine)
      case .success((let value, let repairs, let end)):
        let bytes = Array(window[position..<end])
        advance(to: end)
        return Piece(form: .value(value, repairs), bytes: bytes, offset: offset, line: startLine)
      case .failure(let error):
        if !atEnd, error.offset + 16 >= window.count {
          if window.count - position > limits.body {
            return try skipTooLarge(offset: offset, line: startLine)
          }
          try fill(atLeast: growth)
          continue
        }
        return try takeBroken(error, offset: offset, line: startLine)
      }
    }
  }

  private func parse() -> Result<(JSONValue, [JSONRepair], Int), JSONError> {
    window.withUnsafeBufferPointer { buffer in
      let rest = UnsafeBufferPointer(rebasing: buffer[position...])
      do throws(JSONError) {
        // One byte order mark at the start of the file was skipped before; none is skipped here.
        let (value, repairs, stop) = try JSONReader.parse(rest, from: 0)
        if !atEnd, position + stop == window.count, !isClosed(value) {
          throw JSONError(.unexpectedEnd, at: stop, "the value may go on")
        }
        var end = stop
        while end > 0, PayloadSplitter.isSpace(rest[end - 1]) { end -= 1 }
        if !inArray, value.object == nil {
          throw JSONError(.unexpectedByte, at: 0, "a payload is an object in braces; this is none")
        }
        return .success((value, repairs, position + end))
      } catch {
        return .failure(JSONError(error.code, at: position + error.offset, error.message))
      }
    }
  }

  /// Whether a value's own end marks it: a number may go on in the bytes that follow.
  private func isClosed(_ value: JSONValue) -> Bool {
    if case .number = value { return false }
    return true
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }

  /// Goes to the next payload; false at the end of the file.
  private mutating func skipBetween() throws -> Bool {
    while true {
      while position < window.count {
        let byte = window[position]
        if byte == 0x0A { line += 1 }
        if PayloadSplitter.isSpace(byte) || (inArray && byte == 0x2C) || byte == 0x1E {
          position += 1
        } else if byte == 0x5D, inArray {
          inArray = false
          position += 1
        } else if byte == 0x5B, !inArray {
          inArray = true
          position += 1
        } else if byte == 0xEF, windowStart + Int64(position) == 0, window.starts(with: [0xEF, 0xBB, 0xBF]) {
          position += 3
        } else {
          return true
        }
      }
      if atEnd { return false }
      try fill(atLeast: 0)
    }
  }

  /// Reads on, dropping what has been consumed.
  private mutating func fill(atLeast count: Int) throws {
    if position > 0 {
      window.removeFirst(position)
      windowStart += Int64(position)
      position = 0
    }
    let piece = try file.read(at: windowStart + Int64(window.count), count: max(limits.chunk, count))
    if piece.isEmpty { atEnd = true }
    if window.isEmpty { window = piece } else { window += piece }
  }

  private mutating func advance(to end: Int) {
    window.withUnsafeBufferPointer { buffer in
      for byte in buffer[position..<end] where byte == 0x0A { line += 1 }
    }
    position = end
  }

  /// Takes what is broken as one piece, up to where reading can go on.
  private mutating func takeBroken(_ error: JSONError, offset: Int64, line startLine: Int64) throws -> Piece {
    let relative = JSONError(error.code, at: error.offset - position, error.message)
    if inArray, !balancingFailed {
      if let end = balancedEnd() {
        return piece(upTo: end, .broken(relative), offset, startLine)
      }
      balancingFailed = true
    }
    let indent = indentation()
    var searched = position
    while true {
      if let next = nextStart(from: searched, indent: indent) {
        return piece(upTo: next, .broken(relative), offset, startLine)
      }
      if atEnd { return piece(upTo: window.count, .broken(relative), offset, startLine) }
      if window.count - position > limits.body { return try skipTooLarge(offset: offset, line: startLine) }
      searched = max(0, window.count - position - indent - 2)
      try fill(atLeast: growth)
    }
  }

  /// Doubles what is held, so that reading again costs no more than reading, but not far beyond the limit.
  private var growth: Int { min(window.count - position, limits.body + 1 - (window.count - position)) }

  private mutating func piece(upTo end: Int, _ form: Piece.Form, _ offset: Int64, _ startLine: Int64) -> Piece {
    var last = end
    while last > position, PayloadSplitter.isSpace(window[last - 1]) { last -= 1 }
    let bytes = Array(window[position..<last])
    advance(to: end)
    return Piece(form: form, bytes: bytes, offset: offset, line: startLine)
  }

  /// How many blanks stand before the payload on its line.
  private func indentation() -> Int {
    var count = 0
    while count < position, window[position - count - 1] == 0x20 || window[position - count - 1] == 0x09 { count += 1 }
    return min(count, 256)
  }

  /// Where a line begins that looks like the next payload.
  private func nextStart(from start: Int, indent: Int) -> Int? {
    window.withUnsafeBufferPointer { buffer in
      var index = max(start, position)
      while index < buffer.count, let base = buffer.baseAddress,
        let found = memchr(base + index, 0x0A, buffer.count - index)
      {
        let newline = UnsafeRawPointer(base).distance(to: UnsafeRawPointer(found))
        var first = newline + 1
        while first < buffer.count, buffer[first] == 0x20 || buffer[first] == 0x09 { first += 1 }
        if first < buffer.count, first - newline - 1 <= indent, buffer[first] == 0x7B || buffer[first] == 0x5B {
          return newline + 1
        }
        index = newline + 1
      }
      return nil
    }
  }

  /// Where the brackets opened at the position close, quotes respected.
  private func balancedEnd() -> Int? {
    window.withUnsafeBufferPointer { buffer in
      var depth = 0
      var index = position
      while index < buffer.count {
        switch buffer[index] {
        case 0x22:
          index += 1
          while index < buffer.count, buffer[index] != 0x22 { index += buffer[index] == 0x5C ? 2 : 1 }
        case 0x7B, 0x5B: depth += 1
        case 0x7D, 0x5D:
          depth -= 1
          if depth == 0 { return index + 1 }
          if depth < 0 { return nil }
        default: break
        }
        index += 1
      }
      return nil
    }
  }

  /// Passes over a payload that is larger than the limit, keeping its digest.
  private mutating func skipTooLarge(offset: Int64, line startLine: Int64) throws -> Piece {
    let indent = indentation()
    var hasher = SHA256Hasher()
    var size: Int64 = 0
    while true {
      let next = nextStart(from: position, indent: indent)
      // A line's start at the very end of the window is seen whole only with what follows.
      let end = next ?? (atEnd ? window.count : max(position, window.count - indent - 2))
      hasher.update(window[position..<end])
      size += Int64(end - position)
      advance(to: end)
      if next != nil || atEnd {
        return Piece(
          form: .tooLarge(size: size, digest: hasher.finalize()), bytes: [], offset: offset, line: startLine)
      }
      try fill(atLeast: 0)
    }
  }
}
