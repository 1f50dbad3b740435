import JSONModel

/// A job, as the gateway keeps it.
struct Job: Sendable {
  enum Status: String, Sendable, CaseIterable {
    case pending = "PENDING"
    case inProgress = "IN_PROGRESS"
    case completed = "COMPLETED"
    case failed = "FAILED"
    case cancelled = "CANCELLED"

    var isFinal: Bool { self == .completed || self == .failed }
  }

  let id: Identifier
  let team: String
  var userID: String?
  var type: String
  var status = Status.pending
  let created: Timestamp
  /// The month of ``created``, under which the job is summed.
  let month: String
  var started: Timestamp?
  var completed: Timestamp?
  /// nil where the client said null, which the gateway stumbles over later.
  var metadata: JSONObject?
  var errorMessage: String?
  var creditApplied = false
  /// The gateway keeps only the first.
  var firstModel: String?
  /// The newest calls, oldest first; ``totals`` also counts those that were dropped.
  var calls = RecentItems<CallRecord>(limit: 1_000)
  var totals = JobTotals()

  init(
    id: Identifier, team: String, type: String, userID: String?, metadata: JSONObject?,
    created: Timestamp
  ) {
    self.id = id
    self.team = team
    self.type = type
    self.userID = userID
    self.metadata = metadata
    self.created = created
    month = created.month
  }

  /// Notes that a model is about to be asked.
  mutating func begin(at time: Timestamp) {
    guard status == .pending else { return }
    status = .inProgress
    started = time
  }

  mutating func record(_ call: CallRecord) {
    if call.error == nil, firstModel == nil { firstModel = call.model }
    totals.add(call)
    calls.append(call)
  }
}

/// One question to a model.
struct CallRecord: Sendable {
  var id: Identifier
  var model: String
  var purpose: String?
  var promptTokens: Int
  var completionTokens: Int
  /// US dollars, without markup.
  var cost: Double
  /// Milliseconds; nil for a call that failed.
  var latency: Int?
  var error: String?
  var created: Timestamp
}

/// What the calls of a job come to.
struct JobTotals: Sendable, Hashable {
  var calls = 0
  var failed = 0
  var tokens = 0
  /// US dollars, without markup.
  var cost = 0.0
  /// Milliseconds of the calls that succeeded.
  var latency = 0

  var successful: Int { calls - failed }
  /// Milliseconds, rounded down; 0 without calls, as the gateway says.
  var averageLatency: Int { successful == 0 ? 0 : latency / successful }

  mutating func add(_ call: CallRecord) {
    calls += 1
    if call.error != nil { failed += 1 }
    tokens += call.promptTokens + call.completionTokens
    cost += call.cost
    latency += call.latency ?? 0
  }
}
