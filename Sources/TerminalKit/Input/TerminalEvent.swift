/// What a terminal reports.
public enum TerminalEvent: Hashable, Sendable {
  /// A key was pressed.
  case key(Key)
  /// Text was pasted: never a command, whatever it looks like.
  case paste(String)
  /// The size changed.
  case resize(Size)
  /// The mouse was used.
  case mouse(MouseEvent)
  /// The terminal is gone: nothing more will come.
  case ended
}

/// What was done with the mouse.
public struct MouseEvent: Hashable, Sendable {
  /// What was done.
  public enum Kind: Hashable, Sendable { case press, release, wheelUp, wheelDown }

  /// What was done.
  public var kind: Kind
  /// The cell under the pointer.
  public var point: Point
  /// The button from 1; 0 for the wheel.
  public var button: Int

  /// Makes an event.
  public init(kind: Kind, point: Point, button: Int = 0) {
    self.kind = kind
    self.point = point
    self.button = button
  }
}
