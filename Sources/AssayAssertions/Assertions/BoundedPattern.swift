import Foundation

/// A regular expression (ICU's syntax) that answers yes, no, or that it could not decide.
///
/// Backtracking can take longer than the universe has, and ICU gives up without a word when its
/// stack is full: both must not look like "no match". Swift's `Regex` cannot be stopped;
/// `NSRegularExpression` reports progress and can. The bound is on work, not on time, so that the
/// answer is the same on every machine.
struct BoundedPattern: Sendable {
  let text: String
  private let expression: NSRegularExpression
  /// How many times ICU may report progress, which it does after a fixed number of steps.
  private let limit: Int

  /// The search was given up, so nobody knows whether there is a match.
  struct Undecided: Error, CustomStringConvertible {
    var description: String
  }

  struct Invalid: Error, CustomStringConvertible {
    var description: String
  }

  /// - Parameter limit: The default is reached after about a second.
  /// - Throws: ``Invalid``.
  init(_ text: String, limit: Int = 6_000) throws {
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
    var answer: Bool?
    var reports = 0
    expression.enumerateMatches(
      in: subject, options: .reportProgress, range: NSRange(subject.startIndex..., in: subject)
    ) { result, _, stop in
      if let result {
        answer = result.range(at: result.numberOfRanges - 1).location == NSNotFound
      } else {
        reports += 1
      }
      stop.pointee = ObjCBool(answer != nil || reports > limit)
    }
    if let answer { return answer }
    throw Undecided(
      description: "/\(text)/ was given up: it backtracks too much on a text of \(subject.count) "
        + "characters")
  }
}
