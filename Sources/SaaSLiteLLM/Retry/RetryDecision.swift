/// Whether to send a request again.
enum RetryDecision: Sendable, Hashable {
  case wait(Duration)
  case giveUp(Reason)

  /// Why not.
  enum Reason: String, Sendable, Hashable {
    /// The error is of a kind that repeats.
    case permanent
    /// The server may have done what was asked, and doing it twice costs.
    case unsafe
    /// Every attempt is used.
    case attempts
    /// The wait would end after the budget of time.
    case time
    /// The server gave the very same answer twice.
    case repeated
  }
}

/// What a retry decision is made of.
struct RetryQuestion: Sendable {
  var error: ClientError
  /// The error of the attempt before, if there was one.
  var previous: ClientError?
  var operation: Operation
  /// How many times the request was sent so far.
  var attempt: Int
  /// The time since it was first sent.
  var elapsed: Duration
  /// A number from 0 to 1, drawn by the caller.
  var random: Double
}

extension RetryPolicy {
  func decide(_ question: RetryQuestion) -> RetryDecision {
    let error = question.error
    guard error.isRetryable else { return .giveUp(.permanent) }
    guard isSafe(question) else { return .giveUp(.unsafe) }
    guard question.attempt < maximumAttempts else { return .giveUp(.attempts) }
    if let previous = question.previous, error.isSameAnswer(as: previous) {
      return .giveUp(.repeated)
    }
    let wait = wait(beforeAttempt: question.attempt + 1, random: question.random, error)
    if let timeBudget, question.elapsed + wait > timeBudget { return .giveUp(.time) }
    return .wait(wait)
  }

  private func isSafe(_ question: RetryQuestion) -> Bool {
    guard question.error.context.mayHaveTakenEffect else { return true }
    switch question.operation {
    case .repeatable, .createJob: return true
    case .charging: return false
    case .chat:
      // An answer with an error means that no completion was made; silence does not.
      return question.error.context.status != nil && question.error.code != .truncatedStream
        && question.error.code != .connectionLost && question.error.code != .timeout
        || repeatsUnclearChats
    }
  }

  /// Full jitter over an exponentially growing bound, and never less than the server asks.
  func wait(beforeAttempt attempt: Int, random: Double, _ error: ClientError) -> Duration {
    // The exponent is bounded so that nothing overflows; the maximum is reached long before.
    let doublings = Double(1 << min(max(attempt - 2, 0), 30))
    let bound = min(baseDelay * doublings, maximumDelay)
    let own = max(bound * min(max(random, 0), 1), .zero)
    return max(own, error.context.retryAfter ?? .zero)
  }
}

extension ClientError {
  /// Whether both are the same deliberate answer of a server, which a third request would only
  /// repeat. Connections fail alike without meaning it, and limits are meant to pass.
  func isSameAnswer(as other: ClientError) -> Bool {
    guard code == .server || code == .provider || code == .streamError else { return false }
    return code == other.code && context.status == other.context.status
      && context.providerStatus == other.context.providerStatus
      && context.bodyExcerpt == other.context.bodyExcerpt && context.bodyExcerpt != nil
      && !ErrorClassifier.isOverload(status: context.providerStatus ?? context.status)
  }
}
