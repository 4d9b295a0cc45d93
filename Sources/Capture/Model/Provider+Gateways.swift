import Records

extension Provider {
  static let wahaGateway = Provider(rawValue: "waha")
  static let evolutionGateway = Provider(rawValue: "evolution")
  /// Go WhatsApp, which its makers call GOWA.
  static let gowaGateway = Provider(rawValue: "gowa")
}
