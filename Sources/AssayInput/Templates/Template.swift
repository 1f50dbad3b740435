package import JSONModel

/// A text with `{{variables}}`, taken apart once and rendered many times.
///
/// The language is Mustache (mustache(5), and the cases of the spec at github.com/mustache/spec
/// for interpolation, sections, inverted sections, partials, comments and delimiters) for plain
/// text: nothing is escaped, so that `{{name}}`, `{{{name}}}` and `{{&name}}` are the same.
/// Strings are inserted as they are, other JSON values as JSON. Unlike Mustache, a variable
/// without a value is an error and never an empty text.
package struct Template: Sendable, Hashable {
  /// A name in a template and where it stands.
  package struct Variable: Sendable, Hashable {
    /// The name, cut at its dots; empty for `{{.}}`.
    package var path: [String]
    /// The tag's offset in the text, in UTF-8 code units.
    package var offset: Int
    /// The partial that the tag stands in, which the offset counts from.
    package var partial: String?

    package var name: String { path.isEmpty ? "." : path.joined(separator: ".") }
  }

  enum Part: Sendable, Hashable {
    case text(String)
    case variable(Variable)
    /// Rendered for each element of a list, or once if the value is there; inverted, if not.
    case section(Variable, isInverted: Bool, [Part])
  }

  let parts: [Part]
  /// The source, for messages and for showing what is not rendered yet.
  package let text: String

  /// Why a text is no template.
  package struct SyntaxError: Error, Sendable, Hashable {
    /// The tag's offset in the text, in UTF-8 code units.
    package var offset: Int
    package var message: String
    package var hint: String?
    /// The partial that the fault is in, which the offset counts from.
    package var partial: String?
  }

  /// - Parameter partials: The texts that `{{> name}}` inserts.
  /// - Throws: ``SyntaxError``, also for partials that are unknown or insert themselves.
  package init(_ text: String, partials: [String: String] = [:]) throws(SyntaxError) {
    self.text = text
    var parser = TemplateParser(text, partials: partials)
    parts = try parser.parse()
  }

  /// Why a template cannot be rendered.
  package enum RenderingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A variable has no value.
    case undefined(Variable)
    /// The sections repeat too often.
    case endless

    package var description: String {
      switch self {
      case .undefined(let variable): "the variable \"\(variable.name)\" has no value"
      case .endless:
        "the sections of the text are repeated more than \(TemplateWalk.repetitionLimit) times"
      }
    }
  }

  /// The text with the values of `variables`.
  ///
  /// - Throws: ``RenderingError``.
  package func render(_ variables: JSONObject) throws(RenderingError) -> String {
    if parts.count == 1, case .text(let text) = parts[0] { return text }
    var sink = TextSink()
    TemplateWalk.walk(parts, TemplateScope(variables), &sink)
    if sink.isEndless { throw .endless }
    if let undefined = sink.undefined { throw .undefined(undefined) }
    return sink.text
  }

  private struct TextSink: TemplateSink {
    var text = ""
    var undefined: Variable?
    var isEndless = false

    mutating func giveUp() { isEndless = true }

    mutating func add(_ plain: String) { text += plain }

    mutating func add(_ value: JSONValue) {
      if case .string(let plain) = value { text += plain } else { text += value.text() }
    }

    mutating func add(undefined variable: Variable) {
      if undefined == nil { undefined = variable }
    }
  }
}
