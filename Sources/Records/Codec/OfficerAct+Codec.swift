extension OfficerAct {
  func encode(into json: inout CanonicalJSON) {
    json.object { json in
      json.name("details")
      json.value(.object(details))
      json.member("done_at", doneAt)
      json.member("id", id.text)
      json.member("kind", "act")
      json.member("officer", officer.text)
      if !signature.isEmpty { json.member("signature", signature) }
      json.member("v", Record.version)
      json.member("what", kind.rawValue)
    }
  }

  init(_ fields: RecordFields) throws(RecordError) {
    self.init(
      id: try fields.identifier("id"), kind: Kind(rawValue: try fields.string("what")),
      officer: try fields.identifier("officer"), doneAt: try fields.instant("done_at"),
      details: fields.object("details") ?? JSONObject(), signature: fields.optionalString("signature") ?? "")
  }

  /// The bytes that the officer signs: the act without its signature.
  public var signedBytes: [UInt8] {
    var unsigned = self
    unsigned.signature = ""
    return Record.act(unsigned).encode()
  }
}
