import Foundation
import Intake
import Records
import TestSupport
import Testing
import Vault

@testable import Gateway

@Suite(.serialized) struct GatewayProgramTests {
  private static func body(_ number: Int) -> [UInt8] {
    Array(
      """
      {"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{\
      "messaging_product":"whatsapp","metadata":{"display_phone_number":"15550001111","phone_number_id":"900"},\
      "messages":[{"from":"15551230000","id":"wamid.N\(number)","timestamp":"1750000000","type":"text",\
      "text":{"body":"zanzibar \(number)"}}]}}]}]}
      """.utf8)
  }

  private static func post(_ client: RawClient, _ body: [UInt8], secret: String = "app-secret") throws -> Int {
    try client.request(
      "POST", "/hooks/desk", headers: [TestGateway.signature(body, secret: secret)], body: body
    ).status
  }

  @Test func whatWasAnswered200IsInTheVaultAtTheEnd() async throws {
    let program = try ProgramCase()
    try await program.run { parts, port in
      let client = try RawClient(port: port)
      for number in 0..<50 {
        #expect(try GatewayProgramTests.post(client, GatewayProgramTests.body(number)) == 200)
      }
      #expect(try GatewayProgramTests.post(client, GatewayProgramTests.body(1), secret: "guess") == 401)
    }
    let status = try #require(try GatewayStatusFile(state: program.locked().state).read())
    #expect(status.mode == .stopped)
    #expect(status.accepted == 50)
    #expect(status.unauthorized == 1)
    #expect(status.spool.entries == 0)
    #expect(status.deadLetters == 0 && status.quarantined == 1)
    #expect(status.archived >= 50)
    #expect(status.sealedAt != nil)
    // What it counted is there for --check; nothing on the disk shows a word of it.
    let report = try GatewayProgram(vault: program.locked(), configuration: program.configuration).check()
    #expect(report.first?.seen.first { $0.kind == "messages" }?.count == 50)
    #expect(report.first?.missing.contains("statuses") == true)
    #expect(report.first?.missing.contains("messages") == false)
    let all = FileManager.default.enumerator(atPath: program.directory.path)?.compactMap { $0 as? String } ?? []
    for name in all {
      let bytes = FileManager.default.contents(atPath: program.directory.path(name)) ?? Data()
      for word in ["zanzibar", "15551230000"] { #expect(bytes.range(of: Data(word.utf8)) == nil, "\(word) in \(name)") }
    }
  }

  @Test func operatorsSeeWhatTheyNeed() async throws {
    let program = try ProgramCase()
    try await program.run { parts, port in
      let client = try RawClient(port: port)
      #expect(try GatewayProgramTests.post(client, GatewayProgramTests.body(1)) == 200)
      try await eventually("operators are listened to") { parts.operators.port != nil }
      let console = try RawClient(port: try #require(parts.operators.port))
      #expect(try console.request("GET", "/healthz").text == "alive, serving\n")
      try await eventually("it is ready") {
        try console.request("GET", "/readyz").text == "ready\n" && parts.monitor.status.accepted > 0
      }
      let metrics = try console.request("GET", "/metrics")
      #expect(metrics.status == 200)
      #expect(metrics.text.contains("holdfast_deliveries_total{account=\"desk\",outcome=\"accepted\"} 1\n"))
      #expect(metrics.text.contains("holdfast_ack_seconds_count 1\n"))
      for name in try GatewayProgramTests.namesInRules() {
        #expect(metrics.text.contains("# TYPE \(name) ") || metrics.text.contains("\(name){"), "\(name)")
      }
      for line in metrics.text.split(separator: "\n") where !line.hasPrefix("#") {
        let parts = line.split(separator: " ")
        #expect(Double(try #require(parts.last)) != nil, "\(line)")
      }
      #expect(try console.request("GET", "/other").status == 404)
      #expect(try console.request("POST", "/metrics").status == 405)
      // What operators ask is not answered to the world.
      #expect(try client.request("GET", "/metrics").status == 404)
    }
  }

  /// The metrics that the alert rules and the dashboard draw from.
  private static func namesInRules() throws -> Set<String> {
    var names: Set<String> = []
    var root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
    for _ in 0..<4 { root.deleteLastPathComponent() }
    for file in ["alerts.yml", "dashboard.json"] {
      let url = root.appendingPathComponent("docs/operations/\(file)")
      let text = try String(contentsOf: url, encoding: .utf8)
      for match in text.matches(of: /holdfast_[a-z_]+/) {
        names.insert(String(match.output).replacing(/_bucket$/, with: ""))
      }
    }
    return names
  }

  @Test func reloadingTakesUpSecretsAndRefusesNonsense() async throws {
    let program = try ProgramCase()
    try program.write("next", "next-secret")
    try await program.run { parts, port in
      let client = try RawClient(port: port)
      let body = GatewayProgramTests.body(1)
      #expect(try GatewayProgramTests.post(client, body, secret: "next-secret") == 401)
      try program.configure(secrets: "[\"app-secret\", \"next\"]")
      try parts.replace(try GatewaySettings.read(path: program.configuration))
      #expect(try GatewayProgramTests.post(client, body, secret: "next-secret") == 200)
      #expect(try GatewayProgramTests.post(client, body) == 200)
      try program.configure(secrets: "[\"absent\"]")
      #expect(throws: (any Error).self) { try parts.replace(try GatewaySettings.read(path: program.configuration)) }
      #expect(try GatewayProgramTests.post(client, body) == 200)
    }
  }

  @Test func whatAPersonAskedForAgainIsTaken() async throws {
    let program = try ProgramCase()
    let requests = MediaRetryRequests(state: try program.locked().state)
    try requests.ask(.all)
    try await program.run { _, _ in
      try await eventually("the request is taken") { try requests.pending().isEmpty }
    }
  }

  @Test func twoGatewaysOfOneVaultAreRefused() async throws {
    let program = try ProgramCase()
    try await program.run { parts, port in
      try await eventually("the archiver has its writer") { (try? parts.archiver.writer()) != nil }
      await #expect(throws: VaultError.self) {
        try await GatewayProgram(
          vault: try program.locked(), configuration: program.configuration, logger: ProgramCase.logger
        ).serve(process: 2)
      }
    }
  }

  @Test func withoutKeyOrEnrolmentItDoesNotStart() async throws {
    let program = try ProgramCase()
    try program.write("gateway.key", try GatewayKey.generate().text)
    let gateway = GatewayProgram(
      vault: try program.locked(), configuration: program.configuration, logger: ProgramCase.logger)
    await #expect(throws: VaultError.self) { try await gateway.serve(process: 1) }
    try FileManager.default.removeItem(atPath: program.directory.path("gateway.key"))
    #expect(throws: VaultError.self) { try gateway.check() }
  }
}
