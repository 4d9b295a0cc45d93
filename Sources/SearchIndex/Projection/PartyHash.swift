import Records
import Sealing

/// The number that stands for one exact set of claims, the same in every shard and in the catalog.
enum PartyHash {
  /// Zero stands for nobody. A bare name is somebody else in each conversation.
  static func of(_ party: Party?, in conversation: ConversationID? = nil) -> Int64 {
    guard let party, !party.isEmpty else { return 0 }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(96)
    if isBareName(party), let conversation {
      bytes.append(2)
      bytes.append(contentsOf: conversation.text.utf8)
    }
    for claim in [party.phone, party.lid, party.userID, party.username, party.name] {
      if let claim {
        bytes.append(1)
        bytes.append(contentsOf: claim.utf8)
      }
      bytes.append(0)
    }
    let digest = SHA256.hash(bytes).bytes
    let value = digest[0..<8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) } >> 1
    return value == 0 ? 1 : Int64(value)
  }

  /// Whether nothing but a name is claimed.
  static func isBareName(_ party: Party) -> Bool {
    party.phone == nil && party.lid == nil && party.userID == nil && party.username == nil
  }
}

/// Remembers hashes, as the same few thousand people speak all the time.
struct PartyHasher {
  private var known: [Party: Int64] = [:]

  mutating func hash(_ party: Party?, in conversation: ConversationID?) -> Int64 {
    guard let party, !party.isEmpty else { return 0 }
    if PartyHash.isBareName(party) { return PartyHash.of(party, in: conversation) }
    if let hash = known[party] { return hash }
    if known.count > 20_000 { known.removeAll(keepingCapacity: true) }
    let hash = PartyHash.of(party)
    known[party] = hash
    return hash
  }
}
