import Glibc
import Records
import Storage
import TerminalKit
import Vault

/// Drives the model: hands it events, and does what it asks.
final class ConsoleDriver {
  private var model: ConsoleModel
  private let worker: Worker
  private let mailbox: Mailbox<ConsoleEvent>
  private let options: ConsoleOptions
  private let library: ThemeLibrary
  private let clock: any Clock
  private var size: Size
  private var lastInput = ContinuousClock.now
  private var lastTick = ContinuousClock.now
  private weak var terminal: (any Terminal)?
  private var hasEnded = false

  init(
    vault: LockedVault, settings: ConsoleSettings, options: ConsoleOptions, library: ThemeLibrary, size: Size
  ) throws {
    mailbox = try Mailbox()
    worker = Worker(locked: vault, settings: settings, mailbox: mailbox)
    self.options = options
    self.library = library
    self.size = size
    clock = settings.environment.clock
    var session = SessionState()
    session.vaultTitle = vault.title
    session.fingerprint = String(vault.fingerprint.prefix(9))
    session.zone = NamedZone(options.timeZone ?? vault.timeZone) ?? .utc
    session.glyphs = library.load(options.theme).theme.glyphs
    session.folder = options.folder
    session.now = clock.now()
    model = ConsoleModel(session: session, size: size)
  }

  // MARK: - On a terminal

  /// Runs until the officer leaves or the terminal is gone.
  func run(on terminal: any Terminal) {
    self.terminal = terminal
    model.session.glyphs = terminal.glyphs
    if let passphrase = options.passphrase {
      perform(model.open(Passphrase(String(decoding: passphrase, as: UTF8.self))))
    }
    EventLoop(terminal: terminal, mailbox: mailbox).run(
      deadline: { [unowned self] in deadline },
      handle: { [unowned self] input in handle(input) },
      draw: { [unowned self] size in
        if size != self.size {
          self.size = size
          _ = model.handle(.resize(size))
        }
        return model.draw(size)
      })
    worker.lock()
  }

  /// When the console locks by itself; nil while it is locked, so that an idle console never wakes.
  private var lockTime: ContinuousClock.Instant? {
    model.isUnlocked && options.idleMinutes > 0 ? lastInput + .seconds(options.idleMinutes * 60) : nil
  }

  /// When the console wakes by itself: to lock, or because the screen wants to look again.
  private var deadline: ContinuousClock.Instant? {
    [lockTime, model.interval.map { lastTick + $0 }].compactMap { $0 }.min()
  }

  private func handle(_ input: EventLoop<ConsoleEvent>.Input) -> EventLoop<ConsoleEvent>.Step {
    model.session.now = clock.now()
    switch input {
    case .terminal(let event):
      if case .key = event { lastInput = ContinuousClock.now }
      perform(model.handle(event))
    case .posted(let event): post(event)
    case .timer:
      if let lockTime, ContinuousClock.now >= lockTime {
        perform([.lock])
      } else {
        lastTick = ContinuousClock.now
        perform(model.tick())
      }
    }
    return EventLoop<ConsoleEvent>.Step(redraw: true, stop: hasEnded)
  }

  private func post(_ event: ConsoleEvent) {
    switch event {
    case .progress: break
    default: model.session.coverage = worker.coverage()
    }
    perform(model.handle(event))
  }

  private func perform(_ actions: [Action]) {
    for action in actions {
      switch action {
      case .start(let request, let ticket): worker.start(request, ticket, zone: model.session.zone)
      case .cancel(let screen, let lane): worker.cancel(screen: screen, lane: lane)
      case .setTheme(let name): setTheme(name)
      case .saveScreen(let path): saveScreen(path)
      case .copy: break
      case .lock:
        model.lock()
        worker.lock()
        terminal?.invalidate()
      case .suspend: (terminal as? NcursesTerminal)?.suspendToShell()
      case .redraw: terminal?.invalidate()
      case .quit: hasEnded = true
      }
    }
  }

  private func setTheme(_ name: String) {
    guard library.names.contains(name) else {
      model.notice = .error("There is no theme ‘\(name)’. There are \(library.names.joined(separator: ", ")).")
      return
    }
    let loaded = library.load(name)
    terminal?.theme = loaded.theme
    if let terminal { model.session.glyphs = terminal.glyphs }
    model.notice = loaded.warnings.first.map { .warning($0.description) } ?? .plain("Theme \(name).")
  }

  private func saveScreen(_ path: String) {
    let rows = model.draw(size).textRows
    let bytes = Array((rows.joined(separator: "\n") + "\n").utf8)
    let descriptor = open(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else {
      model.notice = .error("\(path) cannot be written: \(String(cString: strerror(errno))).")
      return
    }
    defer { close(descriptor) }
    let written = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    model.notice =
      written == bytes.count ? .plain("The screen is in \(path).") : .error("\(path) could not be written whole.")
  }

  // MARK: - From a script

  /// Plays a script.
  func play(_ script: String, name: String) throws {
    if let passphrase = options.passphrase {
      perform(model.open(Passphrase(String(decoding: passphrase, as: UTF8.self))))
      settle()
    }
    for (index, line) in script.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      for key in try KeyScript.parse(String(line), file: name, number: index + 1) {
        model.session.now = clock.now()
        perform(model.handle(.key(key)))
        settle()
        if hasEnded { break }
      }
      if hasEnded { break }
    }
    worker.lock()
  }

  /// Waits until every request is answered and every answer taken.
  private func settle() {
    while true {
      for event in mailbox.drain() { post(event) }
      if worker.isIdle {
        let rest = mailbox.drain()
        if rest.isEmpty { return }
        rest.forEach(post)
      } else {
        var descriptor = pollfd(fd: mailbox.wakeDescriptor, events: Int16(POLLIN), revents: 0)
        poll(&descriptor, 1, 20)
      }
    }
  }
}
