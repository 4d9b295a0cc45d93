/// One scalar of a text, as the inspector lists it: what the sender's bytes are, not how we draw them.
public struct ScalarInfo: Hashable, Sendable {
  /// The scalar.
  public let scalar: Unicode.Scalar
  /// Its place in the text, counted in scalars from 0.
  public let index: Int
  /// The number of the grapheme it belongs to, from 0.
  public let grapheme: Int

  /// `U+0041`.
  public var code: String { "U+" + Self.hexadecimal(scalar) }

  /// The character's name in the standard, or what stands in for one.
  public var name: String {
    let properties = scalar.properties
    if let name = properties.nameAlias ?? properties.name { return name }
    switch properties.generalCategory {
    case .control: return "CONTROL"
    case .privateUse: return "PRIVATE USE"
    case .unassigned: return "UNASSIGNED"
    default: return "NO NAME"
    }
  }

  /// Its bytes in UTF-8, in hexadecimal.
  public var bytes: String {
    String(scalar).utf8.map { byte in
      let text = String(byte, radix: 16, uppercase: true)
      return byte < 16 ? "0" + text : text
    }.joined(separator: " ")
  }

  /// The safe form, for a column beside the code.
  public var visible: String { SafeText(String(scalar)).text }

  /// All scalars of a text, in order.
  public static func list(_ text: String) -> [ScalarInfo] {
    var result: [ScalarInfo] = []
    for (grapheme, character) in text.enumerated() {
      for scalar in character.unicodeScalars {
        result.append(ScalarInfo(scalar: scalar, index: result.count, grapheme: grapheme))
      }
    }
    return result
  }

  static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
