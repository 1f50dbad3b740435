/// A JUnit report: what CI systems read of a test run.
///
/// There is no official schema; this is the form that Jenkins, GitLab, Buildkite and GitHub's
/// reporters agree on (see `docs/junit.md`). Totals are not stored but counted from the cases,
/// so they cannot disagree with what is written.
public struct JUnitReport: Sendable, Hashable {
  /// The name of the whole report.
  public var name: String
  public var suites: [JUnitSuite]

  public init(name: String, suites: [JUnitSuite]) {
    self.name = name
    self.suites = suites
  }

  /// The totals over all suites.
  public var totals: JUnitTotals {
    suites.reduce(into: JUnitTotals()) { $0.add($1.totals) }
  }
}

/// A `testsuite`: cases that belong together.
public struct JUnitSuite: Sendable, Hashable {
  public var name: String
  /// The file that the suite was read from, relative to where the run was started.
  public var file: String?
  public var properties: [JUnitProperty]
  public var cases: [JUnitCase]

  public init(
    name: String, file: String? = nil, properties: [JUnitProperty] = [], cases: [JUnitCase]
  ) {
    self.name = name
    self.file = file
    self.properties = properties
    self.cases = cases
  }

  public var totals: JUnitTotals {
    cases.reduce(into: JUnitTotals()) { $0.add($1) }
  }
}

/// A name and a value that a suite or case carries.
public struct JUnitProperty: Sendable, Hashable {
  public var name: String
  public var value: String

  public init(name: String, value: String) {
    self.name = name
    self.value = value
  }
}

/// A `testcase`.
public struct JUnitCase: Sendable, Hashable {
  /// Shown as the group of the case. Jenkins takes dots for packages; the pair of class name
  /// and name must be unique, and stable from run to run.
  public var className: String
  public var name: String
  public var file: String?
  /// In seconds; nil where nobody measured it.
  public var time: Double?
  public var result: Result
  public var properties: [JUnitProperty]
  /// What the case printed; a report shows it with the case.
  public var systemOut: String?

  public enum Result: Sendable, Hashable {
    case passed
    case failure(Problem)
    case error(Problem)
    case skipped(reason: String)

    public var kind: Kind {
      switch self {
      case .passed: .passed
      case .failure: .failure
      case .error: .error
      case .skipped: .skipped
      }
    }
  }

  /// A result without its reasons.
  public enum Kind: Sendable, Hashable {
    case passed, failure, error, skipped
  }

  /// Why a case did not pass.
  public struct Problem: Sendable, Hashable {
    /// One line.
    public var message: String
    /// A class of problems, such as `assertion`.
    public var type: String
    /// The whole story, over as many lines as it takes.
    public var text: String

    public init(message: String, type: String, text: String) {
      self.message = message
      self.type = type
      self.text = text
    }
  }

  public init(
    className: String, name: String, file: String? = nil, time: Double? = nil, result: Result,
    properties: [JUnitProperty] = [], systemOut: String? = nil
  ) {
    self.className = className
    self.name = name
    self.file = file
    self.time = time
    self.result = result
    self.properties = properties
    self.systemOut = systemOut
  }
}

/// The counts that a suite and a report carry.
public struct JUnitTotals: Sendable, Hashable {
  public var tests = 0
  public var failures = 0
  public var errors = 0
  public var skipped = 0
  /// The sum of the times that were measured, in seconds; nil if none was.
  public var time: Double?

  public init() {}

  /// Counts a case.
  public mutating func add(_ testCase: JUnitCase) { add(testCase.result.kind, testCase.time) }

  /// Counts a case of which only this much is known yet.
  public mutating func add(_ kind: JUnitCase.Kind, _ time: Double?) {
    tests += 1
    switch kind {
    case .passed: break
    case .failure: failures += 1
    case .error: errors += 1
    case .skipped: skipped += 1
    }
    addTime(time)
  }

  /// Counts what has been counted elsewhere.
  public mutating func add(_ other: JUnitTotals) {
    tests += other.tests
    failures += other.failures
    errors += other.errors
    skipped += other.skipped
    addTime(other.time)
  }

  private mutating func addTime(_ more: Double?) {
    if let more { time = (time ?? 0) + more }
  }
}
