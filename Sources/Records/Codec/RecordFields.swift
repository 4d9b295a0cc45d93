/// Typed access to the members of one JSON object of a record, with errors that name the member.
struct RecordFields {
  private let value: JSONValue
  private let place: String

  init(_ value: JSONValue, in place: String) throws(RecordError) {
    guard value.object != nil else { throw RecordError(.malformed, "‘\(place)’ is not a JSON object") }
    self.value = value
    self.place = place
  }

  private func missing(_ name: String, _ type: String) -> RecordError {
    RecordError(.missingField, "‘\(place).\(name)’ is not there or is not \(type)")
  }

  func string(_ name: String) throws(RecordError) -> String {
    guard let text = value[name]?.string else { throw missing(name, "a string") }
    return text
  }

  func integer(_ name: String) throws(RecordError) -> Int64 {
    guard let number = value[name]?.integer else { throw missing(name, "a whole number") }
    return number
  }

  func optionalString(_ name: String) -> String? { value[name]?.string }
  func optionalInteger(_ name: String) -> Int64? { value[name]?.integer }
  func instant(_ name: String) throws(RecordError) -> Instant { Instant(milliseconds: try integer(name)) }
  func optionalInstant(_ name: String) -> Instant? { value[name]?.integer.map(Instant.init(milliseconds:)) }
  func strings(_ name: String) -> [String] { value[name]?.array?.compactMap(\.string) ?? [] }
  func array(_ name: String) -> [JSONValue] { value[name]?.array ?? [] }
  func object(_ name: String) -> JSONObject? { value[name]?.object }

  func fields(_ name: String) throws(RecordError) -> RecordFields? {
    guard let member = value[name] else { return nil }
    return try RecordFields(member, in: place + "." + name)
  }

  func identifier<ID: Identifier>(_ name: String) throws(RecordError) -> ID {
    guard let id = ID(try string(name)) else { throw missing(name, "an identifier ‘\(ID.prefix)-…’") }
    return id
  }

  func optionalIdentifier<ID: Identifier>(_ name: String) throws(RecordError) -> ID? {
    value[name] == nil ? nil : try identifier(name)
  }

  /// A value of a closed set.
  func choice<Choice: RawRepresentable<String>>(_ name: String) throws(RecordError) -> Choice {
    guard let choice = Choice(rawValue: try string(name)) else { throw missing(name, "one of the known words") }
    return choice
  }

  /// An object of strings.
  func texts(_ name: String) -> [String: String] {
    var result: [String: String] = [:]
    for member in value[name]?.object?.members ?? [] {
      if let text = member.value.text { result[member.name] = text }
    }
    return result
  }
}

extension CanonicalJSON {
  mutating func member(_ name: String, _ instant: Instant?) { member(name, instant?.milliseconds) }

  mutating func member(_ name: String, _ texts: [String: String]) {
    guard !texts.isEmpty else { return }
    self.name(name)
    object { json in
      for key in texts.keys.sorted(by: { $0.utf16.lexicographicallyPrecedes($1.utf16) }) {
        json.member(key, texts[key])
      }
    }
  }

  mutating func member(_ name: String, _ party: Party?) {
    guard let party else { return }
    self.name(name)
    encode(party)
  }

  mutating func member(_ name: String, _ parties: [Party]) {
    guard !parties.isEmpty else { return }
    self.name(name)
    array { json in for party in parties { json.encode(party) } }
  }

  private mutating func encode(_ party: Party) {
    object { json in
      json.member("lid", party.lid)
      json.member("name", party.name)
      json.member("phone", party.phone)
      json.member("user_id", party.userID)
      json.member("username", party.username)
    }
  }
}

extension Party {
  init(_ fields: RecordFields) {
    self.init(
      phone: fields.optionalString("phone"), lid: fields.optionalString("lid"),
      userID: fields.optionalString("user_id"), username: fields.optionalString("username"),
      name: fields.optionalString("name"))
  }
}

extension RecordFields {
  func party(_ name: String) throws(RecordError) -> Party? {
    guard let fields = try fields(name) else { return nil }
    return Party(fields)
  }

  func parties(_ name: String) throws(RecordError) -> [Party] {
    var result: [Party] = []
    for element in array(name) { result.append(Party(try RecordFields(element, in: name))) }
    return result
  }
}
