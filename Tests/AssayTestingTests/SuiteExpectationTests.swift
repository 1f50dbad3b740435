import AssayTesting
import Foundation
import Synchronization
import TestSupport
import Testing

@Suite struct SuiteExpectationTests {
  private static let fixtures = Repository.root.appending(path: "fixtures").path

  @Test func greenSuitesRecordNothing() async throws {
    try await expectSuites(
      [Repository.root.appending(path: "suites").path], fixtures: Self.fixtures)
  }

  /// The issues of the other suites are expected; the test fails if one is missing.
  @Test func casesThatDoNotPassAreIssues() async throws {
    let file = Repository.root.appending(path: "suites/outcomes/every-outcome.json").path
    let seen = Seen()
    try await withKnownIssue {
      try await expectSuites([file], fixtures: Self.fixtures)
    } matching: { issue in
      seen.add(issue.comments.map(\.rawValue).joined())
      return true
    }
    let issues = seen.all
    #expect(issues.count == 10)
    #expect(issues.contains { $0.contains("fails [plain, gpt-4] failed") })
    #expect(
      issues.contains {
        $0.contains("errored-provider [plain, gpt-4] errored, which says nothing of the model")
      })
  }
}

/// The issues that a matcher has seen.
private final class Seen: Sendable {
  private let texts = Mutex<[String]>([])

  func add(_ text: String) { texts.withLock { $0.append(text) } }
  var all: [String] { texts.withLock { $0 } }
}
