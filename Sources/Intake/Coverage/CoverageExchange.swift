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
  /// Puts values under names, or removes them where there is none, in one step; false when the version is another one
  /// by now: then nothing was put.
  func put(_ values: [String: [UInt8]?], ifVersion version: Int64) async throws -> Bool
}
