import Intake
import NIOCore
import Sealing
import TestSupport
import Testing

@testable import Gateway

/// Which servers are taken, and how one is signed in to.
@Suite(.enabled(if: RedisServer.isInstalled, "redis-server is not installed: apt install redis-server"))
struct RedisServerTests {
  @Test(arguments: [
    (["--appendonly", "no"], "appendonly yes"), (["--appendfsync", "everysec"], "appendfsync always"),
    (["--maxmemory-policy", "allkeys-lru"], "maxmemory-policy noeviction"),
  ])
  func serversThatMayLose(_ setting: [String], _ remedy: String) async throws {
    let server = try RedisServer(setting)
    let test = try RedisCase()
    let error = await #expect(throws: SpoolError.self) { _ = try await test.open(server) }
    #expect(error?.code == .failed)
    #expect(error?.remedy.contains(remedy) == true, "\(String(describing: error))")
  }

  @Test func aServerThatDoesNotTell() async throws {
    let server = try RedisServer(["--rename-command", "CONFIG", ""])
    let test = try RedisCase()
    let error = await #expect(throws: SpoolError.self) { _ = try await test.open(server) }
    #expect(error?.remedy.contains("trusted = true") == true)
    let spool = try await test.open(server) { $0.trusted = true }
    try await spool.append([1])
    #expect(try await RedisCase.drain(spool) == [[1]])
    await spool.close()
  }

  @Test func changedWhileRunning() async throws {
    let server = try RedisServer()
    let test = try RedisCase()
    let spool = try await test.open(server) { $0.lease = .milliseconds(200) }
    try await spool.append([1])
    try await server.call("CONFIG", "SET", "appendfsync", "everysec")
    var error: SpoolError?
    try await eventually("the change is noticed") {
      do { try await spool.append([2]) } catch let refused as SpoolError { error = refused }
      return error != nil
    }
    #expect(error?.code == .failed)
    #expect(await spool.status().failure?.contains("appendfsync") == true)
    try await server.call("CONFIG", "SET", "appendfsync", "always")
    try await eventually("it is taken again") { (try? await spool.append([3])) != nil }
    await spool.close()
  }

  @Test func passwords() async throws {
    let server = try RedisServer(["--requirepass", "quill"])
    let test = try RedisCase()
    let error = await #expect(throws: SpoolError.self) { _ = try await test.open(server) }
    #expect(error?.message.contains("NOAUTH") == true)
    await #expect(throws: SpoolError.self) {
      _ = try await test.open(server, password: SecretBytes(Array("wrong".utf8)))
    }
    let password = SecretBytes(Array("quill".utf8))
    let spool = try await test.open(server, password: password)
    try await spool.append([1])
    await spool.close()
    var address = server.address
    address.user = "default"
    address.database = 5
    let other = try await test.open(server, password: password, address: address)
    #expect(await other.status().entries == 0)
    await other.close()
  }

  @Test func nobodyThere() async throws {
    let server = try RedisServer()
    let test = try RedisCase()
    server.kill()
    let error = await #expect(throws: SpoolError.self) { _ = try await test.open(server) }
    #expect(error?.code == .failed && error?.remedy.isEmpty == false)
  }

  @Test func aSilentServer() async throws {
    let server = try RedisServer()
    let test = try RedisCase()
    let spool = try await test.open(server) { $0.patience = .milliseconds(400) }
    server.pause()
    let error = await #expect(throws: SpoolError.self) { try await spool.append([1]) }
    #expect(error?.code == .failed)
    server.resume()
    try await eventually("it is taken again") { (try? await spool.append([2])) != nil }
    await spool.close()
  }
}
