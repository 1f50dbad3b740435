import ArgumentParser
import AssayCore

/// What makes a run fail.
struct VerdictOptions: ParsableArguments {
  @Option(help: "End after so many failed cases; the rest is skipped.")
  var maxFailures: Int?

  @Option(
    parsing: .upToNextOption,
    help: "Also fail (exit code 1) if anything is errored, inconclusive, flaky or unused.")
  var failOn: [FailCondition] = []

  /// What `--fail-on unused` was called when it stood alone.
  @Flag(name: .customLong("fail-on-unused"), help: .hidden)
  var failOnUnused = false

  var conditions: Set<Verdict.Policy.Condition> {
    Set(failOn.compactMap { Verdict.Policy.Condition(rawValue: $0.rawValue) })
      .union(failOnUnused ? [.unused] : [])
  }

  func validate() throws {
    if let maxFailures, maxFailures < 1 {
      throw ValidationError("--max-failures must be at least 1.")
    }
  }
}

/// The values of `--fail-on`.
enum FailCondition: String, ExpressibleByArgument, CaseIterable {
  case errored, inconclusive, unused, flaky
}
