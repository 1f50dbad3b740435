import AssayAssertions
import Synchronization

/// The books of calls that are made one after another: those of an attempt, or of one question to
/// its judge. Every call and every reply is entered here once; tokens, costs, calls and waiting
/// are told from here alone, however the attempt ends.
final class CallLedger: Sendable {
  struct Reading: Sendable, Hashable {
    /// What the calls that were sent took.
    var spent = Spending()
    /// What all replies took, those included that were replayed and cost nothing now.
    var took = Spending()
    /// The time between requests of which the first had to be repeated, and before leave was
    /// given.
    var waiting = Duration.zero

    static func += (sum: inout Reading, more: Reading) {
      sum.spent += more.spent
      sum.took += more.took
      sum.waiting += more.waiting
    }
  }

  /// How a call ended.
  enum Ending: Sendable, Hashable {
    /// The server gave all of its answer.
    case answered
    /// It broke off, and may have taken something.
    case broken
    /// It took nothing: it was not sent, or refused.
    case free
    /// The same, since the server had too much to do.
    case overloaded
    /// Nobody wants its answer any more.
    case abandoned
  }

  private struct State {
    var reading = Reading()
    /// The call whose reply has not been entered.
    var open: CallGovernor.Permit?
    /// When a request ended that may be sent again.
    var failure: Duration?
    /// In a row, for load.
    var refusals = 0
    /// What a replay did not wait for.
    var skipped = Duration.zero
  }

  private let state = Mutex(State())

  var reading: Reading { state.withLock { $0.reading } }

  // MARK: Calls

  /// A request is sent; leave for it was asked at `asked`. Until its reply is entered, or it turns
  /// out to have been free, what it takes is unknown.
  func begin(_ permit: CallGovernor.Permit, asked: Duration, now: Duration) {
    state.withLock { state in
      state.open = permit
      state.reading.spent.calls += 1
      state.reading.spent.unanswered += 1
      state.reading.waiting += now - (state.failure.take() ?? asked)
    }
  }

  /// - Returns: How often in a row the server had too much to do.
  @discardableResult
  func end(_ ending: Ending, at now: Duration) -> Int {
    state.withLock { state in
      switch ending {
      case .answered: (state.failure, state.refusals) = (nil, 0)
      case .abandoned: state.failure = nil
      case .broken: state.failure = now
      case .free, .overloaded:
        state.failure = now
        if state.open.take() != nil { state.reading.spent.unanswered -= 1 }
        if ending == .overloaded { state.refusals += 1 }
      }
      return state.refusals
    }
  }

  // MARK: Replies

  /// Enters a reply: to the call that was made last, or replayed.
  func enter(tokens: Int?, _ cost: CallPrice) {
    let permit = state.withLock { state in
      state.reading.took.add(tokens: tokens, cost: cost)
      let permit = state.open.take()
      if permit != nil {
        state.reading.spent.unanswered -= 1
        state.reading.spent.add(tokens: tokens, cost: cost)
      }
      return permit
    }
    // A reply that does not tell keeps what was expected of it.
    if let tokens { permit?.settle(tokens: tokens) }
  }

  /// Enters what a question to a judge took.
  func add(_ other: Reading) {
    state.withLock { $0.reading += other }
  }

  // MARK: Replays

  var skipped: Duration { state.withLock { $0.skipped } }

  func skip(_ wait: Duration) {
    state.withLock { $0.skipped += wait }
  }
}
