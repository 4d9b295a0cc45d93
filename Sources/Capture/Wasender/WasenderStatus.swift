/// Baileys' message states in words.
enum WasenderStatus {
  /// The word for a state given as a number, a number's text or one of several names.
  static func word(_ status: String) -> String {
    switch status.uppercased() {
    case "0", "ERROR": return "failed"
    case "1", "PENDING": return "pending"
    case "2", "SERVER_ACK", "SENT": return "sent"
    case "3", "DELIVERY_ACK", "DELIVERED": return "delivered"
    case "4", "READ": return "read"
    case "5", "PLAYED": return "played"
    default: return String(status.lowercased().prefix(40))
    }
  }
}
