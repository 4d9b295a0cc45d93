import Records
import Vault

/// Where records go besides the vault, so that an unlocked console on this machine finds them before they are sealed.
public struct RecordTail: Sendable {
  /// Adds a record with its address in the vault.
  public var append: @Sendable (RecordAddress, Period, [UInt8]) throws -> Void
  /// Begins a new file; what it returns removes everything before.
  public var rotate: @Sendable () throws -> @Sendable () -> Void
  /// Ends.
  public var close: @Sendable () -> Void

  /// Creates a tail from its parts.
  public init(
    append: @escaping @Sendable (RecordAddress, Period, [UInt8]) throws -> Void,
    rotate: @escaping @Sendable () throws -> @Sendable () -> Void, close: @escaping @Sendable () -> Void = {}
  ) {
    self.append = append
    self.rotate = rotate
    self.close = close
  }
}

extension RecordTail {
  /// The vault's sealed tail on this machine.
  public init(_ writer: TailWriter) {
    self.init(
      append: { try writer.append($0, period: $1, $2) },
      rotate: {
        let mark = try writer.rotate()
        return { writer.remove(mark) }
      }, close: { writer.close() })
  }
}
