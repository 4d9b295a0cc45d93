import Sealing
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
