import Records
import Sealing
import SearchIndex
import Storage
import Vault

#if canImport(Glibc)
  import Glibc
#endif

extension CaseManager {
  /// Hands over a matter: the union of its holds at a vault checkpoint, as a bag that anybody can check.
  ///
  /// The folder appears complete or not at all. The export is sealed into the officer's log before it appears.
  ///
  /// - Parameters:
  ///   - name: The matter.
  ///   - path: A folder that is absent or empty, outside the vault.
  ///   - note: An earlier vault checkpoint; nil for the state after the last capture, hold or release.
  public func export(
    matter name: String, to path: String, at note: String? = nil, progress: @escaping (Progress) -> Void = { _ in },
    cancel: CancellationFlag? = nil
  ) throws -> ExportReport {
    let files = vault.environment.files
    let destination = try exportDestination(path)
    let custodyPath = destination + ".custody.json"
    try index.catchUp(progress: progress, cancel: cancel)
    let coverage = try index.coverage()
    guard coverage.isComplete else {
      throw CaseworkError(
        .incompleteIndex, "only \(coverage.indexed) of \(coverage.records) capture records are indexed",
        remedy: "wait until the index has caught up, then export again")
    }
    let matter = try self.matter(name)
    let checkpoint =
      try note.map { try BundleCheckpoint.at($0, vault: vault) }
      ?? BundleCheckpoint.current(vault: vault, acts: try holdActs())
    let collector = ScopeCollector(
      index: index, vault: vault, checkpoint: checkpoint, progress: progress, cancel: cancel)
    let scope = try collector.collect(matter: matter)
    guard scope.messageCount > 0 || scope.conversations.contains(where: { !$0.events.isEmpty }) else {
      throw CaseworkError(
        .emptyScope, "the matter \(name) holds nothing at this checkpoint: there is nothing to export",
        remedy: "place a hold that matches something, or name a later checkpoint")
    }
    let bag = try BagWriter(destination: destination, files: files)
    do {
      let builder = BundleBuilder(
        vault: vault, checkpoint: checkpoint, bag: bag, progress: progress, cancel: cancel)
      let result = try builder.build(scope)
      let digest = SHA256.hash(result.tagManifest)
      try cancel?.check()
      let details = NormalisedRecord.object([
        "checkpoint": .string(checkpoint.checkpoint.identifier), "matter": .string(name),
        "messages": .number(String(scope.messageCount)), "missing": .number(String(result.missing)),
        "out": .string(destination.split(separator: "/").last.map(String.init) ?? ""),
        "tagmanifest_sha256": .string(digest.hex),
      ])
      guard case .object(let object) = details else { throw CaseworkError(.cannotWrite, "internal error: no details") }
      let act = try vault.acts.recordDurably(.export, details: object)
      let custody = CustodyRecord(
        vault: vault, matter: name, bundleName: destination.split(separator: "/").last.map(String.init) ?? "",
        checkpoint: checkpoint.checkpoint.identifier, digest: digest, handedOverAt: act.doneAt)
      let earlier = try setAside(custodyPath)
      do {
        // The bag's lock is held: whoever began such a file for this bundle is dead.
        try DurableFile.removeAbandoned(of: custodyPath, files: files)
        _ = try DurableFile.create(custodyPath, try custody.encode(), files: files)
        try bag.publish()
      } catch {
        try? files.unlink(custodyPath)
        throw error
      }
      var report = report(destination, custodyPath, name, checkpoint, scope, result, digest, pending: coverage.pending)
      if let earlier {
        report.warnings.append("a custody record without its bundle was there: it is kept as \(earlier)")
      }
      return report
    } catch let error as StorageError {
      bag.cancel()
      throw CaseworkError(
        .cannotWrite, "the bundle could not be written: \(error.message)",
        remedy: error.remedy.isEmpty ? "nothing is left at \(destination); try again" : error.remedy, cause: error)
    } catch {
      bag.cancel()
      throw error
    }
  }

  /// Gives another name to the custody record of a bundle that is not here: one that never came to stand, because the
  /// export died, or one that was taken away. Returns that name.
  private func setAside(_ path: String) throws -> String? {
    let files = vault.environment.files
    guard try files.status(path) != nil else { return nil }
    let stem = path.dropLast(".json".utf8.count)
    var number = 1
    while try files.status("\(stem)-\(number).json") != nil { number += 1 }
    try files.rename(path, "\(stem)-\(number).json")
    try files.syncDirectory(DurableFile.parent(of: path))
    return "\(stem)-\(number).json"
  }

  private func report(
    _ path: String, _ custody: String, _ matter: String, _ checkpoint: BundleCheckpoint, _ scope: CaseScope,
    _ result: BundleBuilder.Result, _ digest: Digest, pending: UInt64
  ) -> ExportReport {
    var warnings = ["anybody who has this folder can read it: it is not encrypted"]
    if result.withheldDeliveries > 0 {
      warnings.append("\(result.withheldDeliveries) raw deliveries are withheld, because they carry parts out of scope")
    }
    if pending > 0 {
      warnings.append(
        "\(pending) records of a gateway are not in a ledger yet, and what only they say is left out: it seals them "
          + "within 15 minutes; export again then")
    }
    if result.missing > 0 {
      warnings.append("\(result.missing) attachments in scope could not be read: the bundle is not whole")
    }
    return ExportReport(
      path: path, custodyPath: custody, matter: matter, checkpoint: checkpoint.checkpoint.identifier,
      checkpointText: checkpoint.checkpoint.text, conversations: scope.conversations.count,
      messages: scope.messageCount, records: result.records, attachments: result.attachments,
      rawDeliveries: result.rawDeliveries, withheldDeliveries: result.withheldDeliveries,
      exceptions: result.exceptions, missing: result.missing, digest: digest.hex, warnings: warnings)
  }

  /// The records of all acts that change what holds cover: these move the checkpoint.
  private func holdActs() throws -> [RecordAddress] {
    let holds = try index.holds(matter: nil)
    // A merge widens the holds that select by a person.
    let acts = try holds.map(\.record) + index.peopleActs(limit: .max).map(\.record)
    guard holds.contains(where: { $0.releasedAt != nil }) else { return acts }
    return acts + (try index.acts(limit: .max)).filter { $0.act.kind == .releaseHold }.map(\.record)
  }

  /// The destination as a real path, refused inside the vault and inside its state directory.
  private func exportDestination(_ path: String) throws -> String {
    var text = path
    if !text.hasPrefix("/"), let here = getcwd(nil, 0) {
      text = String(cString: here) + "/" + text
      free(here)
    }
    while text.utf8.count > 1, text.hasSuffix("/") { text.removeLast() }
    guard let name = text.split(separator: "/").last, name != ".", name != ".." else {
      throw CaseworkError(.badDestination, "‘\(path)’ is not the name of a new folder", remedy: "name a new folder")
    }
    let parent = DurableFile.parent(of: text)
    guard let real = realpath(parent, nil) else {
      throw CaseworkError(.badDestination, "there is no folder \(parent)", remedy: "make it first, or name another")
    }
    let resolved = String(cString: real)
    free(real)
    let destination = (resolved == "/" ? "" : resolved) + "/" + name
    for (inside, what) in [(vault.store.location, "the vault"), (vault.state.path, "the state directory")]
    where destination == inside || destination.hasPrefix(inside + "/") || inside.hasPrefix(destination + "/") {
      throw CaseworkError(
        .badDestination, "\(destination) is inside \(what), or around it", remedy: "export to a folder elsewhere")
    }
    return destination
  }
}
