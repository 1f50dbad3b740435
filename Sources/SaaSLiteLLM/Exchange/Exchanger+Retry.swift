import HTTPTransport
import HTTPTypes
import Logging

extension Exchanger {
  /// Where a series of attempts stands.
  struct Attempt: Sendable {
    /// Counted from 1.
    var number = 1
    /// The time spent waiting before this one.
    var waiting = Duration.zero
    /// When the first one began.
    var start: Duration
    var previous: ClientError?
  }

  /// Runs `body` until it succeeds or the policy gives up.
  func retrying<Result>(
    _ call: Call, _ body: (Attempt) async throws -> Result
  ) async throws -> Result {
    var attempt = Attempt(start: time.now())
    while true {
      do {
        return try await body(attempt)
      } catch {
        attempt = try await next(after: error, attempt, call)
      }
    }
  }

  /// Waits for the next attempt, or throws `error`, dressed for the caller.
  @inline(never)
  func next(
    after error: any Error, _ attempt: Attempt, _ call: Call
  ) async throws -> Attempt {
    guard let failure = dressed(error, attempt, call) else { throw error }
    let decision = retry.decide(
      RetryQuestion(
        error: failure, previous: attempt.previous, operation: call.operation,
        attempt: attempt.number, elapsed: time.now() - attempt.start, random: time.random()))
    switch decision {
    case .giveUp(let reason):
      logger?.debug(
        "request failed",
        metadata: [
          "code": "\(failure.code)", "attempt": "\(attempt.number)", "reason": "\(reason)",
          "path": "\(call.path)",
        ])
      throw failure
    case .wait(let wait):
      logger?.debug(
        "request will be sent again",
        metadata: [
          "code": "\(failure.code)", "attempt": "\(attempt.number)", "wait": "\(wait)",
          "path": "\(call.path)",
        ])
      do {
        try await time.sleep(wait)
      } catch {
        throw dressed(error, attempt, call) ?? error
      }
      return Attempt(
        number: attempt.number + 1, waiting: attempt.waiting + wait, start: attempt.start,
        previous: failure)
    }
  }

  /// The error with its context filled in; nil for errors that are not ours to interpret.
  @inline(never)
  func dressed(_ error: any Error, _ attempt: Attempt, _ call: Call) -> ClientError? {
    var failure: ClientError
    switch error {
    case let error as ClientError: failure = error
    case let error as TransportError: failure = ClientError(error, redactor: redactor)
    case is CancellationError:
      failure = ClientError(
        code: .cancelled, message: ClientErrorText.summary(.cancelled))
    default: return nil
    }
    // A client that cannot be used has sent nothing.
    failure.context.attempt = failure.code == .invalidConfiguration ? 0 : attempt.number
    failure.context.waiting = attempt.waiting
    failure.context.method = call.method.rawValue
    failure.context.url = redactor.redact(baseURL + call.path)
    return failure
  }
}
