/// The rule for names of note keys.
enum NoteName {
  /// Not empty, no white space, no control characters, no plus.
  static func isValid(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count <= 512
      && name.unicodeScalars.allSatisfy {
        $0 != "+" && !$0.properties.isWhitespace && $0.value >= 0x20 && $0.value != 0x7f
      }
  }
}
