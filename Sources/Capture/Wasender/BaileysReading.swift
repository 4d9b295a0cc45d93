import Records

/// What a Baileys-shaped message content turned out to be.
struct BaileysReading {
  enum Form {
    /// Words or media.
    case content(Content)
    case revoke(target: String?)
    case edit(target: String?, Content?, time: ProviderTime?)
    case reaction(target: String?, emoji: String?, time: ProviderTime?)
    /// Disappearing messages were switched on or off.
    case ephemeral(seconds: Int64?)
    /// Something that WhatsApp's programs tell each other.
    case notice(String, target: String?)
    /// Known to be there, not readable.
    case gap(reason: String, detail: String, Content?, target: String?)
    /// Nothing at all.
    case empty
  }

  var form: Form
  var reply: ReplyReference?
  var attributes: [String: String] = [:]
}
