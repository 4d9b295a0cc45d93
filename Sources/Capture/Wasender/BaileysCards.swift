import Records

/// Reads what Baileys' content has besides texts and media: places, cards, polls, buttons, orders.
enum BaileysCards {
  static func read(_ name: String, _ body: JSONValue) -> Content? {
    switch name {
    case "locationMessage", "liveLocationMessage": return location(body, live: name == "liveLocationMessage")
    case "contactMessage": return contacts([body])
    case "contactsArrayMessage": return contacts(body["contacts"]?.array ?? [])
    case "pollCreationMessage", "pollCreationMessageV2", "pollCreationMessageV3", "pollCreationMessageV5":
      return poll(body)
    case "eventMessage":
      return words("event", [body["name"], body["description"], body["location"]?["name"]], [:])
    case "albumMessage":
      return words(
        "album", [],
        [
          "images": body["expectedImageCount"]?.text, "videos": body["expectedVideoCount"]?.text,
        ])
    case "listMessage": return words("interactive", [body["title"], body["description"]], [:])
    case "listResponseMessage":
      return words(
        "interactive", [body["title"], body["description"]],
        ["interactive_type": "list_reply", "id": body["singleSelectReply"]?["selectedRowId"]?.text])
    case "buttonsMessage": return words("interactive", [body["contentText"], body["footerText"]], [:])
    case "buttonsResponseMessage":
      return words(
        "button", [body["selectedDisplayText"] ?? body["selectedButtonId"]], ["payload": body["selectedButtonId"]?.text]
      )
    case "templateButtonReplyMessage":
      return words(
        "button", [body["selectedDisplayText"] ?? body["selectedId"]], ["payload": body["selectedId"]?.text])
    case "templateMessage":
      let template = body["hydratedTemplate"] ?? body["hydratedFourRowTemplate"]
      return words("interactive", [template?["hydratedTitleText"], template?["hydratedContentText"]], [:])
    case "interactiveMessage":
      return words("interactive", [body["header"]?["title"], body["body"]?["text"], body["footer"]?["text"]], [:])
    case "interactiveResponseMessage":
      let answer = body["nativeFlowResponseMessage"]
      return words(
        "interactive", [body["body"]?["text"]],
        ["name": answer?["name"]?.text, "response_json": answer?["paramsJson"]?.text])
    case "orderMessage":
      return words(
        "order", [body["orderTitle"], body["message"]],
        [
          "items": body["itemCount"]?.text, "total_1000": body["totalAmount1000"]?.text,
          "currency": body["totalCurrencyCode"]?.text, "order_id": body["orderId"]?.text,
        ])
    case "productMessage":
      return words(
        "product", [body["product"]?["title"], body["product"]?["description"], body["body"]],
        ["product": body["product"]?["productId"]?.text])
    case "groupInviteMessage":
      return words("group_invite", [body["groupName"], body["caption"]], ["group": body["groupJid"]?.text])
    case "requestPhoneNumberMessage": return words("request_phone_number", [], ["requested": "true"])
    case "callLogMesssage", "callLogMessage": return words("call", [], ["outcome": body["callOutcome"]?.text])
    case "stickerPackMessage": return words("sticker_pack", [body["name"], body["publisher"]], [:])
    default: return nil
    }
  }

  private static func words(_ kind: String, _ parts: [JSONValue?], _ fields: [String: String?]) -> Content {
    let lines = parts.compactMap { $0?.text }.filter { !$0.isEmpty }
    return Content(
      Content.Kind(rawValue: kind), text: lines.isEmpty ? nil : lines.joined(separator: "\n"),
      fields: fields.compactMapValues { $0 })
  }

  private static func location(_ body: JSONValue, live: Bool) -> Content {
    var fields: [String: String] = [:]
    fields["latitude"] = body["degreesLatitude"]?.text
    fields["longitude"] = body["degreesLongitude"]?.text
    fields["name"] = body["name"]?.string
    fields["address"] = body["address"]?.string
    fields["url"] = body["url"]?.string
    var content = LocationText.content(fields)
    if live { content.fields["live"] = "true" }
    if let caption = body["caption"]?.string ?? body["comment"]?.string, !caption.isEmpty {
      content.text = [caption, content.text].compactMap { $0 }.joined(separator: "\n")
    }
    return content
  }

  private static func contacts(_ cards: [JSONValue]) -> Content {
    let lines = cards.prefix(500).map { card in
      let lines = VCard.lines(of: card["vcard"]?.string ?? "")
      let name = card["displayName"]?.string
      return ([name].compactMap { $0 } + lines.filter { $0 != name }).joined(separator: ", ")
    }
    return Content(
      .contacts, text: lines.isEmpty ? nil : lines.joined(separator: "\n"), fields: ["count": String(cards.count)])
  }

  private static func poll(_ body: JSONValue) -> Content {
    let options = (body["options"]?.array ?? []).compactMap { $0["optionName"]?.string ?? $0.string }
    let lines = [body["name"]?.string].compactMap { $0 } + options.map { "• " + $0 }
    return Content(
      .poll, text: lines.isEmpty ? nil : lines.joined(separator: "\n"), fields: ["options": String(options.count)])
  }
}
