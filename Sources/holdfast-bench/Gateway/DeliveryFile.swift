import Glibc

/// Writes signed requests for `scripts/bench/post.lua`: each preceded by its length, eight digits.
struct DeliveryFile {
  let path: String
  let material: Material

  /// A message of the material in a payload of about 1 KB: payloads of real deliveries are longer than their texts.
  static func delivery(_ message: Message, path: String) -> SignedDelivery {
    var message = message
    message.isOutbound = false
    while message.text.utf8.count < 520 { message.text += " and again: " + message.text }
    message.text = String(message.text.prefix(520))
    var body: [UInt8] = []
    PayloadFile.append(message, to: &body)
    return SignedDelivery(path: path, body: body)
  }

  func write(path webhook: String) throws {
    guard let file = fopen(path, "w") else { throw BenchError("cannot write \(path)") }
    for number in 0..<material.messages {
      let request = DeliveryFile.delivery(material.message(number), path: webhook).request
      let length = String(request.count)
      let bytes = Array((String(repeating: "0", count: 8 - length.utf8.count) + length).utf8) + request
      bytes.withUnsafeBytes { _ = fwrite($0.baseAddress, 1, $0.count, file) }
    }
    guard fclose(file) == 0 else { throw BenchError("cannot write \(path)") }
  }
}
