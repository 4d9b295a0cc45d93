/// Turns graphemes into safe glyphs, one at a time.
struct GlyphBuilder {
  let style: Style
  private var pending: TextGlyph?
  private var pendingScalar: Unicode.Scalar = " "
  private var extra = 0
  private var tags = ""

  init(style: Style) { self.style = style }

  mutating func add(_ character: Character, _ body: (TextGlyph) -> Void) {
    let scalars = character.unicodeScalars
    guard let first = scalars.first else { return }
    if scalars.index(after: scalars.startIndex) == scalars.endIndex {
      single(first, body)
      return
    }
    if first == "\r" {
      body(TextSafety.asciiGlyph(0x0a, style: style))
      return
    }
    if isJoinedEmoji(scalars, first) {
      joined(scalars, first, body)
    } else {
      for scalar in scalars { walk(scalar, body) }
    }
    flush(body)
  }

  // MARK: - One scalar

  private mutating func single(_ scalar: Unicode.Scalar, _ body: (TextGlyph) -> Void) {
    if scalar.isASCII {
      body(TextSafety.asciiGlyph(UInt8(truncatingIfNeeded: scalar.value), style: style))
      return
    }
    walk(scalar, body)
    flush(body)
  }

  // MARK: - Joined emoji

  private func isJoinedEmoji(_ scalars: Character.UnicodeScalarView, _ first: Unicode.Scalar) -> Bool {
    guard !first.isASCII, first.properties.isEmoji else { return false }
    var afterJoiner = false
    for scalar in scalars {
      if afterJoiner, ScalarClass.of(scalar) == .wide || ScalarClass.of(scalar) == .narrow { return true }
      afterJoiner = scalar.value == 0x200d
    }
    return false
  }

  private mutating func joined(
    _ scalars: Character.UnicodeScalarView, _ first: Unicode.Scalar, _ body: (TextGlyph) -> Void
  ) {
    let parts = scalars.count { $0.value == 0x200d }
    walk(first, body)
    pending?.flags.insert(.substituted)
    extra = max(1, parts)
  }

  // MARK: - Anything else

  private mutating func walk(_ scalar: Unicode.Scalar, _ body: (TextGlyph) -> Void) {
    let kind = ScalarClass.of(scalar)
    if kind != .tag, !tags.isEmpty { flush(body) }
    switch kind {
    case .narrow, .wide:
      flush(body)
      start(scalar, width: kind == .wide ? 2 : 1)
    case .space:
      flush(body)
      space(scalar, body)
    case .combining: combine(scalar)
    case .jamo:
      if isHangul(pendingScalar), pending != nil { combine(scalar) } else { code(scalar, prefix: "", body) }
    case .selector:
      if pending == nil {
        code(scalar, prefix: "U+", body)
      } else if pending?.flags.contains(.substituted) == true {
        extra += 1
      } else {
        pending?.flags.insert(.substituted)
      }
    case .modifier:
      if pending != nil, pendingScalar.properties.isEmoji {
        pending?.flags.insert(.substituted)
        flush(body)
        annotate("·", body)
      } else {
        flush(body)
        start(scalar, width: 2)
      }
    case .regional:
      flush(body)
      annotate(String(UnicodeScalar(UInt8(truncatingIfNeeded: scalar.value &- 0x1f1e6 &+ 0x41))), body)
    case .tag:
      if tags.isEmpty { flush(body) }
      let letter = scalar.value &- 0xe0000
      tags += letter > 0x20 && letter < 0x7f ? String(UnicodeScalar(UInt8(letter))) : letter == 0x20 ? "␠" : "."
    case .control:
      flush(body)
      if scalar.value < 0x80 {
        body(TextSafety.asciiGlyph(UInt8(truncatingIfNeeded: scalar.value), style: style))
      } else {
        code(scalar, prefix: "U+", body)
      }
    case .format:
      if scalar.value == 0x200c || scalar.value == 0x200d, pending != nil, !pendingScalar.isASCII {
        flush(body)
        annotate("¦", body)
      } else {
        code(scalar, prefix: "U+", body)
      }
    case .unknown: code(scalar, prefix: "", body)
    }
  }

  private mutating func start(_ scalar: Unicode.Scalar, width: UInt8) {
    pending = TextGlyph(
      Glyph(scalar), width: width, flags: ScalarClass.isRightToLeft(scalar) ? .rightToLeft : [], style: style)
    pendingScalar = scalar
  }

  private mutating func combine(_ scalar: Unicode.Scalar) {
    if pending == nil {
      // A mark with nothing to stand on, on the dotted circle that the standard uses for this.
      start("\u{25cc}", width: 1)
      pending?.flags = [.substituted, .annotation]
    }
    if pending?.glyph.add(scalar) == false {
      pending?.flags.insert(.substituted)
      extra += 1
    }
  }

  private func space(_ scalar: Unicode.Scalar, _ body: (TextGlyph) -> Void) {
    // A no-break space, in its three widths, is no place to break a line.
    let breaks = ![0xa0, 0x2007, 0x202f].contains(scalar.value)
    var flags: TextGlyph.Flags = breaks ? .space : []
    if scalar != " " { flags.insert(.substituted) }
    let glyph = TextGlyph(scalar.value == 0x1680 ? Glyph(scalar) : .space, width: 1, flags: flags, style: style)
    body(glyph)
    if scalar.value == 0x3000 { body(glyph) }
  }

  private func isHangul(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x1100...0x115e, 0xa960...0xa97c, 0xac00...0xd7a3: true
    default: false
    }
  }

  // MARK: - Output

  private mutating func code(_ scalar: Unicode.Scalar, prefix: String, _ body: (TextGlyph) -> Void) {
    flush(body)
    annotate("⟨\(prefix)\(ScalarInfo.hexadecimal(scalar))⟩", body)
  }

  private func annotate(_ text: String, _ body: (TextGlyph) -> Void) {
    for scalar in text.unicodeScalars {
      body(TextGlyph(Glyph(scalar), width: 1, flags: [.substituted, .annotation], style: style.annotated))
    }
  }

  private mutating func flush(_ body: (TextGlyph) -> Void) {
    if let glyph = pending {
      pending = nil
      body(glyph)
    }
    if extra > 0 {
      let count = extra
      extra = 0
      annotate("+\(count)", body)
    }
    if !tags.isEmpty {
      let text = tags
      tags = ""
      annotate("⟨tag \(text)⟩", body)
    }
  }
}
