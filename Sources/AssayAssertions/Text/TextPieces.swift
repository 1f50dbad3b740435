/// Takes texts apart.
enum TextPieces {
  static func trimmed(_ text: String) -> String {
    guard let first = text.unicodeScalars.firstIndex(where: { !$0.properties.isWhitespace }),
      let last = text.unicodeScalars.lastIndex(where: { !$0.properties.isWhitespace })
    else { return "" }
    return String(text.unicodeScalars[first...last])
  }

  /// The pieces between white space (Unicode's property).
  static func words(_ text: String) -> [String] {
    text.unicodeScalars.split { !isNoSpace($0) }.map { String($0) }
  }

  static func wordCount(_ text: String) -> Int {
    var count = 0
    var isInWord = false
    for scalar in text.unicodeScalars {
      let isInside = isNoSpace(scalar)
      if isInside, !isInWord { count += 1 }
      isInWord = isInside
    }
    return count
  }

  /// Whether the scalar is not white space; of ASCII without a look into Unicode's tables.
  static func isNoSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII
      ? scalar.value != 0x20 && !(0x09...0x0D).contains(scalar.value)
      : !scalar.properties.isWhitespace
  }

  /// What stands inside the first fence of three or more backquotes or tildes, without the fence
  /// and its language; the text as it is if there is no fence. A fence that is not closed, as in
  /// a reply that was cut, goes to the end.
  static func withoutCodeFence(_ text: String) -> String {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    guard let start = lines.firstIndex(where: { fence(in: $0) != nil }),
      let opening = fence(in: lines[start])
    else { return text }
    let inside = lines[(start + 1)...]
    let end = inside.firstIndex { line in
      guard let closing = fence(in: line) else { return false }
      return closing.character == opening.character && closing.count >= opening.count
        && closing.isBare
    }
    return inside[..<(end ?? inside.endIndex)].joined(separator: "\n")
  }

  private static func fence(
    in line: Substring
  ) -> (character: Character, count: Int, isBare: Bool)? {
    let body = line.drop { $0 == " " }
    guard let first = body.first, first == "`" || first == "~" else { return nil }
    let count = body.prefix { $0 == first }.count
    guard count >= 3 else { return nil }
    let rest = body.dropFirst(count)
    // Three backquotes around a word are code in a line, not a fence.
    if first == "`", rest.contains("`") { return nil }
    return (first, count, rest.allSatisfy(\.isWhitespace))
  }

  /// The text without what reasoning models think aloud in front of their answer.
  static func withoutReasoning(_ text: String) -> String {
    var result = text
    for tag in ["think", "thinking", "reasoning"] {
      while let open = result.firstRange(of: "<\(tag)>") {
        let end = result[open.upperBound...].firstRange(of: "</\(tag)>")?.upperBound
        result.removeSubrange(open.lowerBound..<(end ?? result.endIndex))
      }
      // Some chat templates open the tag in the prompt, so that only its end is in the reply.
      if let close = result.firstRange(of: "</\(tag)>") {
        result.removeSubrange(..<close.upperBound)
      }
    }
    return trimmed(result)
  }
}
