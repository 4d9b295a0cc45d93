import Foundation
import Records
import Sealing

@testable import Capture

/// Records of archives, as other systems write them.
enum ArchiveSample {
  static let master = "correct-horse-battery-staple-2019"
  static let words = "The heron flies at noon. Ünïcode 我们"

  /// Sealed with Python's cryptography under `master` and 100,000 rounds.
  static let sealed =
    #"{"content":"9da878a00ce9b5e5f724b92958b8393943a363ebb071e015b60364caeb4f48022503d29599d51eed35","iv":"000102030405060708090a0b","tag":"30b1915e49883a76f7c0926cba207718","salt":"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f"}"#
  static let sealedWithLongNonce =
    #"{"content":"636e2420f28abc0a49d77d736a2b87fd24238723c032","iv":"6465666768696a6b6c6d6e6f70717273","tag":"0417688e8040df50a5a90db34b796089","salt":"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f"}"#
  static let sealedNothing =
    #"{"content":"","iv":"000102030405060708090a0b0c0d0e0f","tag":"ec444c2399527dc05d6b024c0f201418","salt":"000102030405060708090a0b0c0d0e0f"}"#

  static let keys = ArchiveKeys(master: SecretBytes(Array(master.utf8)))

  static func context(keys: ArchiveKeys? = keys, account: String? = nil, zone: String? = nil) -> ReadingContext {
    var context = Sample.context
    context.archiveKeys = keys
    context.account = account
    context.timeZone = zone
    return context
  }

  /// A record of the first shape.
  static func first(
    body: String = sealed, id: String = "wamid.A1", direction: String = "inbound", sender: String = "+44 7700 900123",
    timestamp: String = "1767366759", type: String = "text", hasMedia: String = "false", more: String = "",
    checksum: String? = nil
  ) -> String {
    let checksum = checksum.map { #","checksum":"\#($0)""# } ?? ""
    return
      #"{"message_uuid":"6f0c-\#(id)","provider_msg_id":"\#(id)","timestamp":\#(timestamp),"direction":"\#(direction)","sender_id":"\#(sender)","payload":{"type":"\#(type)","body_encrypted":\#(body),"has_media":\#(hasMedia)\#(more)},"compliance_metadata":{"retention_policy":"7y","pii_scrubbed":false\#(checksum)}}"#
  }

  /// A record of the second shape.
  static func second(
    _ event: String = "message.received", content: String = #""the kestrel waits""#, id: String = "3EB0A1",
    from: String = "447700900123", to: String = "442079460000", type: String = "text",
    timestamp: String = #""2026-01-02T15:12:39Z""#, source: String = "crm", more: String = "", checksum: String? = nil
  ) -> String {
    let checksum = checksum.map { #","checksum":"\#($0)""# } ?? ""
    return
      #"{"archive_id":"arc-\#(id)-\#(event)","event_type":"\#(event)","source":"\#(source)","timestamp":\#(timestamp),"payload":{"from":"\#(from)","to":"\#(to)","message_id":"\#(id)","type":"\#(type)","content":\#(content)\#(more)},"metadata":{"session_id":"sess-secret","compliance_tier":"gold"\#(checksum)}}"#
  }

  static func read(_ text: String, _ context: ReadingContext = context()) -> Reading {
    Sample.read(text, context: context)
  }
}
