import Records

/// The records that were applied before a ledger lists their segment, as the catalog's table `provisional` has them.
///
/// Used by the indexing thread only.
final class ProvisionalRecords {
  enum State: Int64 {
    /// Written down before it is applied, so that nothing is applied that is not written down.
    case noted = 0
    case applied = 1
    /// The same record has come at another address: what this one gave was given to that one.
    case superseded = 2
  }

  private var states: [RecordAddress: (digest: RecordDigest, state: State)] = [:]
  private var byDigest: [RecordDigest: Set<RecordAddress>] = [:]
  private var bySegment: [SegmentID: Set<Int>] = [:]
  /// Records that are shown and not in a ledger.
  private(set) var pending: Int64 = 0

  var isEmpty: Bool { states.isEmpty }
  var segments: Set<SegmentID> { Set(bySegment.keys) }
  var digests: Set<RecordDigest> { Set(byDigest.keys) }

  func contains(_ address: RecordAddress) -> Bool { states[address].map { $0.state != .superseded } ?? false }

  func state(_ address: RecordAddress) -> State? { states[address]?.state }

  func set(_ address: RecordAddress, _ digest: RecordDigest, _ state: State) {
    remove(address)
    states[address] = (digest, state)
    bySegment[address.segment, default: []].insert(address.number)
    if state != .superseded {
      byDigest[digest, default: []].insert(address)
      pending += 1
    }
  }

  /// The same record at other addresses that no ledger has listed, of other segments than one.
  func others(_ digest: RecordDigest, than segment: SegmentID) -> [RecordAddress] {
    (byDigest[digest] ?? []).filter { $0.segment != segment }.sorted()
  }

  /// Forgets the records of a segment below a number: a ledger lists them.
  func settle(_ segment: SegmentID, below number: Int) {
    for record in bySegment[segment] ?? [] where record < number {
      remove(RecordAddress(segment: segment, number: record))
    }
  }

  /// Forgets what was superseded in segments that are not named.
  func forgetSuperseded(except segments: Set<SegmentID>) -> [RecordAddress] {
    let gone = states.filter { $0.value.state == .superseded && !segments.contains($0.key.segment) }.map(\.key)
    for address in gone { remove(address) }
    return gone
  }

  private func remove(_ address: RecordAddress) {
    guard let old = states.removeValue(forKey: address) else { return }
    bySegment[address.segment]?.remove(address.number)
    if bySegment[address.segment]?.isEmpty == true { bySegment[address.segment] = nil }
    guard old.state != .superseded else { return }
    pending -= 1
    byDigest[old.digest]?.remove(address)
    if byDigest[old.digest]?.isEmpty == true { byDigest[old.digest] = nil }
  }
}
