import Records

/// What an export handed over, and what it could not.
public struct ExportReport: Sendable, Hashable {
  /// The bundle's folder.
  public var path: String
  /// The record of the hand-over beside it.
  public var custodyPath: String
  public var matter: String
  /// The checkpoint's short name and its text: `--at` takes the text.
  public var checkpoint: String
  public var checkpointText: String
  public var conversations: Int
  public var messages: Int
  public var records: Int
  public var attachments: Int
  /// Raw deliveries in the bundle, and those withheld because they carry parts out of scope.
  public var rawDeliveries: Int
  public var withheldDeliveries: Int
  /// Lines of exceptions.csv, withheld deliveries included.
  public var exceptions: Int
  /// Things in scope that are not in the bundle though the vault should have them: the export is not whole.
  public var missing: Int
  /// SHA-256 of `tagmanifest-sha256.txt`: stands for the whole bundle.
  public var digest: String
  /// What whoever hands the bundle over has to know.
  public var warnings: [String]
}

/// A line of exceptions.csv.
struct BundleException: Sendable, Hashable {
  /// RGR's reason codes.
  var reason: String
  var code: String
  var message: MessageID?
  var conversation: ConversationID?
  /// A record, a delivery or a file.
  var object: String
  var at: Instant?
  var detail: String

  static func csv(_ exceptions: [BundleException]) -> String {
    var text = "id,reason_code,code,message,conversation,object,at,detail\r\n"
    for (index, exception) in exceptions.enumerated() {
      let fields = [
        String(index + 1), exception.reason, exception.code, exception.message?.text ?? "",
        exception.conversation?.text ?? "", exception.object, exception.at?.rfc3339 ?? "", exception.detail,
      ]
      text += fields.map(quoted).joined(separator: ",") + "\r\n"
    }
    return text
  }

  /// Quoted as RFC 4180 asks; a leading sign that a spreadsheet would run as a formula is kept from being the first.
  private static func quoted(_ field: String) -> String {
    var text = VisibleText.plain(field)
    if let first = text.unicodeScalars.first, "=+-@\t".unicodeScalars.contains(first) { text = "'" + text }
    guard text.unicodeScalars.contains(where: { "\",\n\r".unicodeScalars.contains($0) }) else { return text }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}
