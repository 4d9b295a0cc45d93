import Records
import Sealing

/// An officer's name, sealed to the vault identity and padded so that its length does not show.
enum OfficerName {
  private static func binding(_ officer: OfficerID, _ vault: VaultID) -> AssociatedData {
    var data = AssociatedData(.officerName)
    data.append(vault.text)
    data.append(officer.text)
    return data
  }

  static func seal(
    _ name: String, of officer: OfficerID, vault: VaultID, to identity: VaultPublicIdentity,
    using randomness: any Randomness
  ) throws -> String {
    let utf8 = Array(name.utf8)
    guard !utf8.isEmpty, utf8.count <= 1024 else {
      throw VaultError(.usage, "an officer's name has 1 to 1024 bytes", remedy: "give a shorter name")
    }
    var plain: [UInt8] = []
    plain.append(u16: UInt16(utf8.count))
    plain += utf8
    plain.pad(to: (plain.count + 63) / 64 * 64)
    return try Envelope.seal(
      SecretBytes(plain), to: identity, binding: binding(officer, vault), using: randomness
    ).base64
  }

  static func open(_ sealed: String, of officer: OfficerID, vault: VaultID, with identity: [VaultIdentity]) -> String? {
    guard let bytes = Base64.decode(sealed), let envelope = try? Envelope(encoded: bytes),
      let plain = try? envelope.open(with: identity, binding: binding(officer, vault)).copyBytes()
    else { return nil }
    var reader = ByteReader(plain)
    guard let count = reader.u16(), let name = reader.take(Int(count)) else { return nil }
    return String(validating: name, as: UTF8.self)
  }
}
