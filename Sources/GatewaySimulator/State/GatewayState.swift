import JSONModel

/// Everything that a gateway remembers. All of it is bounded; what is dropped, and when, is in
/// `docs/simulator.md`.
struct GatewayState: Sendable {
  /// What may be kept.
  struct Limits: Sendable {
    var jobs = 10_000
    var calls = 200_000
    var questions = 100_000
  }

  private(set) var accounts: [Account]
  private let accountOfKey: [String: Int]
  private let accountOfTeam: [String: Int]
  private var jobs: [Identifier: Job] = [:]
  private var jobOrder: RecentItems<Identifier>
  /// The job of each call that is kept.
  private var callOrder: RecentItems<Identifier>
  private var attempts: AttemptCounter
  private var rateWindows: [RateWindow.Key: RateWindow] = [:]
  private var identifiers: SeededGenerator
  var usage = UsageLedger()
  var transactions: [String: RecentItems<CreditTransaction>] = [:]
  var counts = SimulatorCounts()

  init(script: SimulatorScript, now: Timestamp, limits: Limits = Limits()) {
    accounts = script.teams.map { Account($0, at: now) }
    accountOfKey = Dictionary(
      script.teams.enumerated().map { ($1.key, $0) }, uniquingKeysWith: { first, _ in first })
    accountOfTeam = Dictionary(
      script.teams.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
    jobOrder = RecentItems(limit: max(1, limits.jobs))
    callOrder = RecentItems(limit: max(1, limits.calls))
    attempts = AttemptCounter(limit: max(1, limits.questions))
    identifiers = SeededGenerator(seed: script.seed)
  }

  // MARK: Teams

  func account(withKey key: Substring) -> Account? {
    accountOfKey[String(key)].map { accounts[$0] }
  }

  func account(ofTeam id: String) -> Account? {
    accountOfTeam[id].map { accounts[$0] }
  }

  /// Takes credits from a team and notes it, if it has enough.
  mutating func charge(_ credits: Int, to team: String, for job: Job, at time: Timestamp) -> Bool {
    guard let index = accountOfTeam[team] else { return false }
    let before = accounts[index].remaining
    guard accounts[index].take(credits, at: time) else { return false }
    transactions[team, default: RecentItems(limit: 1_000)].append(
      CreditTransaction(
        id: nextIdentifier(), job: job.id, jobType: job.type, amount: credits,
        before: before, after: before - credits, created: time))
    return true
  }

  // MARK: Jobs

  mutating func nextIdentifier() -> Identifier { Identifier(using: &identifiers) }

  mutating func createJob(
    team: String, type: String, userID: String?, metadata: JSONObject?, at time: Timestamp
  ) -> Job {
    let job = Job(
      id: nextIdentifier(), team: team, type: type, userID: userID, metadata: metadata,
      created: time)
    jobs[job.id] = job
    if let dropped = jobOrder.append(job.id) { jobs[dropped] = nil }
    usage.noteJob(job)
    return job
  }

  func job(_ id: Identifier) -> Job? { jobs[id] }

  /// How many of the jobs have each status.
  var jobsByStatus: [String: Int] {
    jobs.values.reduce(into: [:]) { $0[$1.status.rawValue, default: 0] += 1 }
  }

  /// The team of a job, without a copy of the job.
  func team(ofJob id: Identifier) -> String? {
    jobs.index(forKey: id).map { jobs.values[$0].team }
  }

  /// Changes a job in its place; does nothing where it has been dropped meanwhile.
  mutating func updateJob(_ id: Identifier, _ change: (inout Job) -> Void) {
    guard let index = jobs.index(forKey: id) else { return }
    change(&jobs.values[index])
  }

  /// Adds a call to a job and to the sums of its team.
  mutating func record(_ call: CallRecord, in id: Identifier) {
    guard let index = jobs.index(forKey: id) else { return }
    jobs.values[index].record(call)
    usage.noteCall(call, in: jobs.values[index])
    if let dropped = callOrder.append(id) { updateJob(dropped) { $0.calls.removeOldest() } }
  }

  /// The jobs of a team, newest first.
  func jobs(of team: String, status: Job.Status?) -> some Sequence<Job> {
    jobOrder.newestFirst.lazy.compactMap { jobs[$0] }
      .filter { $0.team == team && (status == nil || $0.status == status) }
  }

  // MARK: Draws and limits

  /// The number of this question among its equals, from 1.
  mutating func nextAttempt(of question: UInt64) -> Int { attempts.next(of: question) }

  /// Whether one more call of this kind is within its limit; if not, the seconds to wait.
  mutating func admit(_ key: RateWindow.Key, callsPerMinute: Int, at time: Timestamp)
    -> RateWindow.Verdict
  {
    rateWindows[key, default: RateWindow()].admit(callsPerMinute: callsPerMinute, at: time)
  }
}

/// Counts how often the same question was asked, for as many questions as the limit allows.
struct AttemptCounter: Sendable {
  private var counts: [UInt64: Int] = [:]
  private var order: RecentItems<UInt64>

  init(limit: Int) {
    order = RecentItems(limit: limit)
  }

  mutating func next(of question: UInt64) -> Int {
    if let count = counts[question] {
      counts[question] = count + 1
      return count + 1
    }
    if let dropped = order.append(question) { counts[dropped] = nil }
    counts[question] = 1
    return 1
  }
}

/// The calls of the running minute.
struct RateWindow: Sendable {
  /// Whose calls are counted together.
  struct Key: Hashable, Sendable {
    /// The place of the rule in the script; nil for requests' headers.
    var rule: Int?
    var team: String?
  }

  enum Verdict: Sendable, Hashable {
    case admitted
    case refused(retryAfter: Int)
  }

  private var start: Timestamp?
  private var calls = 0

  mutating func admit(callsPerMinute: Int, at time: Timestamp) -> Verdict {
    let minute: Int64 = 60_000_000
    if start.map({
      time.microseconds - $0.microseconds >= minute || time.microseconds < $0.microseconds
    }) ?? true {
      start = time
      calls = 0
    }
    guard calls >= callsPerMinute else {
      calls += 1
      return .admitted
    }
    let left = minute - (time.microseconds - (start ?? time).microseconds)
    return .refused(retryAfter: max(1, Int((left + 999_999) / 1_000_000)))
  }
}

/// A movement of credits.
struct CreditTransaction: Sendable {
  var id: Identifier
  var job: Identifier
  var jobType: String
  var amount: Int
  var before: Int
  var after: Int
  var created: Timestamp
}
