import ArgumentParser
import AssayCore

/// What makes a run fail.
struct VerdictOptions: ParsableArguments {
  @Option(parsing: .unconditional, help: "End after so many failed cases; the rest is skipped.")
  var maxFailures: Int?

  @Option(
    help: ArgumentHelp(
      "Also fail (exit code 1) if anything is errored, inconclusive, flaky or unused: one, several "
        + "with commas, or the option several times.", valueName: "conditions"))
  var failOn: [FailConditions] = []

  /// What `--fail-on unused` was called when it stood alone.
  @Flag(name: .customLong("fail-on-unused"), help: .hidden)
  var failOnUnused = false

  var conditions: Set<Verdict.Policy.Condition> {
    failOn.reduce(into: failOnUnused ? [.unused] : []) { $0.formUnion($1.all) }
  }

  func validate() throws {
    if let maxFailures, maxFailures < 1 {
      throw ValidationError("--max-failures must be at least 1.")
    }
  }
}

/// A value of `--fail-on`: names of conditions with commas between them.
struct FailConditions: ExpressibleByArgument {
  let all: Set<Verdict.Policy.Condition>

  init?(argument: String) {
    var all: Set<Verdict.Policy.Condition> = []
    for name in argument.split(separator: ",", omittingEmptySubsequences: false) {
      guard let condition = Verdict.Policy.Condition(rawValue: String(name)) else { return nil }
      all.insert(condition)
    }
    self.all = all
  }

  static var allValueStrings: [String] { Verdict.Policy.Condition.allCases.map(\.rawValue) }
}
