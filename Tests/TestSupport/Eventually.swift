/// What a test waited for did not come.
public struct WaitedInVain: Error, CustomStringConvertible {
  public let description: String
}

/// Waits until a condition holds, and no longer; throws after a time that no machine needs, however busy it is.
public func eventually(
  _ what: String, within patience: Duration = .seconds(60), isolation: isolated (any Actor)? = #isolation,
  _ condition: () async throws -> Bool
) async throws {
  let deadline = ContinuousClock.now + patience
  while try await !condition() {
    guard ContinuousClock.now < deadline else { throw WaitedInVain(description: "waited in vain: \(what)") }
    try await Task.sleep(for: .milliseconds(3))
  }
}
