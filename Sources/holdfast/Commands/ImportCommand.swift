import ArgumentParser
import Capture
import Console
import Glibc
import Intake
import Records
import SearchIndex
import Storage
import Vault

/// `holdfast import VAULT FILE…`.
struct ImportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import", abstract: "Seal provider payloads and chat exports, then index them.",
    discussion: """
      Takes Meta Cloud API and WASenderApi JSON (one payload, an array, JSON lines) and WhatsApp's own chat exports (.txt \
      and .zip), files or folders; and folders of records that another archive kept, which go on where they were \
      interrupted. What cannot be read is listed, and kept. Importing the same again adds nothing.
      """)

  @OptionGroup var arguments: VaultArguments
  @Argument(help: "Files and folders.") var files: [String]
  @Flag(help: "Only read and count; seal nothing.") var dryRun = false
  @Flag(help: "Go on importing what appears in the named folder, until interrupted.") var watch = false
  @Option(help: "The firm's side, where the files do not say: a number or a name.") var account: String?
  @Option(help: "Order of day and month in chat exports: dmy, mdy or ymd.") var dateOrder: String?
  @Flag(
    help: """
      The dates of these chat exports were archived in a wrong order or zone: those read now take their place. Both \
      stay on record, and holds keep what they hold.
      """)
  var correctDates = false
  @Option(help: ArgumentHelp("File with the master key of an archive whose bodies are sealed.", valueName: "file"))
  var archiveKey: String?

  func run() throws {
    guard !files.isEmpty else { throw Failure(.usage, "name at least one file or folder to import") }
    let order = try dateOrder.map { text in
      guard let order = DateOrder(rawValue: text.lowercased()) else {
        throw Failure(.usage, "‘\(text)’ is not a date order", remedy: "give dmy, mdy or ymd")
      }
      return order
    }
    if watch, files.count != 1 { throw Failure(.usage, "--watch takes one folder", remedy: "name just one") }
    let absent = files.filter { access($0, F_OK) != 0 && errno == ENOENT }
    guard absent.isEmpty else {
      throw Failure(
        .badInput, "there is no file or folder \(absent.joined(separator: ", ")); nothing was imported",
        remedy: "check the name")
    }
    let keys = try archiveKey.map(ArchiveKeyFile.read)
    let cancel = CancellationFlag()
    Interruption.onSignal { cancel.cancel() }
    try Session.run(arguments, cancel: cancel) { session in
      let options = ImportOptions(
        account: account, timeZone: arguments.timeZone ?? session.vault.locked.importTimeZone, dateOrder: order,
        correctsDates: correctDates, archiveKeys: keys)
      let importer = Importer(vault: session.vault, known: IndexKnowledge(session.index))
      if watch { return try follow(importer, options, session, cancel) }
      let archives = files.filter { Backfill.recognises($0) }
      let others = files.filter { !archives.contains($0) }
      var report = ImportReport()
      if !others.isEmpty {
        report =
          dryRun
          ? try importer.plan(others, options: options, cancel: cancel)
          : try once(importer, others, options, session, cancel)
      }
      show(report, try archives.map { try take(archive: $0, options, session, cancel) })
      // Only now: if this ends before, the same command gives the same answer again.
      let backfill = backfill(session)
      if !dryRun { try archives.forEach { try backfill.forget($0, options: options) } }
    }
  }

  private func once(
    _ importer: Importer, _ paths: [String], _ options: ImportOptions, _ session: Session,
    _ cancel: CancellationFlag
  ) throws -> ImportReport {
    let line = ProgressLine("Importing")
    let report: ImportReport
    do {
      defer { line.finish() }
      report = try importer.run(paths, options: options, progress: line.update, cancel: cancel)
    }
    try Session.bringUpToDate(session.index, cancel: cancel)
    return report
  }

  private func take(
    archive path: String, _ options: ImportOptions, _ session: Session, _ cancel: CancellationFlag
  ) throws -> BackfillReport {
    let backfill = backfill(session)
    let line = ProgressLine("Importing", tellsNote: true)
    let report: BackfillReport
    do {
      defer { line.finish() }
      report =
        dryRun
        ? try backfill.plan(path, options: options, progress: line.update, cancel: cancel)
        : try backfill.run(path, options: options, progress: line.update, cancel: cancel)
    }
    if !dryRun { try Session.bringUpToDate(session.index, cancel: cancel) }
    return report
  }

  private func backfill(_ session: Session) -> Backfill {
    let index = session.index
    return Backfill(vault: session.vault) { try IndexKnowledge(index).snapshot() }
  }

  private func follow(
    _ importer: Importer, _ options: ImportOptions, _ session: Session, _ cancel: CancellationFlag
  ) throws {
    Output.note("Watching \(SafeLine.of(files[0])). Ctrl-c ends.")
    let watcher = try FolderWatcher(folder: files[0])
    try watcher.run(cancel: cancel) { paths in
      show(try once(importer, paths, options, session, cancel))
    }
  }

  private func show(_ report: ImportReport, _ archives: [BackfillReport] = []) {
    if arguments.json {
      var report = report
      report.files += archives.map(\.file)
      var members = report.json.object?.members ?? []
      if !archives.isEmpty { members.append(.init(name: "archives", value: .array(archives.map(\.json)))) }
      Output.json(.object(JSONObject(members)))
      return
    }
    for archive in archives { ArchiveLines.of(archive).forEach(Output.line) }
    for file in report.files {
      Output.line(
        "\(SafeLine.of(file.path))  \(file.format)  \(Numerals.grouped(file.deliveries)) deliveries · "
          + "\(Numerals.grouped(file.messages)) messages · \(Numerals.grouped(file.events)) events · "
          + "\(Numerals.grouped(file.duplicates)) duplicates · \(Numerals.grouped(file.media)) media · "
          + "\(Numerals.grouped(file.gaps)) gaps · \(Numerals.grouped(file.exceptions.count)) exceptions"
          + (file.dated > 0 ? " · \(Numerals.grouped(file.dated)) dated" : "")
          + (file.redated > 0 ? " · \(Numerals.grouped(file.redated)) with corrected dates" : ""))
      if file.datedOtherwise > 0 {
        Output.line(
          "    \(Numerals.count(file.datedOtherwise, "message")) archived with another date, which stays; "
            + "--correct-dates puts the dates read now in its place")
      }
      for exception in file.exceptions.prefix(20) {
        Output.line("    \(SafeLine.of(exception.place)): \(SafeLine.of(exception.what))")
      }
      if file.exceptions.count > 20 { Output.line("    … and \(file.exceptions.count - 20) more; --json lists all") }
    }
  }
}

extension LockedVault {
  /// The zone of times that come without one; nil when nobody named it, so that nothing is guessed.
  var importTimeZone: String? { timeZone.isEmpty ? nil : timeZone }
}
