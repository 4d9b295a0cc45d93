import Records

/// The named numbers and texts of a database.
enum ShardMeta {
  static func integer(_ connection: Connection, _ name: String) throws -> Int64? {
    try connection.statement("SELECT value FROM meta WHERE name = ?").bind(1, name).firstInteger()
  }

  static func text(_ connection: Connection, _ name: String) throws -> String? {
    var text: String?
    try connection.statement("SELECT value FROM meta WHERE name = ?").bind(1, name).forEach {
      text = $0.optionalText(0)
      return false
    }
    return text
  }

  static func set(_ connection: Connection, _ name: String, _ value: Int64) throws {
    try connection.statement("INSERT OR REPLACE INTO meta(name, value) VALUES(?, ?)").bind(1, name).bind(2, value).run()
  }

  static func set(_ connection: Connection, _ name: String, _ value: String) throws {
    try connection.statement("INSERT OR REPLACE INTO meta(name, value) VALUES(?, ?)").bind(1, name).bind(2, value).run()
  }

  static func add(_ connection: Connection, _ name: String, _ delta: Int64) throws {
    try connection.statement(
      "INSERT INTO meta(name, value) VALUES(?1, ?2) ON CONFLICT(name) DO UPDATE SET value = value + ?2"
    ).bind(1, name).bind(2, delta).run()
  }
}
