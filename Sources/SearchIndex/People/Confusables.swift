/// Characters that look like others: a small, pinned part of Unicode's confusables, for the scripts whose letters
/// pass for Latin ones.
enum Confusables {
  /// What a character looks like; nil where it looks like itself.
  static func prototype(of scalar: Unicode.Scalar) -> Unicode.Scalar? { table[scalar] }

  private static let table: [Unicode.Scalar: Unicode.Scalar] = {
    var table: [Unicode.Scalar: Unicode.Scalar] = [:]
    for (from, to) in zip(lookalikes.unicodeScalars, prototypes.unicodeScalars) { table[from] = to }
    return table
  }()

  private static let lookalikes =
    "01|\u{D8}\u{F8}\u{110}\u{111}\u{126}\u{127}\u{131}\u{141}\u{142}\u{166}\u{167}\u{185}\u{1C0}\u{237}"
    + "\u{251}\u{261}\u{262}\u{269}\u{26A}\u{274}\u{280}\u{28B}\u{28F}\u{299}\u{29C}\u{29F}\u{37F}\u{391}"
    + "\u{392}\u{395}\u{396}\u{397}\u{399}\u{39A}\u{39C}\u{39D}\u{39F}\u{3A1}\u{3A4}\u{3A5}\u{3A7}\u{3B1}"
    + "\u{3B3}\u{3B7}\u{3B9}\u{3BA}\u{3BD}\u{3BF}\u{3C1}\u{3C3}\u{3C4}\u{3C5}\u{3C7}\u{3C9}\u{3F2}\u{3F3}"
    + "\u{3F9}\u{405}\u{406}\u{408}\u{410}\u{412}\u{415}\u{417}\u{41A}\u{41C}\u{41D}\u{41E}\u{420}\u{421}"
    + "\u{422}\u{423}\u{425}\u{430}\u{432}\u{433}\u{435}\u{43A}\u{43C}\u{43D}\u{43E}\u{43F}\u{440}\u{441}"
    + "\u{442}\u{443}\u{445}\u{44C}\u{455}\u{456}\u{458}\u{475}\u{4AE}\u{4AF}\u{4BA}\u{4BB}\u{4C0}\u{4CF}"
    + "\u{500}\u{501}\u{50C}\u{51A}\u{51B}\u{51C}\u{51D}\u{53C}\u{54D}\u{54F}\u{555}\u{566}\u{570}\u{575}"
    + "\u{578}\u{57D}\u{581}\u{585}\u{13A0}\u{13A2}\u{13A5}\u{13AA}\u{13AB}\u{13AC}\u{13B3}\u{13B7}\u{13BB}"
    + "\u{13C0}\u{13C3}\u{13D2}\u{13D9}\u{13DA}\u{13DE}\u{13DF}\u{13E2}\u{13E6}\u{13F4}\u{1D00}\u{1D04}"
    + "\u{1D05}\u{1D07}\u{1D0A}\u{1D0B}\u{1D0D}\u{1D0F}\u{1D18}\u{1D1B}\u{1D1C}\u{1D20}\u{1D21}\u{1D22}"
    + "\u{A4D0}\u{A4D1}\u{A4D3}\u{A4D4}\u{A4D6}\u{A4D7}\u{A4D9}\u{A4DA}\u{A4DC}\u{A4DD}\u{A4DF}\u{A4E0}"
    + "\u{A4E1}\u{A4E2}\u{A4E3}\u{A4E6}\u{A4E7}\u{A4EA}\u{A4EB}\u{A4EC}\u{A4EE}\u{A4F0}\u{A4F2}\u{A4F3}"
    + "\u{A4F4}\u{A730}\u{A731}"
  private static let prototypes =
    "OllOoDdHhiLlTtbljaggiinrvybhlJABEZHIKMNOPTYXaynikvopotuxwcjCSIJABE3KMHOPCTYXabrekmhonpctyxbsijvYyhhIlDd"
    + "GQqWwLUSOqhjnugoDTiAJEWMHGZRVSLCPKBacdejkmoptuvwzBPDTGKJCZFMNLSRVHWXYAEIOUfs"
}
