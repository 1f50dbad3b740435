/// Sums by team and month. They outlive the jobs that were dropped.
struct UsageLedger: Sendable {
  struct JobType: Sendable {
    var count = 0
    var cost = 0.0
  }

  struct Month: Sendable {
    var jobs = 0
    var successful = 0
    var failed = 0
    var tokens = 0
    var cost = 0.0
    /// By job type, in the order of their first jobs.
    var types: [(name: String, sums: JobType)] = []
    private var position: [String: Int] = [:]

    /// Beyond so many names, new ones are summed under one.
    static let typeLimit = 1_000

    mutating func update(_ type: String, _ change: (inout JobType) -> Void) {
      var name = type
      if position[name] == nil, types.count >= Self.typeLimit { name = "(others)" }
      if position[name] == nil {
        position[name] = types.count
        types.append((name, JobType()))
      }
      if let index = position[name] { change(&types[index].sums) }
    }
  }

  private struct Key: Hashable {
    var team: String
    var month: String
  }

  private var months: [Key: Month] = [:]

  /// The sums of a team's jobs that were made in a month; nil without any.
  func month(_ month: String, of team: String) -> Month? { months[Key(team: team, month: month)] }

  mutating func noteJob(_ job: Job) {
    update(job) {
      $0.jobs += 1
      $0.update(job.type) { $0.count += 1 }
    }
  }

  mutating func noteCall(_ call: CallRecord, in job: Job) {
    update(job) {
      $0.tokens += call.promptTokens + call.completionTokens
      $0.cost += call.cost
      $0.update(job.type) { $0.cost += call.cost }
    }
  }

  mutating func noteStatus(of job: Job, from old: Job.Status, to new: Job.Status) {
    guard old != new else { return }
    update(job) {
      $0.successful += (new == .completed ? 1 : 0) - (old == .completed ? 1 : 0)
      $0.failed += (new == .failed ? 1 : 0) - (old == .failed ? 1 : 0)
    }
  }

  private mutating func update(_ job: Job, _ change: (inout Month) -> Void) {
    change(&months[Key(team: job.team, month: job.month), default: Month()])
  }
}
