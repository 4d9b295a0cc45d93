/// What may be changed about a Redis spool.
public struct RedisSpoolOptions: Sendable {
  /// Do without `CONFIG GET` where the server forbids it: whoever sets this answers for `appendfsync always`.
  public var trusted = false
  /// How long the server may take for an answer before the connection counts as broken.
  public var patience = Duration.seconds(10)
  /// After how long without a sign of life a gateway's entries go to another one.
  public var lease = Duration.seconds(30)

  /// The defaults.
  public init() {}
}
