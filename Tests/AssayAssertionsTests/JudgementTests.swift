import AssayAssertions
import JSONModel
import Testing

@Suite struct JudgementTests {
  @Test(arguments: [
    ([Outcome](), Outcome.passed),
    ([.passed, .passed], .passed),
    ([.passed, .failed], .failed),
    ([.errored, .failed], .failed),
    ([.errored, .inconclusive, .passed], .errored),
    ([.inconclusive, .passed], .inconclusive),
  ])
  func ofAnAttempt(assertions: [Outcome], expected: Outcome) {
    #expect(Judgement(assertions.map { Self.result($0) }).outcome == expected)
  }

  @Test func weightZeroOnlyMeasures() {
    let judgement = Judgement([
      Self.result(.passed, score: 0.5), Self.result(.failed, score: 0, weight: 0),
    ])
    #expect(judgement.outcome == .passed)
    #expect(judgement.score == 0.5)
  }

  @Test func scoreIsTheWeightedMeanOfWhatWasScored() {
    let judgement = Judgement([
      Self.result(.passed, score: 1, weight: 3), Self.result(.failed, score: 0),
      Self.result(.errored, weight: 100),
    ])
    #expect(judgement.score == 0.75)
  }

  /// With a threshold, what could not be checked leaves the verdict open only if it could change
  /// it.
  @Test(
    arguments: [
      ([(1.0, 1.0), (0, 1)], 0.5, Outcome.passed), ([(1, 1), (0, 1)], 0.51, .failed),
      ([(1, 1), (nil, 1)], 0.5, .passed), ([(1, 1), (nil, 1)], 0.6, .errored),
      ([(0, 1), (nil, 1)], 0.6, .failed), ([(0.2, 1), (0, 0)], 0.2, .passed),
      ([(0, 0)], 0.5, .passed), ([(1, 3), (0, 1)], 0.75, .passed),
    ] as [([(Double?, Double)], Double, Outcome)])
  func byTheScore(scores: [(Double?, Double)], threshold: Double, expected: Outcome) {
    let results = scores.map { score, weight in
      Self.result(
        score.map { $0 >= 1 ? .passed : .failed } ?? .errored, score: score, weight: weight)
    }
    #expect(Judgement(results, rule: .score(atLeast: threshold)).outcome == expected)
  }

  @Test func metricsAreMeansByName() {
    var inner = Self.result(.failed, score: 0.5, weight: 0)
    inner.metric = "tone"
    var outer = Self.result(.passed, score: 1, weight: 7)
    outer.metric = "tone"
    outer.components = [inner]
    var unknown = Self.result(.errored)
    unknown.metric = "other"
    #expect(Judgement([outer, unknown]).metrics == ["tone": 0.75])
  }

  /// Without a verdict there is no number, and none for the metric.
  @Test func withoutAVerdictThereIsNoScore() {
    for outcome in [Outcome.errored, .inconclusive] {
      var set = Self.result(outcome, score: 1)
      set.metric = "good"
      #expect(set.score == nil)
      // Set afterwards, as by who reads an old file.
      set.score = 1
      let judgement = Judgement([set, Self.result(.passed, score: 1)])
      #expect(judgement.outcome == outcome)
      #expect(judgement.score == nil)
      #expect(judgement.metrics == [:])
    }
  }

  /// What need not hold does not count.
  @Test(
    arguments: [
      (1, [1.0, 0], 1.0), (1, [0.2, 0.9, 0.4], 0.9), (2, [1, 1, 0], 1), (2, [1, 0.5, 0], 0.75),
      (3, [1, 0, 0], 1.0 / 3),
    ] as [(Int, [Double], Double)])
  func ofSoManyTheBestCount(needed: Int, scores: [Double], expected: Double) throws {
    let results = scores.enumerated().map { index, score in
      Self.result(score >= 0.5 ? .passed : .failed, score: score, weight: Double(index + 1))
    }
    let score = try #require(Judgement(results, rule: .atLeast(needed)).score)
    #expect(abs(score - expected) < 1e-12)
  }

  @Test func nothingScoredIsNoScore() {
    #expect(Judgement([]).score == nil)
    #expect(Judgement([Self.result(.errored)]).score == nil)
  }

  private static func result(
    _ outcome: Outcome, score: Double? = nil, weight: Double = 1
  ) -> AssertionResult {
    let verdict: AssertionVerdict =
      switch outcome {
      case .passed, .skipped: .passed
      case .failed: .failed(reason: "no")
      case .errored: .errored(reason: "broken")
      case .inconclusive: .inconclusive(reason: "unknown")
      }
    return AssertionResult(
      type: "test", location: SourceLocation(byteOffset: 0, line: 1, column: 1), verdict: verdict,
      score: score, weight: weight)
  }
}
