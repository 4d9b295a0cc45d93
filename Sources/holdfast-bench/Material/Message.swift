/// A message of the benchmark archive.
struct Message {
  var number: Int
  /// Seconds since 1970.
  var sentAt: Int64
  var conversation: Int
  var isOutbound: Bool
  /// The client's number, digits only.
  var phone: String
  var name: String
  var text: String
  /// The provider's id, as long and as random as a real one.
  var wamid: String
}
