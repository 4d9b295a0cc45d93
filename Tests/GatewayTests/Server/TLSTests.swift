import Foundation
import TestSupport
import Testing

@testable import Gateway

@Suite struct TLSTests {
  private static func run(_ command: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", command]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: output, as: UTF8.self)
  }

  private static func make(_ folder: TemporaryDirectory, _ name: String) throws {
    _ = try run(
      "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=\(name) "
        + "-keyout \(folder.path("key.pem")) -out \(folder.path("cert.pem")) && chmod 600 \(folder.path("key.pem"))")
  }

  static var hasTool: Bool { FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl") }

  @Test(.enabled(if: hasTool)) func servesAndReloadsCertificates() async throws {
    let folder = try TemporaryDirectory()
    try TLSTests.make(folder, "first")
    let box = try CertificateBox(certificate: folder.path("cert.pem"), privateKey: folder.path("key.pem"))
    let gateway = TestGateway(certificates: box) {
      $0.headerTime = .seconds(120)
      $0.lingerTime = .milliseconds(200)
    }
    try await gateway.run { port in
      let body = Array("{}".utf8)
      let request = RawClient.bytes(
        "POST", "/hooks/meta", headers: [TestGateway.signature(body), ("Connection", "close")], body: body)
      try Data(request).write(to: URL(fileURLWithPath: folder.path("request")))
      let client = "openssl s_client -connect 127.0.0.1:\(port)"
      let answer = try TLSTests.run("cat \(folder.path("request")) | \(client) -quiet -tls1_3")
      #expect(answer.hasPrefix("HTTP/1.1 200"), "\(answer)")
      #expect(gateway.spool.count == 1)
      #expect(try TLSTests.run("\(client) </dev/null").contains(/CN ?= ?first/))
      // Neither files that do not fit nor a plain client stop it.
      try Data("nonsense".utf8).write(to: URL(fileURLWithPath: folder.path("cert.pem")))
      #expect(throws: GatewayError.self) { try box.reload() }
      let plain = try RawClient(port: port)
      plain.send(request)
      #expect((try? plain.answer().status) == nil)
      try TLSTests.make(folder, "second")
      try box.reload()
      #expect(try TLSTests.run("\(client) </dev/null").contains(/CN ?= ?second/))
      #expect(try TLSTests.run("\(client) -tls1_1 </dev/null").contains("Cipher is (NONE)"))
    }
  }

  @Test(.enabled(if: hasTool)) func aKeyThatEverybodyReadsIsRefused() throws {
    let folder = try TemporaryDirectory()
    try TLSTests.make(folder, "x")
    _ = try TLSTests.run("chmod 644 \(folder.path("key.pem"))")
    #expect(throws: GatewayError.self) {
      try CertificateBox(certificate: folder.path("cert.pem"), privateKey: folder.path("key.pem"))
    }
  }
}
