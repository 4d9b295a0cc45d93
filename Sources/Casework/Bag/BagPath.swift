/// The paths of a bag's files, as BagIt 1.0 (RFC 8493) writes them.
enum BagPath {
  /// Whether a path stays inside the bag: relative, no empty, `.` or `..` part, no home folder, no control character.
  static func isSafe(_ path: String) -> Bool {
    guard !path.isEmpty, !path.hasPrefix("/"), !path.hasPrefix("~"), !path.utf8.contains(0), !path.contains("\\") else {
      return false
    }
    return path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
      !$0.isEmpty && $0 != "." && $0 != ".."
    }
  }

  /// The path with carriage returns, line feeds and percent signs encoded, as a manifest needs.
  static func encode(_ path: String) -> String {
    var result = ""
    for scalar in path.unicodeScalars {
      switch scalar {
      case "\n": result += "%0A"
      case "\r": result += "%0D"
      case "%": result += "%25"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The path that a manifest's line means: only the three encodings are decoded, in either case.
  static func decode(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    let scalars = Array(text.unicodeScalars)
    var index = 0
    while index < scalars.count {
      if scalars[index] == "%", index + 2 < scalars.count {
        let code = String(String.UnicodeScalarView(scalars[index + 1...index + 2])).uppercased()
        let decoded: Unicode.Scalar? = code == "0A" ? "\n" : code == "0D" ? "\r" : code == "25" ? "%" : nil
        if let decoded {
          result.append(decoded)
          index += 3
          continue
        }
      }
      result.append(scalars[index])
      index += 1
    }
    return String(result)
  }
}
