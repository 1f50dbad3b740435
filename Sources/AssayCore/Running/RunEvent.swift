/// What happens in a run, in order. Handlers are called one at a time; what they throw stops the
/// run.
public enum RunEvent: Sendable {
  /// Everything is planned; nothing has been asked yet.
  case started(RunStart)
  /// An attempt has ended, or was skipped because the run ended early. In a replay attempts come
  /// in the order of the suites, else as they end.
  case attempt(AttemptResult, AttemptPlace)
  /// A case has all its attempts, those included that were skipped or that an earlier run made. Each
  /// case of the run comes once, with its place.
  case testCase(CaseResult, AttemptPlace)
  /// A job was created, and is open.
  case jobCreated(JobSummary)
  /// A job was completed, or could not be.
  case job(JobSummary)
  /// Some time has passed.
  case tick(RunProgress)
  /// Nothing has moved for a while; what is still open, the oldest first.
  case stalled(since: Duration, [OpenRequest])
  /// Something that the user should know now, such as that a budget may not be kept.
  case notice(String)
  /// No more attempts are begun.
  case stopping(StopReason)
  case finished(RunResults)
}

/// What a run is going to do.
public struct RunStart: Sendable {
  /// A name for this run.
  public var runID: String
  /// Seconds since 1970.
  public var time: Double
  public var mode: String
  public var suites: [PlannedSuite]
  /// Attempts that an earlier run has made, and whose results are kept.
  public var kept: Int

  public var attempts: Int { suites.reduce(0) { $0 + $1.attempts } }
  public var cases: Int { suites.reduce(0) { $0 + $1.cases } }

  public struct PlannedSuite: Sendable, Hashable {
    public var name: String
    public var file: String
    /// Of the suite's file and all that it reads: SHA-256, hexadecimal.
    public var hash: String
    public var cases: Int
    /// Attempts that are not skipped by the suite.
    public var attempts: Int
    /// Whether all cases of the suite are part of the run.
    public var isWhole: Bool
  }
}

/// Where the case of an attempt stands.
public struct AttemptPlace: Sendable, Hashable {
  /// The place of the suite in the run, from 0.
  public var suite: Int
  /// The place of the case in the suite's results, from 0.
  public var slot: Int

  public init(suite: Int, slot: Int) {
    self.suite = suite
    self.slot = slot
  }
}

/// How far a run has come.
public struct RunProgress: Sendable {
  /// Since the run began.
  public var elapsed: Duration
  public var inFlight: Int
  /// How many calls the models may be given at once now; nil in a replay.
  public var allowed: Int?
  /// Models that wait because their server asked for it.
  public var pauses: [(lane: Lane, left: Duration)]
  public var spending: Spending
}
