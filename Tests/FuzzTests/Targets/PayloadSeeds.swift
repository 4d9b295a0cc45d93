extension FuzzTarget {
  private static func meta(_ value: String, field: String = "messages") -> String {
    #"{"object":"whatsapp_business_account","entry":[{"id":"77","changes":[{"field":"\#(field)","value":\#(value)}]}]}"#
  }

  private static func metaMessage(_ more: String) -> String {
    meta(
      #"{"metadata":{"phone_number_id":"900"},"contacts":[{"profile":{"name":"Lee"},"wa_id":"1"}],"messages":[{"from":"1","id":"wamid.A","timestamp":"1767366759",\#(more)}]}"#
    )
  }

  static let metaSeeds: [String] =
    [
      #""type":"text","text":{"body":"x"},"context":{"id":"wamid.B","forwarded":true}"#,
      #""type":"image","image":{"id":"9","mime_type":"image/jpeg","sha256":"x","caption":"c"}"#,
      #""type":"reaction","reaction":{"message_id":"wamid.B","emoji":"👍"}"#,
      #""type":"location","location":{"latitude":1.5,"longitude":-2,"name":"n"}"#,
      #""type":"contacts","contacts":[{"name":{"formatted_name":"A"},"phones":[{"phone":"+1","wa_id":"1"}]}]"#,
      #""type":"interactive","interactive":{"type":"list_reply","list_reply":{"id":"1","title":"t"}}"#,
      #""type":"order","order":{"catalog_id":"c","product_items":[{"product_retailer_id":"p","quantity":2,"item_price":1.5,"currency":"EUR"}]}"#,
      #""type":"system","system":{"type":"user_changed_number","new_wa_id":"2","body":"b"}"#,
      #""type":"unsupported","errors":[{"code":131051,"title":"t"}]"#,
      #""type":"edit","edit":{"original_message_id":"wamid.B","message":{"type":"text","text":{"body":"y"}}}"#,
      #""type":"revoke","revoke":{"original_message_id":"wamid.B"}"#,
    ].map(metaMessage) + [
      meta(
        #"{"metadata":{"phone_number_id":"900"},"statuses":[{"id":"wamid.A","status":"failed","timestamp":"1767366759","recipient_id":"1","errors":[{"code":1}]}]}"#
      ),
      meta(
        #"{"metadata":{"phone_number_id":"900"},"history":[{"metadata":{"phase":1,"chunk_order":2,"progress":50},"threads":[{"id":"1","messages":[{"from":"1","id":"h","timestamp":"1","type":"text","text":{"body":"x"},"history_context":{"status":"READ"}}]}]}]}"#,
        field: "history"),
      meta(
        #"{"metadata":{"phone_number_id":"900"},"message_echoes":[{"from":"9","to":"1","id":"e","timestamp":"1","type":"text","text":{"body":"x"}}]}"#,
        field: "smb_message_echoes"),
      meta(
        #"{"state_sync":[{"type":"contact","contact":{"full_name":"A"},"action":"add"}]}"#, field: "smb_app_state_sync"),
      meta(
        #"{"groups":[{"group_id":"g","type":"group_create","timestamp":"1","subject":"s"}]}"#,
        field: "group_lifecycle_update"),
      meta(#"{"event":"APPROVED","message_template_id":1,"reason":"NONE"}"#, field: "message_template_status_update"),
      meta(
        #"{"calls":[{"id":"c","event":"terminate","from":"1","timestamp":"1","duration":3,"status":"COMPLETED"}]}"#,
        field: "calls"),
      meta(
        #"{"user_preferences":[{"wa_id":"1","category":"marketing_messages","value":"stop","timestamp":1}]}"#,
        field: "user_preferences"),
      meta(#"{"errors":[{"code":130429,"title":"t","message":"m"}]}"#),
    ]

  static let metaWords = [
    "wamid.A", "\"messages\":[", "\"statuses\":[", "\"contacts\":[", "\"type\":\"", "\"timestamp\":\"1767366759\"",
    "\"history\":[", "\"message_echoes\":[", "\"standby\"", "\"user_id\":\"GB.1\"", "\"from_user_id\":",
    "\"group_id\":",
    "\"context\":{", "\"errors\":[", "\"calls\":[", "\"system\"", "\"button\"", "\"phone_number_id\":",
  ]

  private static func envelope(_ event: String, _ data: String) -> String {
    #"{"event":"\#(event)","sessionId":"s","timestamp":1767366759123,"data":\#(data)}"#
  }

  private static func upsert(_ message: String) -> String {
    envelope(
      "messages.upsert",
      #"{"messages":[{"key":{"id":"A","fromMe":false,"remoteJid":"1@g.us","participant":"9@lid","participantAlt":"44:2@s.whatsapp.net"},"messageTimestamp":{"low":1767366759,"high":0},"pushName":"P","message":\#(message)}]}"#
    )
  }

  static let wasenderSeeds: [String] =
    [
      #"{"conversation":"x"}"#,
      #"{"extendedTextMessage":{"text":"x","contextInfo":{"stanzaId":"B","participant":"9@lid","quotedMessage":{"conversation":"q"},"mentionedJid":["9@lid"],"isForwarded":true}}}"#,
      #"{"imageMessage":{"url":"https://mmg.whatsapp.net/x","mediaKey":"AAEC","fileSha256":{"0":1,"1":2},"fileLength":{"low":3,"high":0},"caption":"c","mimetype":"image/jpeg"}}"#,
      #"{"ephemeralMessage":{"message":{"viewOnceMessageV2":{"message":{"videoMessage":{"seconds":3}}}}}}"#,
      #"{"protocolMessage":{"type":0,"key":{"id":"B"}}}"#,
      #"{"protocolMessage":{"type":"MESSAGE_EDIT","key":{"id":"B"},"editedMessage":{"conversation":"y"},"timestampMs":"1767366759123"}}"#,
      #"{"reactionMessage":{"key":{"id":"B"},"text":"👍","senderTimestampMs":1}}"#,
      #"{"pollCreationMessageV3":{"name":"q","options":[{"optionName":"a"}],"selectableOptionsCount":1}}"#,
      #"{"contactMessage":{"displayName":"A","vcard":"BEGIN:VCARD\nFN:A\nTEL;waid=1:+1\nEND:VCARD"}}"#,
      #"{"liveLocationMessage":{"degreesLatitude":1,"degreesLongitude":2,"sequenceNumber":"1"}}"#,
      #"null"#,
    ].map(upsert) + [
      envelope(
        "messages.update",
        #"[{"key":{"id":"A","remoteJid":"1@g.us"},"update":{"status":3,"message":null,"messageStubType":1}}]"#),
      envelope(
        "message-receipt.update",
        #"{"message":{"key":{"id":"A"},"receipt":{"userJid":"1@lid","readTimestamp":{"low":1,"high":2}}}}"#),
      envelope("messages.delete", #"{"keys":[{"id":"A","remoteJid":"1@g.us"}]}"#),
      envelope("chats.delete", #"["1@g.us"]"#),
      envelope("contacts.upsert", #"[{"id":"1@s.whatsapp.net","lid":"9@lid","notify":"P","verifiedName":"V"}]"#),
      envelope(
        "group-participants.update", #"{"id":"1@g.us","author":"9@lid","participants":["8@lid"],"action":"add"}"#),
      envelope("groups.update", #"[{"id":"1@g.us","subject":"s","announce":true}]"#),
      envelope(
        "call", #"[{"chatId":"1@s.whatsapp.net","from":"1@s.whatsapp.net","id":"C","status":"timeout","isVideo":true}]"#
      ),
      envelope(
        "messaging-history.set", #"{"messages":[{"key":{"id":"A"},"messageStubType":"CIPHERTEXT"}],"isLatest":false}"#),
      envelope("session.status", #"{"status":"connected"}"#),
      envelope("qrcode.updated", #"{"qr":"2@x"}"#),
    ]

  static let baileysWords = [
    "\"message\":null", "\"messageStubType\":", "\"key\":{", "\"remoteJid\":\"1@lid\"", "\"low\":", "\"high\":",
    "\"protocolMessage\":{", "\"editedMessage\":{", "\"contextInfo\":{", "\"ephemeralMessage\":{\"message\":{",
    "@s.whatsapp.net", "@lid", "@g.us", "\"status\":", "messages.upsert", "messages.update", "\"participant\":",
    "\"pushName\":", "\"reactionMessage\":{", "\"imageMessage\":{", "\"messageTimestamp\":", "\"type\":\"append\"",
  ]

  private static func waha(_ event: String, _ payload: String) -> String {
    #"{"id":"evt","timestamp":1767366759123,"event":"\#(event)","session":"default","me":{"id":"44@c.us","lid":"5@lid"},"engine":"NOWEB","payload":\#(payload)}"#
  }

  static let wahaSeeds: [String] = [
    waha(
      "message.any",
      #"{"id":"false_1@c.us_A","timestamp":1767366759,"from":"1@c.us","fromMe":false,"body":"x","hasMedia":true,"media":{"url":"http://h/f","mimetype":"image/png","filename":"f"},"replyTo":{"id":"B","body":"q"},"_data":{"notifyName":"P"}}"#
    ),
    waha("message.revoked", #"{"before":{"id":"true_1@c.us_A","body":"x"},"after":null,"revokedMessageId":"A"}"#),
    waha("message.edited", #"{"id":"false_1@c.us_E","editedMessageId":"A","body":"y","timestamp":1}"#),
    waha(
      "message.ack", #"{"id":"true_1@g.us_A_9@lid","from":"1@g.us","participant":"9@lid","ack":3,"ackName":"READ"}"#),
    waha(
      "message.reaction", #"{"id":"false_1@c.us_R","reaction":{"text":"👍","messageId":"true_1@c.us_A"},"timestamp":1}"#),
    waha("poll.vote", #"{"vote":{"id":"false_1@g.us_V","selectedOptions":["x"]},"poll":{"id":"true_1@g.us_P"}}"#),
    waha("session.status", #"{"status":"WORKING","statuses":[{"status":"STOPPED","timestamp":1}]}"#),
    waha("group.v2.update", #"{"group":{"id":"1@g.us","subject":"x","announce":true},"timestamp":1}"#),
    waha("call.received", #"{"id":"C","from":"1@c.us","timestamp":1,"isVideo":true}"#),
    waha("engine.event", #"{"event":"qr","data":{"qr":"2@x"}}"#),
  ]

  static let wahaWords = [
    "message.any", "message.revoked", "message.ack", "\"payload\":{", "\"me\":{", "\"_data\":{", "true_1@c.us_A",
    "\"replyTo\":{", "\"vCards\":[", "\"location\":{", "\"ack\":-1", "\"_serialized\":", "\"media\":{",
    "\"before\":null",
  ]

  private static func gowa(_ event: String, _ payload: String) -> String {
    #"{"event":"\#(event)","device_id":"44@s.whatsapp.net","timestamp":"2026-01-02T15:12:40Z","payload":\#(payload)}"#
  }

  static let gowaSeeds: [String] = [
    gowa(
      "message",
      #"{"id":"A","chat_id":"1@s.whatsapp.net","from":"1@s.whatsapp.net","from_name":"P","timestamp":"2026-01-02T15:12:40Z","body":"x","image":{"path":"a/b.jpeg"},"replied_to_id":"B"}"#
    ),
    gowa("message.ack", #"{"ids":["A","B"],"chat_id":"1@g.us","from":"1@s.whatsapp.net","receipt_type":"read"}"#),
    gowa(
      "message.deleted",
      #"{"deleted_message_id":"A","chat_id":"1@s.whatsapp.net","original_content":"x","was_from_me":true}"#),
    gowa("message.edited", #"{"original_message_id":"A","chat_id":"1@s.whatsapp.net","body":"y"}"#),
    gowa(
      "message.reaction", #"{"reacted_message_id":"A","reaction":"👍","chat_id":"1@g.us","from":"1@s.whatsapp.net"}"#),
    gowa("group.participants", #"{"chat_id":"1@g.us","type":"join","jids":["1@s.whatsapp.net"]}"#),
    #"{"sender_id":"1","chat_id":"1","from":"1@s.whatsapp.net in 2@g.us","timestamp":"2026-01-02T15:12:40Z","message":{"text":"x","id":"A"}}"#,
  ]

  static let gowaWords = [
    "message.ack", "\"ids\":[", "\"chat_id\":", "\"receipt_type\":", "\"path\":", " in ", "\"from_lid\":",
    "\"payload\":{",
    "\"view_once\":true", "\"forwarded\":true", "\"deleted_message_id\":",
  ]

  private static func evolution(_ event: String, _ data: String) -> String {
    #"{"event":"\#(event)","instance":"desk","data":\#(data),"date_time":"2026-01-02T12:12:39.000Z","sender":"44@s.whatsapp.net","apikey":"k-1"}"#
  }

  static let evolutionSeeds: [String] = [
    evolution(
      "messages.upsert",
      #"{"key":{"remoteJid":"1@s.whatsapp.net","fromMe":true,"id":"A"},"pushName":"P","message":{"conversation":"x"},"messageType":"conversation","messageTimestamp":1767366759,"source":"web","base64":"AAEC"}"#
    ),
    evolution(
      "messages.edited",
      #"{"key":{"remoteJid":"1@s.whatsapp.net","id":"A"},"type":14,"editedMessage":{"conversation":"x"}}"#),
    evolution("messages.update", #"{"keyId":"A","remoteJid":"1@s.whatsapp.net","status":"DELETED","fromMe":false}"#),
    evolution(
      "group-participants.update",
      #"{"id":"1@g.us","participants":["9@lid"],"participantsData":[{"jid":"9@lid","phoneNumber":"1"}],"action":"promote"}"#
    ),
    evolution("connection.update", #"{"state":"close","statusReason":401}"#),
    evolution(
      "send.message",
      #"{"key":{"remoteJid":"1@s.whatsapp.net","fromMe":true,"id":"A"},"message":{"conversation":"x"},"status":"PENDING"}"#
    ),
  ]

  static let fileSeeds: [[UInt8]] = [
    metaSeeds[0] + "\n" + wasenderSeeds[0] + "\n",
    "[" + metaSeeds[0] + ",\n" + wahaSeeds[1] + "]",
    "{\"event\":\"x\"}\n{\"broken\": \n{\"event\":\"y\"}\n",
    "[\n  {\"a\":1},\n  {\"b\":\n  {\"c\":2}\n]",
    "\u{FEFF}{\"a\":1}{\"b\":2} 3 \"x\"",
  ].map { Array($0.utf8) }

  static let archiveSeeds: [String] = [
    #"{"message_uuid":"u-1","provider_msg_id":"wamid.A","timestamp":"2024-05-14T09:17:02Z","direction":"inbound","sender_id":"447700900123","payload":{"type":"text","body_encrypted":{"content":"00ff","iv":"000102030405060708090a0b","tag":"000102030405060708090a0b0c0d0e0f","salt":"0102"},"has_media":false},"compliance_metadata":{"retention_policy":"7y","pii_scrubbed":false,"checksum":"00"}}"#,
    #"{"archive_id":"a-1","event_type":"message.received","source":"baileys","timestamp":1767366759,"payload":{"from":"1@s.whatsapp.net","to":"2@s.whatsapp.net","message_id":"A","type":"text","content":"x"},"metadata":{"session_id":"s","compliance_tier":"t"}}"#,
    #"{"archive_id":"a-2","event_type":"message.reaction","source":"meta","timestamp":"2024-05-14 09:17:02","payload":{"from":"1","to":"2","message_id":"A","type":"reaction","content":{"emoji":"x","message_id":"B"}},"metadata":{}}"#,
    #"{"archive_id":"a-3","event_type":"message.status.read","source":"waha","timestamp":1,"payload":{"message_id":"A","type":"image","content":{"url":"https://x/y","caption":"c"}},"metadata":{"session_id":"s"}}"#,
    #"[{"message_uuid":"u-2","timestamp":"14.05.2024","direction":"out","payload":{"type":"image","body_encrypted":"{\"content\":\"\",\"iv\":\"\"}","has_media":true},"compliance_metadata":{}}]"#,
  ]

  static let archiveWords =
    jsonWords + [
      "\"message_uuid\":", "\"archive_id\":", "\"body_encrypted\":{", "\"content\":", "\"iv\":", "\"tag\":",
      "\"salt\":",
      "\"checksum\":\"sha256:", "\"event_type\":\"message.", "\"compliance_metadata\":{", "\"metadata\":{",
      "\"direction\":",
      "\"payload\":{", "revoked", "edited", "status", "\"timestamp\":",
    ]
}
