import Testing

@testable import SearchIndex

/// How names are written, as against what they seem to say.
@Suite struct NameShapeTests {
  @Test(arguments: [
    ("Ann Lee", 0), ("\u{202E}eeL nnA", 1), ("Ann\u{2066}Lee\u{2069}", 1), ("Ann\u{200B}Lee", 2), ("A\u{200D}nn", 2),
    ("Аnn Lee", 4), ("Αnn", 4), ("Анна Lee", 0), ("小王Tony", 0), ("ヤマダ太郎", 0), ("김Tony", 0), ("👨‍👩‍👧 Lee", 0),
    ("علی‌رضا", 0), ("J\u{F6}rg", 0), ("Tony\u{0}", 2), ("Аnn\u{202D}\u{AD}", 7),
  ])
  func oddCharactersAreNoticed(name: String, oddities: Int64) {
    #expect(NameShape(name).oddities.rawValue == oddities)
  }

  @Test(arguments: [
    ("Ann Lee", "Аnn Lее"), ("Paul", "PauI"), ("Marie", "Rnarie"), ("Ann Lee", "Ａｎｎ  Lee ✅"), ("Olga", "0lga"),
    ("Jose", "José"), ("Will", "WiIl"), ("Ann Lee", "ᴀnn\u{200B} lee"), ("Scott", "Ѕсоtt"), ("Nikos", "Νikοs"),
  ])
  func whatLooksAlikeHasOneSkeleton(one: String, other: String) throws {
    #expect(try #require(NameShape(one).skeleton) == NameShape(other).skeleton)
    #expect(NameShape(one).folded != NameShape(other).folded)
  }

  @Test(arguments: [("Ann Lee", "Ann Leo"), ("Анна", "Anna"), ("Lee", "Leе Wong")])
  func whatDoesNotLookAlikeDiffers(one: String, other: String) {
    #expect(NameShape(one).skeleton != NameShape(other).skeleton)
  }

  @Test func caseAndSpacesAreTheSameName() {
    #expect(NameShape(" ann  LEE").folded == NameShape("Ann Lee").folded)
    #expect(NameShape("Ann\u{202E} Lee").folded == NameShape("Ann Lee").folded)
    #expect(NameShape("✅ 👍").skeleton == nil)
    #expect(NameShape("").skeleton == nil)
  }

  @Test(arguments: [
    ("+44 7700 900123", "447700900123"), ("07700 900-123", "7700900123"), ("0044 (7700) 900123", "447700900123"),
    ("~ +34 600 000 921", "34600000921"), ("٠٧٧٠٠٩٠٠١٢٣", "7700900123"),
  ])
  func aNameMayBeANumber(name: String, digits: String) {
    #expect(NameShape(name).digits == String(digits.reversed()))
  }

  @Test(arguments: ["Ann 0123456", "12345", "2024+1", "12345678901234567890", "Unit 7"])
  func aNameWithDigitsIsNoNumber(name: String) { #expect(NameShape(name).digits == nil) }

  @Test func longNamesAreCutAndNothingTraps() {
    for name in [String(repeating: "а", count: 100_000), String(repeating: "e\u{301}", count: 5000), "\u{FFFD}\u{0}"] {
      #expect(NameShape(name).folded.unicodeScalars.count <= 512)
    }
  }
}
