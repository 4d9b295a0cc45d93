import Records

/// Where a payload tells what pairs a device with the account, which must never be kept.
enum PairingForm: Sendable {
  /// Nowhere but under telling names.
  case none
  /// All that stands under its `data` or `payload`.
  case whole
  /// What stands under the `data` of its payload: the state beside it is kept.
  case inner

  /// The form of a payload, from its event and state.
  init(of payload: JSONValue) {
    let event = payload["event"]?.string.map { WasenderReader.normal($0) } ?? ""
    let engine = (payload["payload"]?["event"]?.string).map { WasenderReader.normal($0) } ?? ""
    let names = [event, event == "engine.event" ? engine : ""]
    if names.contains(where: { $0.contains("qr") || $0.contains("pair") || $0.contains("jwt") }) {
      self = .whole
      return
    }
    let state = (payload["payload"]?["status"]?.text ?? "").uppercased()
    self = event == "session.status" && (state.contains("PASSKEY") || state.contains("QR")) ? .inner : .none
  }
}
