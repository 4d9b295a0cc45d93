import Records

extension Party {
  /// Whether two sets of claims are of one person: where both name an id of one kind, whether it is the same.
  ///
  /// Nil where there is nothing to compare. Names are no ids: two people may have one.
  public func isSame(as other: Party) -> Bool? {
    var answer: Bool?
    for (left, right) in [
      (phone, other.phone), (lid, other.lid), (userID, other.userID), (username, other.username),
    ] {
      guard let left, let right else { continue }
      if left == right { return true }
      answer = false
    }
    return answer
  }
}
