import Records

extension FuzzTarget {
  static let jsonWords = [
    "\"", "{", "}", "[", "]", ":", ",", "null", "true", "false", "-0", "1e5", "\\u", "\\ud800", "\\udc00", "\\n",
    "\\\\",
    "\u{FEFF}", "9007199254740993", "0.5E-7",
  ]

  static let json: [FuzzTarget] = [
    FuzzTarget(
      "json", dictionary: jsonWords,
      seeds: {
        [
          #"{"a":[1,-2.5e3,"x\u00e9\ud83d\ude00",null,true,false],"b":{"c":{}},"a":0}"#, "[]", "\"\\ud800\"", " 1 ",
          #"{"n":12345678901234567890123,"s":"\b\f\n\r\t\/"}"#, "[[[[[[[[[[]]]]]]]]]]",
        ].map { Array($0.utf8) }
      },
      check: { bytes in
        guard let (value, repairs) = try? JSONReader.parseNotingRepairs(bytes) else { return }
        // What is written canonically reads back as itself, to the byte.
        let canonical = CanonicalJSON.encode(value)
        guard let again = try? JSONReader.parseNotingRepairs(canonical) else {
          throw FuzzFailure("its canonical form cannot be read: \(canonical.mended)")
        }
        try require(again.repairs.isEmpty, "its canonical form needs mending")
        try require(CanonicalJSON.encode(again.value) == canonical, "its canonical form is not stable")
        try require(canonical.count <= bytes.count * 6 + 16, "\(bytes.count) bytes became \(canonical.count)")
        try require(repairs.allSatisfy { (0..<bytes.count).contains($0.offset) }, "a repair lies outside")
        // Canonical order is by UTF-16; and no name twice.
        try checkOrder(again.value)
      })
  ]

  private static func checkOrder(_ value: JSONValue) throws {
    for element in value.array ?? [] { try checkOrder(element) }
    guard let members = value.object?.members else { return }
    for (left, right) in zip(members, members.dropFirst()) {
      try require(
        left.name.utf16.lexicographicallyPrecedes(right.name.utf16), "members out of order: \(left.name), \(right.name)"
      )
    }
    for member in members { try checkOrder(member.value) }
  }
}
