import AssayAssertions
import JSONModel
import Testing

@testable import AssayCore
@testable import AssayReports
@testable import AssaySuites

/// The report does not depend on when its cases ended.
@Suite struct JUnitProjectionTests {
  private static func suite(_ name: String, models: [String], prompts: [String]) -> SuiteResult {
    var cases: [CaseResult] = []
    for model in models {
      for prompt in prompts {
        for number in 0..<4 {
          let identity = CaseIdentity(
            suite: name, caseID: "case-\(number)", prompt: prompt, model: model)
          let attempts = (1...2).map { attempt in
            AttemptResult(
              id: identity.attempt(attempt), outcome: number == 2 ? .errored : .passed,
              reason: "reason of \(identity.attempt(attempt).name)")
          }
          cases.append(
            CaseResult(
              identity: identity, title: nil,
              repetition: Suite.Repetition(attempts: 2, required: 1), file: "\(name).json",
              location: SourceLocation(byteOffset: 0, line: number + 1, column: 1),
              attempts: attempts))
        }
      }
    }
    return SuiteResult(name: name, file: "\(name).json", cases: cases)
  }

  private static let results = RunResults(suites: [
    suite("one", models: ["gpt-4"], prompts: ["terse"]),
    suite("empty", models: [], prompts: []),
    suite("many", models: ["gpt-4", "claude-3.5", "gpt-4-mini"], prompts: ["terse", "long"]),
  ])

  private static let places = results.suites.enumerated().flatMap { suite, result in
    result.cases.indices.map { AttemptPlace(suite: suite, slot: $0) }
  }

  private static func report(adding places: some Sequence<AttemptPlace>) throws -> String {
    let projection = try JUnitProjection(results.suites.map(\.outline), nil)
    for place in places {
      try projection.add(results.suites[place.suite].cases[place.slot], place)
    }
    var bytes: [UInt8] = []
    try projection.finish(results, []) { bytes += $0 }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Consumers take cases of one class and name for one.
  @Test func modelsThatDifferByADotAreClassesOfTheirOwn() throws {
    let results = RunResults(suites: [
      Self.suite("one", models: ["m.1", "m_1", "m-1"], prompts: ["p"])
    ])
    let projection = try JUnitProjection(results.suites.map(\.outline), nil)
    var bytes: [UInt8] = []
    try projection.finish(results, []) { bytes += $0 }
    let names = String(decoding: bytes, as: UTF8.self).matches(of: /classname="([^"]+)"/)
      .map { String($0.output.1) }
    #expect(Set(names) == ["one.m_1", "one.m_1~2", "one.m-1"])
  }

  @Test func casesStandInTheOrderOfTheSuitesHoweverTheyEnd() throws {
    let expected = try Self.report(adding: [])
    #expect(expected.contains(#"<testsuites name="assay" tests="28" failures="0" errors="7""#))
    let names = expected.matches(of: /<testsuite name="([^"]+)" tests="([0-9]+)"/)
      .map { "\($0.output.1) \($0.output.2)" }
    #expect(
      names == [
        "one [gpt-4] 4", "many [gpt-4] 8", "many [claude-3.5] 8", "many [gpt-4-mini] 8",
      ])
    #expect(try Self.report(adding: Self.places) == expected)
    #expect(try Self.report(adding: Self.places.reversed()) == expected)
    for seed in 0..<20 as Range<UInt64> {
      let shuffled = Self.places.sorted { Self.hash($0, seed) < Self.hash($1, seed) }
      #expect(try Self.report(adding: shuffled) == expected)
      // Those of a run that ended early come with its results.
      #expect(try Self.report(adding: shuffled.prefix(Int(seed))) == expected)
    }
  }

  private static func hash(_ place: AttemptPlace, _ seed: UInt64) -> UInt64 {
    var hash = StableHash(seed: seed)
    hash.combine("\(place.suite) \(place.slot)")
    return hash.finish()
  }
}
