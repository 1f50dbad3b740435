public import AssayAssertions
import AssaySuites

/// The one place where the verdicts of cases, suites and runs are made (those of attempts are
/// ``Judgement``s). Console, exit code and reports all ask here.
public enum Verdict {
  /// The outcome of a case from those of its attempts, of which `required` must pass.
  ///
  /// It passes or fails as soon as attempts without a verdict could not change that; where they
  /// could, it is errored or inconclusive like them. Attempts that were not run could change it,
  /// too: with some of them, a case that is not decided is skipped.
  static func outcome(of attempts: some Sequence<Outcome>, required: Int) -> Outcome {
    var (count, passed) = (0, 0)
    var (errored, inconclusive, skipped) = (0, 0, 0)
    for outcome in attempts {
      count += 1
      switch outcome {
      case .passed: passed += 1
      case .failed: break
      case .errored: errored += 1
      case .inconclusive: inconclusive += 1
      case .skipped: skipped += 1
      }
    }
    if skipped == count { return .skipped }
    if passed >= required { return .passed }
    if passed + errored + inconclusive + skipped < required { return .failed }
    if errored > 0 { return .errored }
    return inconclusive > 0 ? .inconclusive : .skipped
  }

  /// What makes a run fail beyond its cases.
  public struct Policy: Sendable, Hashable {
    /// What is as bad as a failure.
    public enum Condition: String, Sendable, Hashable, CaseIterable {
      case errored, inconclusive, unused, flaky
    }

    public var failsOn: Set<Condition>
    /// How many recordings nobody asked for.
    public var unusedRecordings: Int
    /// The part of the cases that the run took, where others have what this one has not: then it is
    /// no slip that nothing was run.
    public var idleShard: Shard?

    public init(
      failsOn: Set<Condition> = [], unusedRecordings: Int = 0, idleShard: Shard? = nil
    ) {
      self.failsOn = failsOn
      self.unusedRecordings = unusedRecordings
      self.idleShard = idleShard
    }
  }

  /// What became of a run as a whole.
  public struct RunVerdict: Sendable, Hashable {
    public var status: ExitStatus
    /// What failed although no case says it: gates, and what the policy asks for.
    public var complaints: [String]
    /// What decided although it is no failure: a gate that allows some, or that was not asked.
    public var notes: [String]

    public init(status: ExitStatus, complaints: [String], notes: [String] = []) {
      self.status = status
      self.complaints = complaints
      self.notes = notes
    }
  }

  /// The verdict of a run; its status is the exit code (see `docs/outcomes.md`).
  public static func of(_ results: RunResults, _ policy: Policy = Policy()) -> RunVerdict {
    var tally = OutcomeTally()
    var flaky = 0
    var failures = 0
    var hasTrouble = false
    var complaints: [String] = []
    var notes: [String] = []
    for suite in results.suites {
      var one = OutcomeTally()
      for result in suite.cases {
        one.add(result.outcome)
        if result.isFlaky { flaky += 1 }
      }
      // Where the suite allows a share of failures, the gate decides over them.
      if suite.isPartial {
        failures += one[.failed]
        if !suite.gates.isEmpty {
          notes.append("\(suite.name): no gate is applied, since only a part of it was run")
        }
      } else {
        if suite.gates.minPassRate == nil { failures += one[.failed] }
        let said = gateComplaints(suite, one)
        complaints += said
        if said.isEmpty { notes += gateNotes(suite, one) }
      }
      hasTrouble = hasTrouble || !suite.troubles.isEmpty
      tally.add(one)
    }
    for condition in Policy.Condition.allCases where policy.failsOn.contains(condition) {
      let (count, what): (Int, String) =
        switch condition {
        case .errored: (tally[.errored], "errored")
        case .inconclusive: (tally[.inconclusive], "inconclusive")
        case .flaky: (flaky, "flaky")
        case .unused: (policy.unusedRecordings, "unused")
        }
      guard count > 0 else { continue }
      let noun = condition == .unused ? "recording" : "case"
      complaints.append(
        "\(count) \(what) \(count == 1 ? noun : noun + "s") (--fail-on \(condition.rawValue))")
    }
    func verdict(_ status: ExitStatus) -> RunVerdict {
      RunVerdict(status: status, complaints: complaints, notes: notes)
    }
    if results.stop == .interrupted { return verdict(.interrupted) }
    if failures > 0 || !complaints.isEmpty { return verdict(.failed) }
    if hasTrouble || tally[.errored] > 0 || tally[.inconclusive] > 0 { return verdict(.noVerdict) }
    // What was left out unasked keeps a run from having passed.
    if results.stop != nil { return verdict(.noVerdict) }
    guard tally[.skipped] == tally.total else { return verdict(.passed) }
    guard let shard = policy.idleShard else { return verdict(.nothingSelected) }
    notes.append("nothing falls to shard \(shard)")
    return verdict(.passed)
  }

  /// Why cases that failed do not fail the run.
  private static func gateNotes(_ suite: SuiteResult, _ tally: OutcomeTally) -> [String] {
    guard let least = suite.gates.minPassRate, tally[.failed] > 0 else { return [] }
    let scored = tally[.passed] + tally[.failed]
    return [
      "\(suite.name): \(tally[.passed]) of \(scored) cases passed "
        + "(\(Percent.text(tally[.passed], of: scored))), which is enough: the suite asks for "
        + Percent.text(least)
    ]
  }

  private static func gateComplaints(_ suite: SuiteResult, _ tally: OutcomeTally) -> [String] {
    var complaints: [String] = []
    if let least = suite.gates.minPassRate {
      let scored = tally[.passed] + tally[.failed]
      if scored == 0 {
        complaints.append("\(suite.name): no case has a verdict, so its pass rate is unknown")
      } else if Double(tally[.passed]) < least * Double(scored) - 1e-9 {
        complaints.append(
          "\(suite.name): \(tally[.passed]) of \(scored) cases passed "
            + "(\(Percent.text(tally[.passed], of: scored))), "
            + "the suite asks for \(Percent.text(least))")
      }
    }
    guard !suite.gates.metrics.isEmpty else { return complaints }
    let means = MetricMeans(suite)
    for (name, least) in suite.gates.metrics.sorted(by: { $0.key < $1.key }) {
      guard let mean = means.mean(name) else {
        complaints.append("\(suite.name): the metric \"\(name)\" was never scored")
        continue
      }
      if mean < least - 1e-9 {
        complaints.append(
          "\(suite.name): the metric \"\(name)\" is \(Percent.decimal(mean)) on average, "
            + "the suite asks for \(Percent.decimal(least))")
      }
    }
    return complaints
  }
}

/// How many of each outcome.
public struct OutcomeTally: Sendable, Hashable {
  private var counts: [Int] = Array(repeating: 0, count: Outcome.allCases.count)

  public init() {}

  public subscript(outcome: Outcome) -> Int { counts[Self.place(outcome)] }
  public var total: Int { counts.reduce(0, +) }

  /// Counts one more.
  public mutating func count(_ outcome: Outcome) { add(outcome) }

  mutating func add(_ outcome: Outcome) { counts[Self.place(outcome)] += 1 }

  mutating func add(_ other: OutcomeTally) {
    for place in counts.indices { counts[place] += other.counts[place] }
  }

  private static func place(_ outcome: Outcome) -> Int {
    switch outcome {
    case .passed: 0
    case .failed: 1
    case .errored: 2
    case .inconclusive: 3
    case .skipped: 4
    }
  }
}

/// The mean scores of a suite's metrics, over all scored attempts.
public struct MetricMeans: Sendable {
  private var sums: [String: (sum: Double, count: Int)] = [:]

  public init(_ suite: SuiteResult) {
    for result in suite.cases {
      for place in result.attempts.indices { add(result.attempts[place].assertions) }
    }
  }

  private mutating func add(_ assertions: [AssertionResult]) {
    for assertion in assertions {
      if let name = assertion.metric, let score = assertion.score {
        sums[name, default: (0, 0)].sum += score
        sums[name, default: (0, 0)].count += 1
      }
      add(assertion.components)
    }
  }

  public var names: [String] { sums.keys.sorted() }

  /// From 0 to 1; nil if nothing was scored.
  public func mean(_ name: String) -> Double? {
    sums[name].map { $0.sum / Double($0.count) }
  }
}

/// The exit codes of `assay`.
public enum ExitStatus: Int32, Sendable, Hashable, CaseIterable {
  /// All passed.
  case passed = 0
  /// At least one case failed.
  case failed = 1
  /// Nothing failed, but something errored or was inconclusive.
  case noVerdict = 2
  /// No case was selected.
  case nothingSelected = 3
  /// The command line, a suite or the configuration is invalid.
  case invalidInput = 64
  /// Interrupted; what was done has been written.
  case interrupted = 130
}
