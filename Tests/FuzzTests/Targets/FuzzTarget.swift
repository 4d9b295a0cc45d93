/// A parser of bytes from outside, and what must hold whatever the bytes are.
///
/// The same entry serves the fuzzer (`scripts/fuzz`), which finds inputs, and the tests, which keep them.
public struct FuzzTarget: Sendable {
  /// The name of its corpus: `Tests/Corpora/<name>`.
  public let name: String
  /// Inputs that the project's own writers make; where the fuzzer begins.
  public let seeds: @Sendable () -> [[UInt8]]
  /// Tokens of the language that random bytes would hardly hit upon.
  public let dictionary: [String]
  /// Longer inputs find nothing more, and cost time.
  public let maximumLength: Int
  private let check: @Sendable ([UInt8]) throws -> Void

  /// Creates a target; `check` throws ``FuzzFailure`` where something does not hold, and lets no other error out.
  public init(
    _ name: String, dictionary: [String] = [], maximumLength: Int = 4096,
    seeds: @escaping @Sendable () -> [[UInt8]], check: @escaping @Sendable ([UInt8]) throws -> Void
  ) {
    self.name = name
    self.seeds = seeds
    self.dictionary = dictionary
    self.maximumLength = maximumLength
    self.check = check
  }

  /// Gives the parser these bytes, and checks what comes of it.
  public func run(_ bytes: [UInt8]) throws {
    do { try check(bytes) } catch var failure as FuzzFailure {
      failure.target = name
      throw failure
    } catch {
      throw FuzzFailure("an error that nobody caught: \(error)", target: name)
    }
  }

  /// Every target of this build, by name.
  public static var all: [FuzzTarget] {
    var targets =
      json + payloads + chatExports + records + sealing + ledger + vault + intake + settings + terminal + casework
      + searchIndex
    #if canImport(Gateway)
      targets += gateway
    #endif
    return targets.sorted { $0.name < $1.name }
  }
}
