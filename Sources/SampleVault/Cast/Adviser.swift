/// Somebody at the firm, with the number that clients write to.
struct Adviser: Sendable {
  /// The route that this number's messages come by.
  enum Route: Sendable { case meta, wasender }

  var short: String
  var name: String
  var phone: String
  var route: Route
  /// Meta's phone number id, or the gateway's session.
  var account: String
}
