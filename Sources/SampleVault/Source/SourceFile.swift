/// One file that the sample vault is imported from.
struct SourceFile: Sendable {
  /// What an officer would say about the file when importing it.
  enum Origin: Sendable, Hashable {
    /// A provider's payloads say everything themselves.
    case provider
    /// An export from the phone of somebody in London.
    case british(String)
    /// An export from the phone of somebody in Germany.
    case german(String)
  }

  var name: String
  var origin: Origin
  var bytes: [UInt8]
}
