import Casework
import Foundation
import Records
import SearchIndex
import Storage
import TestSupport
import Testing

/// A bundle is there whole or not at all; what an export leaves that died does not stand in the way of the next.
@Suite(.serialized) struct ExportCrashTests {
  private func operation(_ test: CrashCase) throws -> CrashOperation {
    let material = try CrashMaterial(test, messages: 8)
    let bundle = test.base + "/out/bundle"
    func isThere() -> Bool { FileManager.default.fileExists(atPath: bundle) }
    func check(_ opened: OpenedCase) throws {
      let report = try BundleVerifier.verify(bundle)
      try hold(report.isValid, "the bundle does not verify: \(report.problems)")
      try same(report.messages, 17, "messages in the bundle")
      try hold(
        FileManager.default.fileExists(atPath: bundle + ".custody.json"), "the bundle has no record of its custody")
    }
    return CrashOperation(
      name: "export",
      prepare: { opened in
        _ = try opened.importing(material.paths)
        try opened.cases.openMatter(name: "M-1", title: "Heron")
        try opened.cases.placeHold(
          matter: "M-1", on: .query(try opened.query("text OR words OR has:media")), reason: "r")
      },
      perform: { opened, told in
        let report = try opened.cases.export(matter: "M-1", to: bundle)
        try same(report.messages, 17, "messages exported")
        told()
      },
      check: { opened, told in
        if isThere() {
          try check(opened)
        } else {
          try hold(told == 0, "the bundle that was reported as written is not there")
          _ = try opened.cases.export(matter: "M-1", to: bundle)
          try check(opened)
        }
        try hold(
          (try Census(opened.vault).acts[OfficerAct.Kind.export.rawValue] ?? 0) > 0, "the export was not recorded")
        let left = try FileManager.default.contentsOfDirectory(atPath: opened.base + "/out").filter {
          $0.contains("partial") || $0.contains(".new-")
        }
        if !isThere() || told == 0 { try same(left, [], "left over") }
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
