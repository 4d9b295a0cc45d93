import Synchronization

/// What all bodies under way may take together: many large requests at once must not exhaust the machine.
final class ByteBudget: Sendable {
  private let limit: Int
  private let taken = Atomic<Int>(0)

  init(limit: Int) { self.limit = limit }

  /// Takes bytes; false when there is no room.
  func take(_ count: Int) -> Bool {
    let before = taken.wrappingAdd(count, ordering: .relaxed).oldValue
    guard before <= limit - count else {
      taken.wrappingSubtract(count, ordering: .relaxed)
      return false
    }
    return true
  }

  /// Gives bytes back.
  func give(_ count: Int) { taken.wrappingSubtract(count, ordering: .relaxed) }

  /// The bytes that are taken.
  var used: Int { taken.load(ordering: .relaxed) }
}
