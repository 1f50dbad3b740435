import SaaSLiteLLM

/// A time that was set for something is over.
struct DeadlinePassed: Error, Sendable, CustomStringConvertible {
  var limit: Duration
  var description: String { "not done within \(limit.secondsText)" }
}

enum Deadline {
  /// Runs `body`, and cancels it if it takes longer than `limit`.
  ///
  /// - Throws: ``DeadlinePassed``; what `body` throws.
  static func within<Result: Sendable>(
    _ limit: Duration?, time: TimeSource,
    _ body: @escaping @Sendable () async throws -> Result
  ) async throws -> Result {
    guard let limit else { return try await body() }
    return try await withThrowingTaskGroup(of: Result?.self) { group in
      group.addTask { try await body() }
      group.addTask {
        try await time.sleep(limit)
        return nil
      }
      defer { group.cancelAll() }
      if let result = try await group.next() ?? nil { return result }
      throw DeadlinePassed(limit: limit)
    }
  }
}
