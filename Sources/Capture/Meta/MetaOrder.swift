import Records

/// Reads an order; amounts stay the text they arrived in.
enum MetaOrder {
  static func read(_ body: JSONValue?) -> Content {
    var lines: [String] = []
    if let text = body?["text"]?.string, !text.isEmpty { lines.append(text) }
    let items = body?["product_items"]?.array ?? []
    for item in items {
      let quantity = item["quantity"]?.text ?? "?"
      let product = item["product_retailer_id"]?.text ?? "?"
      let price = [item["item_price"]?.text, item["currency"]?.text].compactMap { $0 }.joined(separator: " ")
      lines.append(quantity + " × " + product + (price.isEmpty ? "" : " " + price))
    }
    var content = Content(.order, text: lines.isEmpty ? nil : lines.joined(separator: "\n"))
    if let catalog = body?["catalog_id"]?.text { content.fields["catalog_id"] = catalog }
    if body != nil { content.fields["items"] = String(items.count) }
    return content
  }
}
