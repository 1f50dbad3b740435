extension JSONDiff {
  /// The differences for people, a line each: `~` for changed, `-` for missing, `+` for new.
  ///
  /// Long values are cut; of two long strings, the part around their first difference is shown.
  /// What would not be seen is made visible: line breaks and tabs as their escapes, blanks at
  /// the ends and in runs as `·`, invisible characters as `\u{…}`.
  ///
  /// - Parameters:
  ///   - limit: How many lines at most; the number of others is told.
  ///   - width: How many characters of a value at most.
  public func text(limit: Int = 20, width: Int = 60) -> String {
    var lines = entries.prefix(limit).map { $0.text(width: width) }
    if entries.count > limit { lines.append("… and \(entries.count - limit) more") }
    return lines.joined(separator: "\n")
  }
}

extension JSONDiff: CustomStringConvertible {
  public var description: String { text() }
}

extension JSONDiff.Entry {
  /// The difference for people, in a line; see ``JSONDiff/text(limit:width:)``.
  public func text(width: Int = 60) -> String {
    let place = pointer.tokens.isEmpty ? "(the whole value)" : pointer.description
    return switch change {
    case .added(let value): "+ \(place): \(DiffText.value(value, width: width))"
    case .removed(let value): "- \(place): \(DiffText.value(value, width: width))"
    case .changed(.string(let old), .string(let new)):
      "~ \(place): \(DiffText.strings(old, new, width: width))"
    case .changed(let old, let new):
      "~ \(place): \(DiffText.value(old, width: width)) → \(DiffText.value(new, width: width))"
    }
  }
}

/// Values in messages: short, and with everything visible.
enum DiffText {
  /// The value as compact JSON of at most `width` characters, or its beginning and `…`.
  static func value(_ value: JSONValue, width: Int) -> String {
    if case .string(let text) = value { return quoted(Array(text.unicodeScalars), width: width) }
    // Some bytes more than are shown, so that a cut character cannot be among them.
    var writer = JSONWriter(format: .compact, limit: width * 4 + 16)
    writer.write(value)
    let text = String(decoding: writer.bytes, as: UTF8.self)
    return text.count <= width ? text : text.prefix(width) + "…"
  }

  /// Two strings that differ, from shortly before their first difference.
  static func strings(_ old: String, _ new: String, width: Int) -> String {
    let (old, new) = (Array(old.unicodeScalars), Array(new.unicodeScalars))
    let common = zip(old, new).prefix { $0 == $1 }.count
    let isShort = old.count <= width && new.count <= width
    let start = isShort ? 0 : max(0, common - width / 3)
    // What only differs in its composition looks the same, unless it is spelled out.
    let looksEqual = String(String.UnicodeScalarView(old)) == String(String.UnicodeScalarView(new))
    return [old, new].map { quoted($0, from: start, width: width, spellsOut: looksEqual) }
      .joined(separator: " → ")
  }

  private static func quoted(
    _ scalars: [Unicode.Scalar], from start: Int = 0, width: Int, spellsOut: Bool = false
  ) -> String {
    let end = min(scalars.count, start + width)
    var text = start > 0 ? "…\"" : "\""
    for index in min(start, end)..<end {
      text += visible(scalars, index, spellsOut)
    }
    return text + (end < scalars.count ? "\"… (\(scalars.count) characters)" : "\"")
  }

  private static func visible(
    _ scalars: [Unicode.Scalar], _ index: Int, _ spellsOut: Bool
  ) -> String {
    let scalar = scalars[index]
    switch scalar {
    case "\n": return "\\n"
    case "\r": return "\\r"
    case "\t": return "\\t"
    case "\"", "\\": return "\\\(scalar)"
    case " ":
      let isInside = index > 0 && index < scalars.count - 1
      let isAlone = isInside && scalars[index - 1] != " " && scalars[index + 1] != " "
      return isAlone ? " " : "·"
    default: break
    }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .unassigned,
      .privateUse:
      return escaped(scalar)
    default:
      return spellsOut && !scalar.isASCII ? escaped(scalar) : String(Character(scalar))
    }
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
  }
}
