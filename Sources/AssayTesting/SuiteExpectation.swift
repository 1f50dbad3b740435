public import AssayAssertions
import AssayCore
import AssaySuites
import JSONModel
public import Testing

/// Runs the suites of `paths` inside a Swift Testing test: each case that does not pass is an
/// issue of the test, with its reasons and its place in the suite's file.
///
/// ```swift
/// @Test func prompts() async throws {
///   try await expectSuites(["suites/people.json"])
/// }
/// ```
///
/// Recordings are replayed; no network is used. A case without a verdict (a missing recording,
/// a provider's error) is an issue too, and says that it is no failure of the model.
///
/// - Parameters:
///   - paths: Suite files, or folders with suite files directly in them, relative to the folder
///     the tests run in.
///   - fixtures: The folder with the recordings.
///   - registry: The assertion types that the suites can use.
/// - Throws: `InvalidInput` with all that is wrong with the suites or their recordings.
public func expectSuites(
  _ paths: [String], fixtures: String = "fixtures", registry: AssertionRegistry = .standard,
  sourceLocation: Testing.SourceLocation = #_sourceLocation
) async throws {
  let suites = try SuiteLoader(registry: registry).load(paths).suites
  let results = try await Runner(RunConfiguration(fixtures: fixtures)).run(suites)
  for complaint in Verdict.of(results).complaints {
    Issue.record(Comment(rawValue: complaint), sourceLocation: sourceLocation)
  }
  for result in results.suites {
    for trouble in result.troubles {
      Issue.record("\(result.name): \(trouble)", sourceLocation: sourceLocation)
    }
    for one in result.cases where one.outcome != .passed && one.outcome != .skipped {
      Issue.record(Comment(rawValue: text(one, in: result)), sourceLocation: sourceLocation)
    }
  }
}

private func text(_ result: CaseResult, in suite: SuiteResult) -> String {
  let kind =
    switch result.outcome {
    case .failed: "failed"
    default: "\(result.outcome.rawValue), which says nothing of the model"
    }
  let reasons = result.attempts.flatMap { attempt in
    attempt.reasons.map { "attempt \(attempt.id.attempt): \($0)" }
  }
  return
    "\(result.file):\(result.location.line): \(result.caseID) [\(result.prompt), \(result.model)] "
    + "\(kind)\n" + reasons.joined(separator: "\n")
}
