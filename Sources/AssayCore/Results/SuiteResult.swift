public import AssayAssertions
public import AssaySuites
public import JSONModel

/// What became of one case with one prompt and one model, over all its attempts.
public struct CaseResult: Sendable {
  public var identity: CaseIdentity { facts.identity }
  public var suite: String { identity.suite }
  public var caseID: String { identity.caseID }
  public var title: String? { facts.title }
  public var prompt: String { identity.prompt }
  /// The model's label.
  public var model: String { identity.model }
  public var repetition: Suite.Repetition { facts.repetition }
  /// The file that the case stands in: the suite's or that of its data.
  public var file: String { facts.file }
  /// Where in that file.
  public var location: SourceLocation { facts.location }
  /// Whether its replies are compared with those of the other models: then all models answer again
  /// where it is run again.
  package var comparesReplies: Bool { facts.comparesReplies }
  /// The attempts, in their order.
  public var attempts: [AttemptResult]

  private let facts: Facts

  /// What is known of the case before it is run. Results are passed around and copied by the
  /// hundred thousand; all that is not the result is held once.
  private final class Facts: Sendable {
    let identity: CaseIdentity
    let title: String?
    let repetition: Suite.Repetition
    let file: String
    let location: SourceLocation
    let comparesReplies: Bool

    init(
      _ identity: CaseIdentity, _ title: String?, _ repetition: Suite.Repetition, _ file: String,
      _ location: SourceLocation, _ comparesReplies: Bool
    ) {
      self.identity = identity
      self.title = title
      self.repetition = repetition
      self.file = file
      self.location = location
      self.comparesReplies = comparesReplies
    }
  }

  init(
    identity: CaseIdentity, title: String?, repetition: Suite.Repetition, file: String,
    location: SourceLocation, comparesReplies: Bool = false, attempts: [AttemptResult]
  ) {
    self.attempts = attempts
    facts = Facts(identity, title, repetition, file, location, comparesReplies)
  }

  public var outcome: Outcome {
    Verdict.outcome(of: attempts.lazy.map(\.outcome), required: repetition.required)
  }

  /// Whether some attempts passed and some failed.
  public var isFlaky: Bool { attempts.count > 1 && count(.passed) > 0 && count(.failed) > 0 }

  public func count(_ outcome: Outcome) -> Int {
    // By place: a loop over the attempts would copy each.
    attempts.indices.count { attempts[$0].outcome == outcome }
  }
}

/// What became of a suite.
public struct SuiteResult: Sendable {
  public var name: String
  public var file: String
  /// In the order of the suite: models, prompts, cases.
  public var cases: [CaseResult]
  /// Trouble beside the attempts: a job that could not be completed, say.
  public var troubles: [String]
  /// The gateway's jobs, in the order of the suite.
  public var jobs: [JobSummary]
  /// What the suite as a whole must reach.
  public var gates: SuiteGates
  /// Whether only some of its cases were to be run. Gates are about all of them.
  public var isPartial = false

  public init(
    name: String, file: String, cases: [CaseResult], troubles: [String] = [],
    jobs: [JobSummary] = [], gates: SuiteGates = SuiteGates()
  ) {
    self.name = name
    self.file = file
    self.cases = cases
    self.troubles = troubles
    self.jobs = jobs
    self.gates = gates
  }

  public func count(_ outcome: Outcome) -> Int {
    cases.count { $0.outcome == outcome }
  }
}

/// One of the gateway's jobs, as it ended.
public struct JobSummary: Sendable, Hashable {
  public var suite: String
  /// The model's label.
  public var model: String
  /// The case, where each has a job of its own.
  public var caseID: String?
  public var prompt: String?
  public var id: String
  /// `completed` or `failed`; nil if it could not be completed.
  public var status: String?
  public var creditsRemaining: Int?
  /// With the team's markup, in US dollars, as the gateway counts it.
  public var cost: Double?
  public var tokens: Int?

  public init(suite: String, model: String, id: String) {
    self.suite = suite
    self.model = model
    self.id = id
  }

  var sortKey: String { "\(caseID ?? "")\u{0}\(prompt ?? "")" }
}

/// What became of a run.
public struct RunResults: Sendable {
  /// In the order in which the suites were given.
  public var suites: [SuiteResult]
  /// Why the run ended before its end; nil if it did not.
  public var stop: StopReason?
  public var spending: Spending
  /// How long it took.
  public var duration: Duration
  /// Whether there were jobs of which nobody told, as of a run that was killed.
  public var missesJobs = false

  public init(
    suites: [SuiteResult], stop: StopReason? = nil, spending: Spending = Spending(),
    duration: Duration = .zero
  ) {
    self.suites = suites
    self.stop = stop
    self.spending = spending
    self.duration = duration
  }
}

/// Why a run ended before its end. What was not run is skipped with this reason.
public enum StopReason: Sendable, Hashable, CustomStringConvertible {
  case interrupted
  /// A budget is used up.
  case budget(String)
  /// So many failures were allowed.
  case failures(Int)
  /// The time for the run is over.
  case deadline(Duration)
  /// What is asked cannot be recorded any more.
  case recording(String)

  public var description: String {
    switch self {
    case .interrupted: "the run was interrupted"
    case .budget(let reason): reason
    case .failures(let limit):
      "\(limit) \(limit == 1 ? "failure is" : "failures are") enough (--max-failures)"
    case .deadline(let limit): "the run's time of \(limit.secondsText) is over"
    case .recording(let reason): "nothing more can be recorded (\(reason))"
    }
  }
}

extension Duration {
  /// `0.25 s`, `90 s`, at most three decimals.
  package var secondsText: String {
    let milliseconds = Int64((self / .milliseconds(1)).rounded())
    if milliseconds % 1000 == 0 { return "\(milliseconds / 1000) s" }
    var fraction = String(milliseconds % 1000)
    fraction = String(repeating: "0", count: max(0, 3 - fraction.count)) + fraction
    while fraction.last == "0" { fraction.removeLast() }
    return "\(milliseconds / 1000).\(fraction) s"
  }
}
