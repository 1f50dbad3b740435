import Synchronization

/// A model at an endpoint: what limits are kept for.
public struct Lane: Sendable, Hashable, CustomStringConvertible {
  public var endpoint: String
  /// The model's name on the wire.
  public var model: String

  public init(endpoint: String, model: String) {
    self.endpoint = endpoint
    self.model = model
  }

  public var description: String {
    endpoint == "gateway" ? model : "\(model) at \(endpoint)"
  }
}

/// Whom the requests made in a task are made for. The client below knows nothing of limits and
/// suites, so this travels with the task.
struct CallScope: Sendable {
  /// The model's limits; nil for requests that call no model, such as the creation of a job.
  var lane: Lane?
  /// Shown where requests are named that do not come to an end.
  var name: String
  var meter: CallMeter

  @TaskLocal static var current: CallScope?
}

/// Counts what an attempt's requests did, judges' included.
final class CallMeter: Sendable {
  struct Reading: Sendable, Hashable {
    /// Requests to models that were sent.
    var calls = 0
    /// The time between requests of which the first had to be repeated, and before leave was
    /// given.
    var waiting = Duration.zero
    var judgeCalls = 0
    /// Of all judge's calls together; nil if it is unknown of any.
    var judgeTokens: Int? = 0
    var judgeCost: Double? = 0
  }

  private struct State {
    var reading = Reading()
    /// When a request ended that may be sent again.
    var failure: Duration?
    /// In a row, for load.
    var refusals = 0
    /// What a replay did not wait for.
    var skipped = Duration.zero
  }

  private let state = Mutex(State())

  var reading: Reading { state.withLock { $0.reading } }

  /// A request is sent; leave for it was asked at `asked`.
  func begin(asked: Duration, now: Duration) {
    state.withLock { state in
      state.reading.calls += 1
      state.reading.waiting += now - (state.failure.take() ?? asked)
    }
  }

  func end(failed: Bool, at now: Duration) {
    state.withLock { $0.failure = failed ? now : nil }
  }

  /// Notes that the server had too much to do; gives how often in a row.
  func addRefusal() -> Int {
    state.withLock { state in
      state.refusals += 1
      return state.refusals
    }
  }

  func clearRefusals() {
    state.withLock { $0.refusals = 0 }
  }

  var skipped: Duration { state.withLock { $0.skipped } }

  func skip(_ wait: Duration) {
    state.withLock { $0.skipped += wait }
  }

  func addJudge(tokens: Int?, cost: Double?) {
    state.withLock { state in
      state.reading.judgeCalls += 1
      state.reading.judgeTokens = state.reading.judgeTokens.flatMap { sum in tokens.map { sum + $0 }
      }
      state.reading.judgeCost = state.reading.judgeCost.flatMap { sum in cost.map { sum + $0 } }
    }
  }
}
