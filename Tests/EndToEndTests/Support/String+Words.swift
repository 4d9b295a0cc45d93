extension String {
  /// The text with each run of the characters that make up words replaced, and all others as they are.
  func mappingWords(where isPart: (Character) -> Bool, _ replace: (String) -> String) -> String {
    var result = ""
    var word = ""
    for character in self {
      if isPart(character) {
        word.append(character)
        continue
      }
      if !word.isEmpty { result += replace(word) }
      word = ""
      result.append(character)
    }
    return word.isEmpty ? result : result + replace(word)
  }
}
