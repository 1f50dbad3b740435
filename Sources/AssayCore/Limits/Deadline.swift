import SaaSLiteLLM

/// How long something may take from now on, and because of what.
struct TimeLimit: Sendable, Comparable {
  /// What the time was set for.
  enum Kind: Sendable, Hashable {
    case attempt, testCase
    case run(name: String)
  }

  var kind: Kind
  /// The time as it was set.
  var whole: Duration
  /// What is left of it.
  var left: Duration

  static func < (left: TimeLimit, right: TimeLimit) -> Bool { left.left < right.left }
}

/// A time that was set for something is over.
struct DeadlinePassed: Error, Sendable, CustomStringConvertible {
  var limit: TimeLimit

  var description: String {
    let time = limit.whole.secondsText
    return switch limit.kind {
    case .attempt: "not done within \(time) (--attempt-timeout)"
    case .testCase: "the case was not done within \(time) (--case-timeout)"
    case .run(let name): "not done before the run's time of \(time) was over (\(name))"
    }
  }
}

enum Deadline {
  /// Runs `body`, and cancels it if it takes longer than `limit`.
  ///
  /// - Throws: ``DeadlinePassed``; what `body` throws.
  static func within<Result: Sendable>(
    _ limit: TimeLimit?, time: TimeSource,
    _ body: @escaping @Sendable () async throws -> Result
  ) async throws -> Result {
    guard let limit else { return try await body() }
    return try await withThrowingTaskGroup(of: Result?.self) { group in
      group.addTask { try await body() }
      group.addTask {
        try await time.sleep(limit.left)
        return nil
      }
      defer { group.cancelAll() }
      if let result = try await group.next() ?? nil { return result }
      throw DeadlinePassed(limit: limit)
    }
  }
}
