/// The one path that names a place and nothing else (RFC 9535, section 2.7): `$['a'][0]`.
public struct NormalizedPath: Sendable, Hashable {
  /// The name of a member or the position of an element.
  public enum Step: Sendable, Hashable {
    case name(String)
    case index(Int)

    /// Names compare by their Unicode scalars, as JSON's keys do.
    public static func == (left: Step, right: Step) -> Bool {
      switch (left, right) {
      case (.name(let left), .name(let right)): left.hasSameScalars(as: right)
      case (.index(let left), .index(let right)): left == right
      default: false
      }
    }
  }

  public var steps: [Step]

  public init(steps: [Step]) {
    self.steps = steps
  }

  /// The same place as a JSON Pointer (RFC 6901).
  public var pointer: JSONPointer {
    JSONPointer(
      tokens: steps.map { step in
        switch step {
        case .name(let name): name
        case .index(let index): String(index)
        }
      })
  }
}

extension NormalizedPath: CustomStringConvertible {
  public var description: String {
    var text = "$"
    for step in steps {
      switch step {
      case .index(let index): text += "[\(index)]"
      case .name(let name):
        text += "['"
        for scalar in name.unicodeScalars { text += Self.escaped(scalar) }
        text += "']"
      }
    }
    return text
  }

  private static func escaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\u{8}": return "\\b"
    case "\t": return "\\t"
    case "\n": return "\\n"
    case "\u{C}": return "\\f"
    case "\r": return "\\r"
    case "'": return "\\'"
    case "\\": return "\\\\"
    case "\0"..."\u{1F}":
      let hex = String(scalar.value, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
    default: return String(Character(scalar))
    }
  }
}
