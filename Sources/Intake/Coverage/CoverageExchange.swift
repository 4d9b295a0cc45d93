/// What gateways that share a queue tell one another: one hears that a session is gone, another that it is back.
///
/// Names are keyed fingerprints and values are sealed: whoever keeps them reads nothing.
public protocol CoverageExchange: Sendable {
  /// Remembers names for some days.
  func note(_ names: [String]) async throws
  /// Those of the names that some gateway noted.
  func noted(_ names: [String]) async throws -> Set<String>
  /// How often something was put: who knows it has nothing new to read.
  func version() async throws -> Int64
  /// Everything that was put and not removed.
  func values() async throws -> [String: [UInt8]]
  /// Puts a value under a name, or removes it.
  func put(_ value: [UInt8]?, under name: String) async throws
}
