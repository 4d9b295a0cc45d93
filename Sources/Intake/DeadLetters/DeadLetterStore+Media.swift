import Records
import Storage
import Vault

// An officer files a letter and cannot fetch its files: the gateway does, from what is left of the letter.
extension DeadLetterStore {
  private static let suffix = ".media"

  /// What an officer's filing says about the files that a letter's messages name: missing, until a gateway fetched them.
  func lacking(_ jobs: [MediaJob], isQuarantined: Bool) -> [EventRecord] {
    jobs.map { job in
      isQuarantined
        ? job.record.lackingMedia(
          "media-not-permitted", "the delivery did not prove where it came from, so its files are not fetched")
        : job.record.lackingMedia(
          "media-not-fetched", "an officer filed it from the dead letters; a gateway on that machine fetches the file")
    }
  }

  /// Keeps a letter that was filed for the gateway, which opens it for its files.
  func keepForMedia(_ id: DeadLetterID) throws {
    try files.rename(path(of: id), "\(folder)/\(id.text)\(DeadLetterStore.suffix)")
    try files.syncDirectory(folder)
  }

  /// Hands over the files of letters that officers filed; returns how many.
  ///
  /// A letter goes when its jobs were taken; one that cannot be opened or read any more stays, and is passed over.
  @discardableResult
  public func handOverMedia(_ take: ([MediaJob]) async throws -> Void) async throws -> Int {
    guard let key, try files.status(folder) != nil else { return 0 }
    var count = 0
    for name in try files.names(in: folder).sorted() where name.hasSuffix(DeadLetterStore.suffix) {
      let path = folder + "/" + name
      guard let jobs = try? mediaJobs(path, key) else { continue }
      try await take(jobs)
      try files.unlink(path)
      count += jobs.count
    }
    return count
  }

  private func mediaJobs(_ path: String, _ key: GatewayKey) throws -> [MediaJob] {
    guard let bytes = try DurableFile.read(path, limit: 1 << 30, files: files) else { return [] }
    let file = try DeadLetterFile(parsing: bytes, vault: vault.id, path: path)
    let content = try DeadLetterStore.content(of: file.open(.gateway(key, vault.id), path: path), path)
    let captured = try CapturedDelivery(decoding: content.bytes)
    let filing = try DeliveryFiler(vault: vault.id, fingerprintKey: Importer.fingerprintKey(of: vault.id))
      .filing(captured)
    return MediaJob.jobs(in: filing.events, endpoint: filing.endpoint)
  }
}
