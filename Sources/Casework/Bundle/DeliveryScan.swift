import Records
import Storage
import Vault

/// Finds the raw deliveries whose parts are all in scope: only these may be handed over.
struct DeliveryScan {
  /// A delivery record and whether it may go out.
  struct Finding {
    var address: RecordAddress?
    /// Parts that are not in scope.
    var outside = 0
    var parts = 0
  }

  let vault: UnlockedVault
  let scope: CaseScope

  /// Looks at every captured record at the checkpoint.
  func run(
    _ segments: [BundleCheckpoint.Segment], progress: (Progress) -> Void, cancel: CancellationFlag?
  ) throws -> [DeliveryID: Finding] {
    let wanted = scope.deliveries
    var findings = Dictionary(uniqueKeysWithValues: wanted.map { ($0, Finding()) })
    let total = segments.reduce(Int64(0)) { $0 + Int64($1.description.recordCount) }
    var done: Int64 = 0
    for segment in segments {
      let open = try vault.openSegment(segment.description)
      try open.forEachRecord { number, bytes in
        try cancel?.check()
        let address = RecordAddress(segment: segment.description.id, number: number)
        if let id = Self.deliveryOfEvent(bytes) {
          guard wanted.contains(id), case .event(let record) = try Record.decode(Array(bytes)) else { return }
          findings[id]?.parts += 1
          let isInside = scope.records.contains(address) || scope.parts.contains("\(id) \(record.part)")
          if !isInside { findings[id]?.outside += 1 }
        } else if let id = Self.idOfDelivery(bytes), wanted.contains(id), findings[id]?.address == nil {
          findings[id]?.address = address
        }
      }
      done += Int64(segment.description.recordCount)
      progress(Progress(done: done, total: total, unit: "records", note: "looking for raw deliveries"))
    }
    return findings
  }

  /// The delivery that an event record names, found without reading all of it: canonical members come in order.
  static func deliveryOfEvent(_ bytes: UnsafeRawBufferPointer) -> DeliveryID? {
    guard bytes.starts(with: #"{"captured_at":"#.utf8) else { return nil }
    return identifier(after: #","delivery":""#, in: bytes, from: 15, until: min(bytes.count, 128))
  }

  /// The id of a delivery record; inside strings every quotation mark is escaped, so that the name cannot occur there.
  static func idOfDelivery(_ bytes: UnsafeRawBufferPointer) -> DeliveryID? {
    guard bytes.starts(with: #"{"account":""#.utf8) else { return nil }
    return identifier(after: #","id":""#, in: bytes, from: 0, until: bytes.count)
  }

  private static func identifier(
    after name: String, in bytes: UnsafeRawBufferPointer, from: Int, until: Int
  ) -> DeliveryID? {
    let pattern = Array(name.utf8)
    guard until - from >= pattern.count else { return nil }
    var index = from
    while index <= until - pattern.count {
      if bytes[index] == pattern[0], bytes[index..<index + pattern.count].elementsEqual(pattern) {
        let start = index + pattern.count
        guard let end = bytes[start...].firstIndex(of: 0x22) else { return nil }
        return DeliveryID(String(decoding: bytes[start..<end], as: UTF8.self))
      }
      index += 1
    }
    return nil
  }
}
