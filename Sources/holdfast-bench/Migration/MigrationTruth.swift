/// What became of each record that was generated, as an import must count it.
struct MigrationTruth {
  var records = 0
  var messages = 0
  var events = 0
  var duplicates = 0
  /// Exceptions by the name that the import gives them.
  var exceptions: [String: Int] = [:]
  /// Exceptions whose message is readable all the same.
  var readableExceptions = 0
  /// Different deliveries: what the vault must hold, each once.
  var deliveries = 0
  var sealed = 0
  var files = 0
  var bytes: Int64 = 0

  var exceptionCount: Int { exceptions.values.reduce(0, +) }
}
