import Records

/// Reads what a message says about the message it answers or repeats.
enum MetaContext {
  static func read(_ context: JSONValue, into event: inout MessageEvent) {
    if let target = context["id"]?.text, !target.isEmpty { event.reply = ReplyReference(target: target) }
    if context["forwarded"]?.bool == true { event.attributes["forwarded"] = "true" }
    if context["frequently_forwarded"]?.bool == true { event.attributes["frequently_forwarded"] = "true" }
    if let product = context["referred_product"] {
      if let catalog = product["catalog_id"]?.text { event.attributes["product_catalog"] = catalog }
      if let item = product["product_retailer_id"]?.text { event.attributes["product"] = item }
    }
    if let from = context["from"]?.text, !from.isEmpty { event.attributes["reply_to_sender"] = from }
  }
}
