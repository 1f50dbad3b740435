import ArgumentParser
import AssayCore
import Testing

@testable import AssayCommands

@Suite struct VerdictOptionsTests {
  @Test(
    arguments: [
      ([], []), (["--fail-on", "flaky"], [.flaky]),
      (["--fail-on", "errored,flaky", "--fail-on", "unused"], [.errored, .flaky, .unused]),
      (["--fail-on-unused", "--fail-on", "inconclusive"], [.inconclusive, .unused]),
    ] as [([String], Set<Verdict.Policy.Condition>)])
  func conditionsAreNamedTogetherOrApart(
    arguments: [String], conditions: Set<Verdict.Policy.Condition>
  ) throws {
    #expect(try VerdictOptions.parse(arguments).conditions == conditions)
  }

  /// What follows a condition is a suite, and not one more condition.
  @Test func aSuiteMayFollow() throws {
    let run = try #require(
      try AssayCommand.parseAsRoot(["run", "--fail-on", "errored", "one.json"]) as? RunCommand)
    #expect(run.suites == ["one.json"])
  }

  @Test(arguments: ["eror", "errored,", "errored flaky", ""])
  func otherWordsAreRefused(word: String) {
    let error = #expect(throws: (any Error).self) { try VerdictOptions.parse(["--fail-on", word]) }
    let message = error.map { VerdictOptions.fullMessage(for: $0) } ?? ""
    #expect(message.contains("errored") && message.contains("inconclusive"), "\(message)")
  }
}
