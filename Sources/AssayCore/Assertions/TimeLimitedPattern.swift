import Foundation

/// A regular expression (ICU's syntax) whose search is given up after a time.
///
/// Backtracking can take longer than the universe has; a suite must end. Swift's `Regex` cannot
/// be stopped, `NSRegularExpression` reports progress and can.
struct TimeLimitedPattern: Sendable {
  let text: String
  private let expression: NSRegularExpression
  private let limit: Duration

  struct TimedOut: Error, CustomStringConvertible {
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
      expression = try NSRegularExpression(pattern: text)
    } catch {
      throw Invalid(description: "ICU cannot read /\(text)/")
    }
  }

  /// - Throws: ``TimedOut``.
  func matches(_ subject: String) throws -> Bool {
    let started = ContinuousClock.now
    var found = false
    var timedOut = false
    expression.enumerateMatches(
      in: subject, options: .reportProgress, range: NSRange(subject.startIndex..., in: subject)
    ) { result, _, stop in
      if result != nil {
        found = true
        stop.pointee = true
      } else if ContinuousClock.now - started > limit {
        timedOut = true
        stop.pointee = true
      }
    }
    if timedOut, !found {
      throw TimedOut(description: "/\(text)/ did not come to an end within \(limit)")
    }
    return found
  }
}
