/// Runs a program on a terminal: waits, hands over what came, and draws when something changed.
///
/// It blocks the thread it runs on, the main one; run nothing of it on Swift's cooperative pool. While nothing happens it
/// sleeps in one `poll` without a timer.
public struct EventLoop<Event: Sendable> {
  /// What the loop hands over.
  public enum Input: Sendable {
    case terminal(TerminalEvent)
    case posted(Event)
    /// The time of ``Step/wake`` has come.
    case timer
  }

  /// What the program wants next.
  public struct Step: Sendable {
    /// Whether the frame changed.
    public var redraw: Bool
    /// Whether the loop ends.
    public var stop: Bool

    /// Makes a step.
    public init(redraw: Bool = true, stop: Bool = false) {
      self.redraw = redraw
      self.stop = stop
    }

    /// Draw and go on.
    public static var redraw: Step { Step() }
    /// Nothing changed.
    public static var idle: Step { Step(redraw: false) }
    /// The end.
    public static var stop: Step { Step(redraw: false, stop: true) }
  }

  /// At most so many frames a second under load; the first after a pause is drawn at once and the last always.
  public static var framesPerSecond: Int { 60 }

  private let terminal: any Terminal
  private let mailbox: Mailbox<Event>
  private let now: () -> ContinuousClock.Instant

  /// Makes a loop.
  public init(
    terminal: any Terminal, mailbox: Mailbox<Event>,
    now: @escaping () -> ContinuousClock.Instant = { ContinuousClock.now }
  ) {
    self.terminal = terminal
    self.mailbox = mailbox
    self.now = now
  }

  /// Runs until a step says stop or the terminal is gone.
  /// - Parameters:
  ///   - deadline: When to be woken with `.timer`, asked before each wait; nil means never, and then no timer exists.
  ///   - handle: Takes one input.
  ///   - draw: The picture now.
  public func run(
    deadline: () -> ContinuousClock.Instant? = { nil },
    handle: (Input) throws -> Step,
    draw: (Size) -> Frame
  ) rethrows {
    let interval = Duration.seconds(1) / Self.framesPerSecond
    var isDirty = true
    var nextFrame = now()
    while true {
      if isDirty, now() >= nextFrame {
        terminal.present(draw(terminal.size))
        isDirty = false
        nextFrame = now() + interval
      }
      let due = deadline()
      let wait = [due, isDirty ? nextFrame : nil].compactMap { $0 }.min().map { max(.zero, $0 - now()) }
      let events = terminal.waitForInput(wake: mailbox.wakeDescriptor, timeout: wait)
      var ended = false
      for event in events {
        // The program still hears of the end, to wipe what it must.
        if event == .ended { ended = true }
        let step = try handle(.terminal(event))
        isDirty = isDirty || step.redraw
        // A key is answered at once: only floods of posted events are held back.
        if case .key = event, step.redraw { nextFrame = min(nextFrame, now()) }
        if step.stop { return finish(isDirty, draw) }
      }
      for event in mailbox.drain() {
        let step = try handle(.posted(event))
        isDirty = isDirty || step.redraw
        if step.stop { return finish(isDirty, draw) }
      }
      if let due, now() >= due {
        let step = try handle(.timer)
        isDirty = isDirty || step.redraw
        if step.stop { return finish(isDirty, draw) }
      }
      if ended { return }
    }
  }

  private func finish(_ isDirty: Bool, _ draw: (Size) -> Frame) {
    if isDirty { terminal.present(draw(terminal.size)) }
  }
}
