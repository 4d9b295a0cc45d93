/// Shows hostile text safely: nothing in it acts, and nothing of it disappears.
enum VisibleText {
  /// What stands for a scalar that would act or hide: control characters and direction overrides.
  static func visible(_ scalar: Unicode.Scalar) -> String? {
    switch scalar.value {
    case 0x0A, 0x09: return nil
    case 0x00...0x1F: return String(UnicodeScalar(0x2400 + scalar.value).map(Character.init) ?? "�")
    case 0x7F: return "␡"
    case 0x80...0x9F, 0x061C, 0x200B, 0x200E, 0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB,
      0xE0000...0xE007F:
      let hex = String(scalar.value, radix: 16, uppercase: true)
      return "⟨U+" + String(repeating: "0", count: max(0, 4 - hex.count)) + hex + "⟩"
    default: return nil
    }
  }

  /// The text for a plain-text transcript; further lines are indented.
  static func plain(_ text: String, indent: String = "") -> String {
    var result = ""
    var scalars = text.unicodeScalars.makeIterator()
    var held: Unicode.Scalar?
    while let scalar = held ?? scalars.next() {
      held = nil
      if scalar == "\r" {
        let next = scalars.next()
        held = next
        if next == "\n" { continue }
      }
      if scalar == "\n" {
        result += "\n" + indent
      } else if let shown = visible(scalar) {
        result += shown
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The text as HTML: escaped, controls marked, line breaks kept by the style.
  static func html(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    var scalars = text.unicodeScalars.makeIterator()
    var held: Unicode.Scalar?
    while let scalar = held ?? scalars.next() {
      held = nil
      if scalar == "\r" {
        let next = scalars.next()
        held = next
        if next == "\n" { continue }
      }
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default:
        if let shown = visible(scalar) {
          result += "<span class=\"ctl\">" + shown + "</span>"
        } else {
          result.unicodeScalars.append(scalar)
        }
      }
    }
    return result
  }

  /// One line of text as an HTML attribute or element, without any markup inside.
  static func attribute(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\n", "\t": result += " "
      default: if let shown = visible(scalar) { result += shown } else { result.unicodeScalars.append(scalar) }
      }
    }
    return result
  }
}
