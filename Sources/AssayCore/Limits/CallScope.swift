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
  var ledger: CallLedger

  @TaskLocal static var current: CallScope?
}
