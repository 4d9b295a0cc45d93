/// How much memory the indexer may use.
struct IndexerProfile: Sendable {
  /// Records in a batch.
  var batch = 8192
  /// Shards open for writing, and the pages (8 KiB) that each may cache.
  var openShards = 8
  var shardCache = 256
  var catalogCache = 768
  /// Targets of waiting events that are remembered; beyond that each message is looked up.
  var rememberedTargets = 400_000

  /// Messages that a filter in memory may know of, at 12 bits each; with more, each message is looked up.
  var filteredMessages = 40_000_000

  /// Beside a console.
  static let background = IndexerProfile(
    batch: 2048, openShards: 4, shardCache: 256, catalogCache: 512, filteredMessages: 8_000_000)
  /// For a command that does nothing else.
  static let bulk = IndexerProfile(batch: 8192, openShards: 8, shardCache: 1024, catalogCache: 1024)
}
