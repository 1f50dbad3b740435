/// A regular expression by RFC 9485 (I-Regexp): the subset that engines agree on.
///
/// Matching steps through the text once with the set of all states that could be reached, so its
/// time is bounded by the length of the text times the size of the expression: there is nothing
/// to time out. Unescaped `^` and `$` outside of classes stand for the start and the end of the
/// text, as they do where an I-Regexp is handed to an engine of another kind (RFC 9485,
/// section 5).
struct IRegexp: Sendable {
  /// Why a text is no I-Regexp.
  struct Fault: Error, Equatable {
    var message: String
    var isTooLarge = false
  }

  let program: [IRegexpInstruction]

  init(_ pattern: String) throws {
    var parser = IRegexpParser(pattern)
    var compiler = IRegexpCompiler()
    program = try compiler.compile(parser.parse())
  }

  /// Whether the expression describes the whole text.
  func matchesWhole(_ text: String) -> Bool {
    run(text, isWhole: true)
  }

  /// Whether the expression describes some part of the text.
  func matchesPart(of text: String) -> Bool {
    run(text, isWhole: false)
  }

  private func run(_ text: String, isWhole: Bool) -> Bool {
    program.count <= IRegexpBitMatcher.capacity
      ? IRegexpBitMatcher(program).run(text, isWhole: isWhole)
      : IRegexpMatcher(program).run(text, isWhole: isWhole)
  }
}

/// Compiled expressions by their text, for expressions that come out of the data.
final class IRegexpCache {
  private var expressions: [ScalarText: IRegexp?] = [:]
  private static let capacity = 64

  func expression(_ text: String) -> IRegexp? {
    let key = ScalarText(text)
    if let known = expressions[key] { return known }
    if expressions.count >= Self.capacity { expressions.removeAll() }
    let expression = try? IRegexp(text)
    expressions[key] = .some(expression)
    return expression
  }
}
