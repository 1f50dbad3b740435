/// A regular expression of ECMA-262 with the `u` flag, as JSON Schema's `pattern` wants it.
///
/// It only says whether there is a match somewhere in a text. Patterns without back-references
/// take time proportional to pattern and text; what takes too long all the same is reported as
/// undecided, never as a yes or no.
package struct RegularExpression: Sendable {
  package enum Outcome: Sendable, Hashable {
    case found, notFound
    /// The limit of steps was reached.
    case undecided
  }

  /// The pattern as it was written.
  package let source: String
  private let program: PatternProgram

  /// - Throws: ``RegularExpressionError`` for what is not ECMA-262 or not supported.
  package init(_ source: String) throws(RegularExpressionError) {
    self.source = source
    var parser = PatternParser(source)
    program = try PatternCompiler.compile(parser.parse())
  }

  /// Looks for a match anywhere in `text`.
  package func search(_ text: String, maximumSteps: Int = 5_000_000) -> Outcome {
    var text = text
    return text.withUTF8 { bytes in
      var matcher = PatternMatcher(program: program, text: bytes, maximumSteps: maximumSteps)
      return matcher.search()
    }
  }
}
