import Foundation

/// A regular expression (ICU's syntax) that answers yes, no, or that it could not decide.
///
/// Backtracking can take longer than the universe has, and ICU gives up without a word when its
/// stack is full: both must not look like "no match". Swift's `Regex` cannot be stopped;
/// `NSRegularExpression` reports progress and can.
struct TimeLimitedPattern: Sendable {
  let text: String
  private let expression: NSRegularExpression
  private let limit: Duration

  /// The search was given up, so nobody knows whether there is a match.
  struct Undecided: Error, CustomStringConvertible {
    var description: String
  }

  struct Invalid: Error, CustomStringConvertible {
    var description: String
  }

  /// - Throws: ``Invalid``.
  init(_ text: String, limit: Duration = .seconds(1)) throws {
    self.text = text
    self.limit = limit
    do {
      _ = try NSRegularExpression(pattern: text)
      // A search that comes to the end of the text finds at least the last group. One that
      // finds nothing was broken off.
      expression = try NSRegularExpression(pattern: "(?:\(text))|(\\z)")
    } catch {
      throw Invalid(description: "ICU cannot read /\(text)/")
    }
  }

  /// - Throws: ``Undecided``.
  func matches(_ subject: String) throws -> Bool {
    let started = ContinuousClock.now
    var answer: Bool?
    var isTimedOut = false
    expression.enumerateMatches(
      in: subject, options: .reportProgress, range: NSRange(subject.startIndex..., in: subject)
    ) { result, _, stop in
      if let result {
        answer = result.range(at: result.numberOfRanges - 1).location == NSNotFound
      } else {
        isTimedOut = ContinuousClock.now - started > limit
      }
      stop.pointee = ObjCBool(answer != nil || isTimedOut)
    }
    if let answer { return answer }
    throw Undecided(
      description: isTimedOut
        ? "/\(text)/ did not come to an end within \(limit)"
        : "/\(text)/ backtracks too much for a text of \(subject.count) characters")
  }
}
