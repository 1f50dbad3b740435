import Foundation

/// A regular expression (ICU's syntax) that answers yes, no, or that it could not decide.
///
/// Backtracking can take longer than the universe has, and ICU gives up without a word when its
/// stack is full: both must not look like "no match". Swift's `Regex` cannot be stopped;
/// `NSRegularExpression` reports progress and can. The bound is on work as far as it can be
/// seen; where that is not seen to grow, on time, so that nothing goes on for ever.
package struct BoundedPattern: Sendable {
  package let text: String
  private let expression: NSRegularExpression
  /// How many times ICU may report progress, which it does after a fixed number of steps.
  private let limit: Int
  /// The groups of the pattern, without the whole match.
  package let groupCount: Int

  /// The search was given up, so nobody knows whether there is a match.
  package struct Undecided: Error, CustomStringConvertible {
    package var description: String
  }

  package struct Invalid: Error, CustomStringConvertible {
    package var description: String
    package var hint: String?
  }

  /// - Parameter limit: The default is reached after about a second.
  /// - Throws: ``Invalid``.
  package init(_ text: String, limit: Int = 6_000) throws(Invalid) {
    self.text = text
    self.limit = limit
    do {
      groupCount = try NSRegularExpression(pattern: text).numberOfCaptureGroups
      // A search that comes to the end of the text finds at least the last group. One that
      // finds nothing was broken off.
      expression = try NSRegularExpression(pattern: "(?:\(text))|(\\z)")
    } catch {
      throw PatternFault.find(in: text)
    }
  }

  /// - Throws: ``Undecided``.
  package func matches(_ subject: String) throws -> Bool {
    try search(subject) != nil
  }

  /// The first match.
  ///
  /// - Throws: ``Undecided``.
  package func firstMatch(in subject: String) throws -> Match? {
    try search(subject).map { Match(result: $0, subject: subject, groupCount: groupCount) }
  }

  /// All matches, none of which overlap.
  ///
  /// - Throws: ``Undecided``.
  package func matches(in subject: String) throws -> [Match] {
    var matches: [Match] = []
    var isComplete = false
    enumerate(subject) { result in
      isComplete = isComplete || isEnd(result) || NSMaxRange(result.range) == subject.utf16.count
      if !isEnd(result) {
        matches.append(Match(result: result, subject: subject, groupCount: groupCount))
      }
      return true
    }
    guard isComplete else { throw undecided(subject) }
    return matches
  }

  private func search(_ subject: String) throws -> NSTextCheckingResult? {
    var answer: NSTextCheckingResult?
    enumerate(subject) { result in
      answer = answer ?? result
      return false
    }
    guard let answer else { throw undecided(subject) }
    return isEnd(answer) ? nil : answer
  }

  /// Calls `visit` with each match, until it has seen enough or the search is given up.
  private func enumerate(
    _ subject: String, _ visit: @escaping (NSTextCheckingResult) -> Bool
  ) {
    var reports = 0
    var isDone = false
    let clock = ContinuousClock()
    let start = clock.now
    var last = start
    let longest = Duration.milliseconds(limit * 2)
    expression.enumerateMatches(
      in: subject, options: .reportProgress, range: NSRange(subject.startIndex..., in: subject)
    ) { result, _, stop in
      if let result {
        isDone = isDone || !visit(result)
        last = clock.now
      } else {
        // ICU also reports at each place of the text where it begins, which says nothing of work;
        // its fixed number of steps takes longer than that.
        let now = clock.now
        if last.duration(to: now) >= Self.leastWork { reports += 1 }
        last = now
        if start.duration(to: now) > longest { reports = limit + 1 }
      }
      stop.pointee = ObjCBool(isDone || reports > limit)
    }
  }

  /// No machine makes ICU's ten thousand steps in less.
  private static let leastWork = Duration.microseconds(20)

  private func isEnd(_ result: NSTextCheckingResult) -> Bool {
    result.range(at: result.numberOfRanges - 1).location != NSNotFound
  }

  private func undecided(_ subject: String) -> Undecided {
    Undecided(
      description: "/\(text)/ was given up: it backtracks too much on a text of "
        + "\(subject.count) characters")
  }
}

extension BoundedPattern {
  /// A group of a pattern, by number (0 is the whole match) or by name.
  package enum Group: Sendable, Hashable {
    case number(Int)
    case name(String)

    package init(_ text: String) { self = Int(text).map { .number($0) } ?? .name(text) }
  }

  /// Whether the pattern has the group.
  package func has(_ group: Group) -> Bool {
    switch group {
    case .number(let number): number >= 0 && number <= groupCount
    // The only place where a name stands between these is the group's definition.
    case .name(let name): text.contains("(?<\(name)>")
    }
  }

  /// A match and its groups.
  package struct Match {
    fileprivate let result: NSTextCheckingResult
    fileprivate let subject: String
    fileprivate let groupCount: Int

    /// The text of a group; nil if it took no part in the match.
    package subscript(group: Group) -> String? {
      let range =
        switch group {
        case .number(let number):
          number >= 0 && number <= groupCount
            ? result.range(at: number) : NSRange(location: NSNotFound, length: 0)
        case .name(let name): result.range(withName: name)
        }
      return Range(range, in: subject).map { String(subject[$0]) }
    }
  }
}
