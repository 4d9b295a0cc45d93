import Foundation
import Records
import TestSupport

@testable import Capture

/// Reads exports that a test writes.
struct ChatExportCase {
  var context = ReadingContext(
    vault: VaultID(suffix: "aaaaaaaaaaaaaaaaaaaa"), capturedAt: Instant(rfc3339: "2026-11-21T00:00:00Z")!,
    timeZone: "Europe/Berlin", secretKey: [1, 2, 3])

  init(zone: String? = "Europe/Berlin", order: DateOrder? = nil, account: String? = nil) {
    context.timeZone = zone
    context.dateOrder = order
    context.account = account
  }

  func export(_ text: String, name: String = "_chat.txt") throws -> ChatExport {
    try ChatExport(bytes: Array(text.utf8), path: name, names: [name], context: context)
  }

  func readings(_ bytes: [UInt8], name: String = "_chat.txt") throws -> [Reading] {
    let directory = try TemporaryDirectory()
    let path = directory.path(name)
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return try readings(path: path)
  }

  func readings(path: String) throws -> [Reading] {
    var reader = try SourceOpener.open(path: path, context: context)
    var all: [Reading] = []
    while let reading = try reader.next() { all.append(reading) }
    return all
  }

  func events(_ text: String, name: String = "_chat.txt") throws -> [MessageEvent] {
    try readings(Array(text.utf8), name: name).flatMap { $0.events.map(\.event) }
  }

  func exceptions(_ text: String, name: String = "_chat.txt") throws -> [String] {
    try readings(Array(text.utf8), name: name).flatMap { $0.exceptions.map(\.what) }
  }
}

extension MessageEvent {
  /// `message/image`, `group/add`, `system/encryption`: what a test compares.
  var shape: String {
    switch kind {
    case .group: return "group/" + (group?.action ?? "?")
    case .system: return "system/" + (attributes["notice"] ?? "?")
    case .call: return "call/" + (attributes["call"] ?? "?")
    default: return kind.rawValue + "/" + (content?.kind.rawValue ?? "?")
    }
  }
}
