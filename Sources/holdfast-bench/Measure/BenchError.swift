/// Something that a run found broken.
struct BenchError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// Stops a run that found something broken.
func expect(_ condition: Bool, _ what: @autoclosure () -> String) throws {
  if !condition { throw BenchError(what()) }
}
