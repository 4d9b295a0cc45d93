/// Words in the heads of lines.
enum HeaderWords {
  /// Before the number of a year.
  static let leadingEras: [(StaticString, DateComponent.Era)] = [
    ("R", .reiwa), ("令和", .reiwa), ("H", .heisei), ("平成", .heisei), ("S", .showa), ("昭和", .showa),
    ("BE", .buddhist), ("พ.ศ.", .buddhist), ("พุทธศักราช", .buddhist), ("民國", .minguo), ("民国", .minguo),
  ]

  /// After the number of a year.
  static let trailingEras: [(StaticString, DateComponent.Era)] = [
    ("BE", .buddhist), ("พ.ศ.", .buddhist), ("ພ.ສ.", .buddhist), ("AP", .persian), ("ه‍.ش.", .persian), ("AH", .hijri),
    ("هـ", .hijri),
    ("R", .reiwa), ("H", .heisei), ("S", .showa), ("Minguo", .minguo), ("ROC", .minguo),
  ]

  /// Between date and time.
  static let between: [StaticString] = [
    "klo ", "um ", "à ", "às ", "at ", "kl. ", "kl ", "a las ", "a les ", "alle ", "alle ore ", "om ", "ob ", "o ",
    "u ", "в ", "во ", "у ", "о ", "г., ", "г. ", "г. в ", "saat ", "lúc ", "في ", "la ", "kell ", "- ",
  ]
}
