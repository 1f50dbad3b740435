package import JSONModel

/// A text with `{{variables}}`, taken apart once and rendered many times.
///
/// The syntax is Mustache's for plain text: `{{name}}` and its unescaped spellings `{{{name}}}`
/// and `{{&name}}` all insert the value as it is, `{{a.b}}` looks into objects, `{{! … }}` is a
/// comment. Strings are inserted as they are, other JSON values as JSON.
package struct Template: Sendable, Hashable {
  /// A variable and where it stands.
  package struct Variable: Sendable, Hashable {
    package var path: [String]
    /// The tag's offset in the text, in UTF-8 code units.
    package var offset: Int

    package var name: String { path.joined(separator: ".") }
  }

  private enum Part: Sendable, Hashable {
    case text(String)
    case variable(Variable)
  }

  private let parts: [Part]

  /// Why a text is no template.
  package struct SyntaxError: Error, Sendable, Hashable {
    package var offset: Int
    package var message: String
  }

  /// - Throws: ``SyntaxError``.
  package init(_ text: String) throws {
    var parts: [Part] = []
    var rest = text[...]
    while let open = rest.range(of: "{{") {
      if open.lowerBound > rest.startIndex {
        parts.append(.text(String(rest[..<open.lowerBound])))
      }
      let offset = text.utf8.distance(from: text.startIndex, to: open.lowerBound)
      let isTriple = rest[open.upperBound...].hasPrefix("{")
      let start = isTriple ? rest.index(after: open.upperBound) : open.upperBound
      guard let close = rest[start...].range(of: isTriple ? "}}}" : "}}") else {
        throw SyntaxError(offset: offset, message: "the tag that starts with {{ never ends")
      }
      if let variable = try Self.variable(rest[start..<close.lowerBound], offset: offset) {
        parts.append(.variable(variable))
      }
      rest = rest[close.upperBound...]
    }
    if !rest.isEmpty { parts.append(.text(String(rest))) }
    self.parts = parts
  }

  private static func variable(_ tag: Substring, offset: Int) throws -> Variable? {
    var tag = tag
    switch tag.first {
    case "!": return nil
    case "&": tag = tag.dropFirst()
    case "#", "^", "/", ">", "<", "$", "=", "%":
      throw SyntaxError(
        offset: offset,
        message: "{{\(tag)}} is not supported: only variables {{name}} and comments {{! … }} are")
    default: break
    }
    let name = tag.trimming { $0.isWhitespace }
    let path = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard path.allSatisfy({ !$0.isEmpty && !$0.contains(where: \.isWhitespace) }) else {
      throw SyntaxError(offset: offset, message: "{{\(tag)}} does not name a variable")
    }
    return Variable(path: path, offset: offset)
  }

  /// The variables, in order, repeated ones too.
  package var variables: [Variable] {
    parts.compactMap { if case .variable(let variable) = $0 { variable } else { nil } }
  }

  /// A variable that has no value.
  package struct UndefinedVariable: Error, Sendable, Hashable {
    package var variable: Variable
  }

  /// The text with the values of `variables`.
  ///
  /// - Throws: ``UndefinedVariable``.
  package func render(_ variables: JSONObject) throws -> String {
    var text = ""
    for part in parts {
      switch part {
      case .text(let plain):
        text += plain
      case .variable(let variable):
        guard let value = Self.look(up: variable.path, in: variables) else {
          throw UndefinedVariable(variable: variable)
        }
        text += value.stringValue ?? value.text()
      }
    }
    return text
  }

  package static func look(up path: [String], in variables: JSONObject) -> JSONValue? {
    var value: JSONValue? = variables[path[0]]
    for key in path.dropFirst() { value = value?[key] }
    return value
  }
}

extension Substring {
  fileprivate func trimming(_ isTrimmed: (Character) -> Bool) -> Substring {
    guard let first = firstIndex(where: { !isTrimmed($0) }),
      let last = lastIndex(where: { !isTrimmed($0) })
    else { return "" }
    return self[first...last]
  }
}

extension StringProtocol {
  /// The first place of `other`; the standard library's own needs Foundation.
  fileprivate func range(of other: String) -> Range<Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(other) { return start..<index(start, offsetBy: other.count) }
      start = index(after: start)
    }
    return nil
  }
}
