import Glibc

/// Writes the material as Meta posts it: a line of JSON for each delivery.
struct PayloadFile {
  let path: String
  let material: Material
  /// Statuses written after each message of the firm: sent, delivered, read.
  let receipts: Int

  /// Writes the file; returns its bytes and deliveries.
  func write() throws -> (bytes: Int64, deliveries: Int) {
    guard let file = fopen(path, "w") else { throw BenchError("cannot write \(path)") }
    var line: [UInt8] = []
    var bytes: Int64 = 0
    var deliveries = 0
    func put() {
      line.append(0x0A)
      bytes += Int64(line.count)
      deliveries += 1
      line.withUnsafeBytes { _ = fwrite($0.baseAddress, 1, $0.count, file) }
    }
    for number in 0..<material.messages {
      let message = material.message(number)
      line.removeAll(keepingCapacity: true)
      PayloadFile.append(message, to: &line)
      put()
      guard message.isOutbound else { continue }
      for step in 0..<min(3, receipts) {
        line.removeAll(keepingCapacity: true)
        PayloadFile.append(status: step, of: message, to: &line)
        put()
      }
    }
    guard fclose(file) == 0 else { throw BenchError("cannot write \(path)") }
    return (bytes, deliveries)
  }

  private static let head =
    #"{"object":"whatsapp_business_account","entry":[{"id":"215589313241560883","changes":[{"value":{"#
    + #""messaging_product":"whatsapp","metadata":{"display_phone_number":"442071838750","#
    + #""phone_number_id":"7794189252778687"}"#

  static func append(_ message: Message, to line: inout [UInt8]) {
    line += head.utf8
    if message.isOutbound {
      line += #","message_echoes":[{"from":"\#(Material.firm)","to":"\#(message.phone)","id":"\#(message.wamid)","#.utf8
    } else {
      line += #","contacts":[{"profile":{"name":"\#(message.name)"},"wa_id":"\#(message.phone)"}],"#.utf8
      line += #""messages":[{"from":"\#(message.phone)","id":"\#(message.wamid)","#.utf8
    }
    // The texts hold neither quotes nor backslashes.
    line += #""timestamp":"\#(message.sentAt)","text":{"body":"\#(message.text)"},"type":"text"}]},"field":""#.utf8
    line += (message.isOutbound ? #"smb_message_echoes"}]}]}"# : #"messages"}]}]}"#).utf8
  }

  private static let steps = ["sent", "delivered", "read"]

  private static func append(status step: Int, of message: Message, to line: inout [UInt8]) {
    line += head.utf8
    line += #","statuses":[{"id":"\#(message.wamid)","status":"\#(steps[step])","timestamp":""#.utf8
    line += #"\#(message.sentAt + Int64(step) * 3)","recipient_id":"\#(message.phone)"}]},"field":"messages"}]}]}"#.utf8
  }
}
