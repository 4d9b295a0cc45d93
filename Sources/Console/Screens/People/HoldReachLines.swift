import Casework
import Records
import SearchIndex
import TerminalKit

/// The part of a decision's form that tells what it does to holds.
enum HoldReachLines {
  /// Draws the holds that select by these people, and what they hold through them; returns the row after.
  static func draw(
    _ holds: [HoldReach], whom: String, x: Int, y: Int, width: Int, room: Int, on canvas: inout Canvas
  ) -> Int {
    guard !holds.isEmpty else {
      canvas.text("No hold in force selects by \(whom).", x: x, y: y, style: .dim, limit: width)
      return y + 1
    }
    var y = y
    // Those that widen are what has to be seen.
    let sorted = holds.filter(\.widens) + holds.filter { !$0.widens }
    let most = max(1, min(room - 1, holds.count))
    for reach in sorted.prefix(most) {
      canvas.text(words(reach), x: x, y: y, style: reach.widens ? .warning : .text, limit: width)
      y += 1
    }
    if holds.count > most {
      let left = sorted.dropFirst(most)
      let widening = left.count(where: \.widens)
      let more = widening > 0 ? ", \(widening) of them wider than now" : ""
      canvas.text("and \(Numerals.count(left.count, "more hold"))\(more)", x: x, y: y, style: .dim, limit: width)
      y += 1
    }
    return canvas.wrapped(
      "Holds only ever widen: what they hold now they keep, whatever is merged or split later.", x: x, y: y,
      style: .dim, width: width, maximumLines: 2)
  }

  /// `M-221 h-aaaa22…: 1,031 held, 40 through them; then 1,214 and 223`.
  static func words(_ reach: HoldReach) -> String {
    let matter = reach.hold.placement.matter
    let name = (matter.count > 16 ? matter.prefix(15) + "…" : matter) + " \(Wording.short(reach.hold.placement.hold))"
    let now = "\(Numerals.grouped(reach.hold.messages)) held, \(Numerals.grouped(reach.through)) through them"
    guard reach.widens || reach.gained != 0 else { return "\(name): \(now); stays as it is" }
    return
      "\(name): \(now); then \(Numerals.grouped(reach.messagesAfter)) and \(Numerals.grouped(reach.throughAfter))"
  }
}
