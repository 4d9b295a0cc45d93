import Foundation
import Sealing
import Synchronization
import Testing

@Suite struct SecretTests {
  @Test func secretsAreNeverPrinted() {
    let secret = SecretBytes(Array("hunter2".utf8))
    var text = ""
    dump(secret, to: &text)
    text += "\(secret) \(String(reflecting: secret))"
    #expect(!text.contains("hunter2") && !text.contains("104"))
    #expect(text.contains("7 bytes"))
  }

  @Test func secretsCompareByContent() {
    #expect(SecretBytes([1, 2]) == SecretBytes([1, 2]))
    #expect(SecretBytes([1, 2]) != SecretBytes([1, 3]))
    #expect(SecretBytes([1, 2]) != SecretBytes([1, 2, 3]))
    #expect(SecretBytes([]).copyBytes() == [])
  }

  @Test func moreSecretsThanTheSecureHeapHoldsStillWork() {
    let many = (0..<40).map { n in SecretBytes(count: 40_000) { $0[39_999] = UInt8(n) } }
    for (n, secret) in many.enumerated() { #expect(secret.withUnsafeBytes { $0[39_999] } == UInt8(n)) }
  }

  /// libcrypto's generator, one for each thread, takes its state from the same heap and fails where there is none left.
  @Test func manySecretsLeaveRoomForRandomBytes() {
    let many = (0..<20_000).map { _ in SecretBytes(count: 32) { _ in } }
    let failures = Mutex<[String]>([])
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      let thread = Thread {
        do { _ = try SystemRandomness().bytes(32) } catch { failures.withLock { $0.append("\(error)") } }
        failures.withLock { $0.append("") }
      }
      thread.start()
    }
    while failures.withLock({ $0.count { $0.isEmpty } }) < 8 { usleep(1000) }
    #expect(failures.withLock { $0.filter { !$0.isEmpty } } == [])
    #expect(many.count == 20_000)
  }

  @Test func aFailingFillIsThrown() {
    struct Failure: Error {}
    #expect(throws: Failure.self) { try SecretBytes(count: 8) { _ in throw Failure() } }
  }

  @Test func seededRandomnessRepeats() throws {
    let a = SeededRandomness(seed: 5)
    let b = SeededRandomness(seed: 5)
    #expect(try a.bytes(100) == b.bytes(33) + b.bytes(67))
    #expect(try SeededRandomness(seed: 6).bytes(16) != SeededRandomness(seed: 5).bytes(16))
    #expect(try SystemRandomness().bytes(32) != SystemRandomness().bytes(32))
    #expect(try SystemRandomness().bytes(0) == [])
  }
}
