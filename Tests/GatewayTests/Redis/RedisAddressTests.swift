import Testing

@testable import Gateway

@Suite struct RedisAddressTests {
  @Test func everyForm() {
    #expect(RedisAddress("127.0.0.1:6380") == RedisAddress(.host("127.0.0.1", 6380)))
    #expect(RedisAddress("[::1]:6379") == RedisAddress(.host("::1", 6379)))
    #expect(RedisAddress("redis.lan") == RedisAddress(.host("redis.lan", 6379)))
    #expect(RedisAddress("unix:/run/redis.sock") == RedisAddress(.socket("/run/redis.sock")))
    #expect(RedisAddress("unix:///run/redis.sock") == RedisAddress(.socket("/run/redis.sock")))
    #expect(
      RedisAddress("rediss://spool@redis.lan:6380/3")
        == RedisAddress(.host("redis.lan", 6380), usesTLS: true, user: "spool", database: 3))
  }

  @Test(arguments: [
    "", "redis://", "a:b:c", "h:0", "h:70000", "unix:relative", "redis://u:secret@h:1", "h:1/x", "h:1/-1",
  ])
  func othersAreRefused(_ text: String) { #expect(RedisAddress(text) == nil) }
}
