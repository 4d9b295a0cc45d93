extension Material {
  /// The account of the material's payloads: the id of the firm's number.
  static let account = "7794189252778687"
}
