import AssayAssertions
import Synchronization
import Testing

@testable import AssayCore
@testable import AssayReports

@Suite struct ProgressTests {
  private static func text(
    total: Int, _ outcomes: [Outcome: Int], seconds: Double = 2, inFlight: Int = 0,
    allowed: Int? = nil, spending: Spending = Spending()
  ) -> ProgressText {
    var text = ProgressText()
    text.total = total
    for (outcome, count) in outcomes { for _ in 0..<count { text.tally.count(outcome) } }
    text.elapsed = .seconds(seconds)
    text.inFlight = inFlight
    text.allowed = allowed
    text.spending = spending
    return text
  }

  private static let spending: Spending = {
    var spending = Spending()
    spending.replies = 3
    spending.tokens = 12_034
    spending.cost = 0.31
    return spending
  }()

  private static let partlyKnown: Spending = {
    var spending = Self.spending
    spending.unanswered = 1
    return spending
  }()

  static let lines: [(ProgressText, Int?, String)] = [
    (text(total: 500, [:], seconds: 0), 4, "[    ]  0/500"),
    (
      text(
        total: 500, [.passed: 118, .failed: 2], inFlight: 6, allowed: 8, spending: spending), nil,
      "120/500  118 passed, 2 failed  60/s  0:07 left  12034 tokens  $0.31  6 at once, 8 allowed"
    ),
    (
      text(total: 500, [.passed: 120], spending: partlyKnown), nil,
      "120/500  120 passed  60/s  0:07 left  at least 12034 tokens  at least $0.31"
    ),
    (
      text(total: 4, [.passed: 1, .errored: 1, .inconclusive: 1, .skipped: 1]), 4,
      "[████]  4/4  1 passed, 1 errored, 1 inconclusive, 1 skipped  2.0/s"
    ),
    (text(total: 100, [.passed: 1], seconds: 0.1), nil, "1/100  1 passed"),
    (
      text(total: 3601, [.passed: 1], seconds: 1), nil,
      "1/3601  1 passed  1.0/s  1:00:00 left"
    ),
    (text(total: 9, [.passed: 1], seconds: 36), nil, "1/9  1 passed  100/h  4:48 left"),
  ]

  @Test(arguments: lines.indices)
  func aLineSaysHowFarARunHasCome(index: Int) {
    let (text, width, expected) = Self.lines[index]
    #expect(text.line(barWidth: width) == expected)
  }

  @Test func whatNobodyMeasuredIsNotShown() {
    var spending = Spending()
    spending.replies = 2
    spending.repliesWithoutCost = 2
    spending.repliesWithoutTokens = 2
    let line = Self.text(total: 2, [.passed: 2], spending: spending).line(barWidth: nil)
    #expect(!line.contains("$") && !line.contains("tokens"), "\(line)")
  }

  // MARK: Events

  private static func shown(_ style: ProgressObserver.Style, _ events: [RunEvent]) -> [String] {
    let shown = Shown()
    let observer = ProgressObserver(style: style) { shown.add($0) }
    for event in events { observer.observe(event) }
    return shown.all
  }

  private final class Shown: Sendable {
    private let texts = Mutex<[String]>([])
    var all: [String] { texts.withLock { $0 } }
    func add(_ text: String) { texts.withLock { $0.append(text) } }
  }

  private static let start = RunEvent.started(
    RunStart(
      runID: "r", time: 0, mode: "live",
      suites: [
        RunStart.PlannedSuite(
          name: "s", file: "s.json", hash: "", cases: 10, attempts: 10, isWhole: true)
      ], kept: 4))

  private static func tick(_ seconds: Double) -> RunEvent {
    .tick(
      RunProgress(
        elapsed: .seconds(seconds), inFlight: 1, allowed: 2, pauses: [], spending: Spending()))
  }

  private static func attempt(_ outcome: Outcome) -> RunEvent {
    .attempt(
      AttemptResult(
        id: AttemptID(suite: "s", caseID: "c", prompt: "p", model: "m", attempt: 1),
        outcome: outcome, reason: "r"), AttemptPlace(suite: 0, slot: 0))
  }

  @Test func withoutATerminalALineComesEveryTenSeconds() {
    let shown = Self.shown(
      .lines, [Self.start, Self.attempt(.failed)] + (1...50).map { Self.tick(Double($0) * 0.5) })
    #expect(shown.count == 2, "\(shown)")
    // What was kept of an earlier run is none of the work.
    #expect(shown.allSatisfy { $0.hasPrefix("1/6  1 failed") && $0.hasSuffix("\n") }, "\(shown)")
  }

  @Test func aBarIsDrawnOverAndGoneInTheEnd() {
    let shown = Self.shown(
      .bar, [Self.start, Self.tick(0.3), Self.tick(0.6), .finished(RunResults(suites: []))])
    #expect(shown.count == 3)
    #expect(shown.allSatisfy { $0.hasPrefix("\r\u{1B}[K") && !$0.contains("\n") })
    #expect(shown.last == "\r\u{1B}[K")
  }

  @Test func casesThatASuiteSkipsAreNoWorkButThoseOfAnEarlyEndAre() {
    let shown = Self.shown(
      .lines,
      [
        Self.start, Self.attempt(.skipped), .stopping(.failures(1)), Self.attempt(.skipped),
        Self.tick(20),
      ])
    #expect(shown.first == "assay: 1 failure is enough (--max-failures): nothing more is begun\n")
    #expect(shown.last?.hasPrefix("1/6  1 skipped") == true, "\(shown)")
  }

  @Test func whatHangsIsNamedTheOldestFirstAndNotForEver() {
    let requests = (1...7).map { OpenRequest(name: "case \($0)\u{1B}[2J", since: .zero) }
    let shown = Self.shown(.lines, [.stalled(since: .seconds(15), requests)])
    #expect(shown.count == 1)
    #expect(shown[0].hasPrefix("assay: nothing has moved for 15 s; waiting for case 1"))
    #expect(shown[0].hasSuffix("and 2 more\n"))
    #expect(!shown[0].contains("\u{1B}"), "a name must not move the cursor")
  }
}
