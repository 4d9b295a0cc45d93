import NIOCore

/// A command with its arguments, as a server reads it: an array of bulk texts.
struct RedisCommand: Sendable {
  private(set) var arguments: [[UInt8]]

  init(_ words: String...) { arguments = words.map { Array($0.utf8) } }
  init(_ words: [String]) { arguments = words.map { Array($0.utf8) } }

  func adding(_ bytes: [UInt8]) -> RedisCommand {
    var copy = self
    copy.arguments.append(bytes)
    return copy
  }

  func write(to buffer: inout ByteBuffer) {
    buffer.writeString("*\(arguments.count)\r\n")
    for argument in arguments {
      buffer.writeString("$\(argument.count)\r\n")
      buffer.writeBytes(argument)
      buffer.writeInteger(0x0D0A as UInt16)
    }
  }
}
