import AssayAssertions

/// Colours and marks of a terminal, or none of them.
package struct ConsoleStyle: Sendable {
  package var usesColor: Bool

  package init(usesColor: Bool) {
    self.usesColor = usesColor
  }

  func bold(_ text: String) -> String { escape("1", text) }
  func faint(_ text: String) -> String { escape("2", text) }
  func errored(_ text: String) -> String { paint(text, as: .errored) }
  func inconclusive(_ text: String) -> String { paint(text, as: .inconclusive) }

  func paint(_ text: String, as outcome: Outcome) -> String {
    switch outcome {
    case .passed: escape("32", text)
    case .failed: escape("31", text)
    case .errored: escape("35", text)
    case .inconclusive: escape("33", text)
    case .skipped: escape("2", text)
    }
  }

  /// A mark that differs also without colour.
  func mark(_ outcome: Outcome) -> String {
    let symbol =
      switch outcome {
      case .passed: "✓"
      case .failed: "✗"
      case .errored: "!"
      case .inconclusive: "?"
      case .skipped: "-"
      }
    return paint(symbol, as: outcome)
  }

  private func escape(_ code: String, _ text: String) -> String {
    usesColor ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}

/// Makes text from a model safe to print.
package enum ConsoleText {
  /// `text` with control characters made visible: an output must not move the cursor, change
  /// colours or forge lines.
  package static func safe(_ text: String, keeping kept: Unicode.Scalar? = nil) -> String {
    guard text.unicodeScalars.contains(where: isUnsafe) else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      if isUnsafe(scalar), scalar != kept {
        result.append(
          contentsOf: "\\u{\(String(scalar.value, radix: 16, uppercase: true))}".unicodeScalars)
      } else {
        result.append(scalar)
      }
    }
    return String(result)
  }

  /// Control characters, and those that turn the direction of text around.
  private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09: false
    case 0x00...0x1F, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
