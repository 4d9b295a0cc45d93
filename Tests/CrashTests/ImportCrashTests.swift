import SearchIndex
import TestSupport
import Testing

/// An import that dies anywhere is completed by running it again, with the totals of one that did not.
@Suite(.serialized) struct ImportCrashTests {
  private func operation(_ test: CrashCase) throws -> CrashOperation {
    let material = try CrashMaterial(test)
    let expected = try { () throws -> (Census, [String: Int64]) in
      let other = try CrashCase()
      let opened = try other.open(other.files)
      defer { opened.close() }
      _ = try opened.importing(material.paths)
      return (try Census(opened.vault), try opened.index.statistics().counts)
    }()
    return CrashOperation(
      name: "import",
      perform: { opened, told in
        _ = try opened.importing(material.paths)
        told()
      },
      check: { opened, told in
        if told > 0 {
          let census = try Census(opened.vault)
          try same(census.messages.count, expected.0.messages.count, "messages when the import had returned")
          try same(census.deliveries.count, expected.0.deliveries.count, "deliveries when the import had returned")
          try same(census.media, expected.0.media, "media when the import had returned")
        }
        let report = try opened.importing(material.paths)
        if told > 0 { try same(report.total.messages, 0, "messages taken again") }
        try same(report.total.exceptions.count, 0, "exceptions")
        let census = try Census(opened.vault)
        try hold(
          census.deliveries.values.allSatisfy { $0 == 1 },
          "a delivery is there more than once: \(census.deliveries.filter { $0.value > 1 })")
        try same(census.deliveries.count, expected.0.deliveries.count, "deliveries")
        try same(census.messages.count, expected.0.messages.count, "messages")
        try same(census.parts.count, expected.0.parts.count, "parts")
        try same(try opened.index.statistics().counts, expected.1, "counts")
        try same(try opened.importing(material.paths).total.messages, 0, "messages taken a third time")
      })
  }

  @Test func killedAnywhere() throws {
    let test = try CrashCase()
    #expect(try operation(test).crash(test, sample: 16) > 8)
  }

  @Test func failingAnywhere() throws {
    let test = try CrashCase()
    #expect(try operation(test).fail(test, sample: 2) > 4)
  }
}
