import Foundation
import Records
import TestSupport

@testable import Capture

/// What the tests of the readers share.
enum Sample {
  static let context = ReadingContext(
    vault: VaultID(suffix: "testvault"), capturedAt: Instant(seconds: 1_767_600_000), secretKey: [1, 2, 3, 4])

  /// A reading of one body.
  static func read(_ text: String, context: ReadingContext = context) -> Reading {
    var reader = PayloadReader(context: context)
    return reader.read(body: Array(text.utf8))
  }

  /// A Meta payload around one value.
  static func meta(_ value: String, field: String = "messages") -> String {
    #"{"object":"whatsapp_business_account","entry":[{"id":"77","changes":[{"field":"\#(field)","value":\#(value)}]}]}"#
  }

  /// A Meta payload around one message, with the sender in the contacts.
  static func metaMessage(_ message: String) -> String {
    meta(
      #"""
      {"messaging_product":"whatsapp","metadata":{"display_phone_number":"+44 20 7946 0000","phone_number_id":"900"},
      "contacts":[{"profile":{"name":"Wrong Person"},"wa_id":"447700900001"},
      {"profile":{"name":"Lee Chan","username":"@lee"},"wa_id":"447700900123","user_id":"GB.42"}],"messages":[\#(message)]}
      """#)
  }

  /// A Wasender envelope.
  static func wasender(_ event: String, _ data: String, more: String = "") -> String {
    #"{"event":"\#(event)","timestamp":1767366759123\#(more),"data":\#(data)}"#
  }

  /// A WAHA envelope of the account 442079460000.
  static func waha(_ event: String, _ payload: String, engine: String = "NOWEB") -> String {
    #"{"id":"evt_1","timestamp":1767366759123,"event":"\#(event)","session":"default","me":{"id":"442079460000@c.us","lid":"555@lid","pushName":"Desk"},"engine":"\#(engine)","payload":\#(payload)}"#
  }

  /// An Evolution API envelope of the account 442079460000.
  static func evolution(_ event: String, _ data: String) -> String {
    #"{"event":"\#(event)","instance":"desk","data":\#(data),"destination":"https://archive.example/hook","date_time":"2026-01-02T12:12:39.000Z","sender":"442079460000@s.whatsapp.net","server_url":"https://evo.example","apikey":"k-1"}"#
  }

  /// A GOWA envelope of the device 442079460000.
  static func gowa(_ event: String, _ payload: String) -> String {
    #"{"event":"\#(event)","device_id":"442079460000@s.whatsapp.net","timestamp":"2026-01-02T15:12:40Z","payload":\#(payload)}"#
  }

  /// The readings of a file with these bytes.
  static func readings(
    _ bytes: [UInt8], limits: PayloadSplitter.Limits = .init(), name: String = "payloads.bin"
  ) throws -> [Reading] {
    let directory = try TemporaryDirectory()
    try Data(bytes).write(to: directory.url.appendingPathComponent(name))
    var reader = try PayloadFileReader(path: directory.path(name), context: context, limits: limits)
    var result: [Reading] = []
    while let reading = try reader.next() { result.append(reading) }
    return result
  }
}

extension Reading {
  /// The kinds of its events, in order.
  var kinds: [String] { events.map(\.event.kind.rawValue) }
  /// Its first event.
  var first: MessageEvent? { events.first?.event }
}
