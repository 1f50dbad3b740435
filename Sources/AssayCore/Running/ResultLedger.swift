import AssayAssertions
import AssaySuites
import HTTPFixtures

/// The results of a run as they come in: tells of them, keeps them, and counts what they used up
/// and how many failed.
struct ResultLedger {
  var suites: [SuiteResult]
  private(set) var budget: Budget
  /// Why nothing more is begun.
  private(set) var stop: StopReason?
  /// What the handler of events threw.
  private(set) var handlerError: (any Error)?

  private let configuration: RunConfiguration
  private let onEvent: @Sendable (RunEvent) throws -> Void
  private let isReplay: Bool
  private var delivery = OrderedDelivery()
  private var failures = 0
  private var isDoubtTold = false

  init(_ run: PreparedRun, _ onEvent: @escaping @Sendable (RunEvent) throws -> Void) {
    configuration = run.configuration
    self.onEvent = onEvent
    isReplay = run.configuration.mode == .replay
    // A replay spends nothing.
    budget = Budget(isReplay ? BudgetLimits() : run.configuration.budget)
    suites = run.plans.map { plan in
      var result = SuiteResult(
        name: plan.suite.name, file: plan.suite.file, cases: plan.emptyResults(),
        gates: plan.suite.gates)
      result.isPartial = !run.configuration.selection.isEverything
      return result
    }
  }

  mutating func emit(_ event: RunEvent) {
    guard handlerError == nil else { return }
    do {
      try onEvent(event)
    } catch {
      handlerError = error
    }
  }

  /// Tells of the cases that the suites themselves skip.
  mutating func emitSkipped() {
    for (suite, result) in suites.enumerated() {
      for (slot, one) in result.cases.enumerated() {
        guard !one.attempts.isEmpty else { continue }
        let place = AttemptPlace(suite: suite, slot: slot)
        for attempt in one.attempts { emit(.attempt(attempt, place)) }
        emit(.testCase(one, place))
      }
    }
  }

  /// Takes over a result of an earlier run.
  mutating func keep(_ result: AttemptResult, _ place: AttemptPlace) {
    suites[place.suite].cases[place.slot].attempts.append(result)
    endCase(place)
  }

  /// Counts what an attempt took, as soon as it is known, whenever its result is told.
  mutating func spend(_ spent: Spending?) {
    guard let spent else { return }
    budget.add(spent)
    tellDoubt()
  }

  /// Counts what was taken beside the attempts.
  mutating func spendAside(_ spent: Spending) {
    budget.addAside(spent)
    tellDoubt()
  }

  /// Says once why a budget may not be kept.
  private mutating func tellDoubt() {
    guard !isDoubtTold, let doubt = budget.doubt else { return }
    isDoubtTold = true
    emit(.notice(doubt))
  }

  /// Takes a result: at once, or in a replay when all before it have been taken.
  mutating func deliver(_ result: AttemptResult, _ item: AttemptQueue.Item) {
    guard isReplay else {
      record(result, item)
      return
    }
    for (result, item) in delivery.add(result, item) {
      if let stop, case .failures = stop {
        // Whatever was under way, a replay ends in the same place every time.
        record(.skipped(result.id, stop), item)
      } else {
        record(result, item)
      }
    }
  }

  private mutating func record(_ result: AttemptResult, _ item: AttemptQueue.Item) {
    let place = AttemptPlace(suite: Int(item.suite), slot: Int(item.entry.slot))
    emit(.attempt(result, place))
    suites[place.suite].cases[place.slot].attempts.append(
      configuration.keepsReplies ? result : result.summarized)
    guard endCase(place) == .failed else { return }
    failures += 1
    if let limit = configuration.maximumFailures, failures >= limit { end(.failures(limit)) }
  }

  /// Tells of a case once it has all its attempts.
  ///
  /// - Returns: Its outcome, if it has.
  @discardableResult
  private mutating func endCase(_ place: AttemptPlace) -> Outcome? {
    let attempts = suites[place.suite].cases[place.slot].repetition.attempts
    guard suites[place.suite].cases[place.slot].attempts.count == attempts else { return nil }
    if attempts > 1 {
      suites[place.suite].cases[place.slot].attempts.sort { $0.id.attempt < $1.id.attempt }
    }
    let result = suites[place.suite].cases[place.slot]
    emit(.testCase(result, place))
    return result.outcome
  }

  /// Lets nothing more begin.
  mutating func end(_ reason: StopReason) {
    guard stop == nil else { return }
    stop = reason
    emit(.stopping(reason))
  }

  mutating func note(_ ending: JobBook.Ending, _ suite: Int) {
    switch ending {
    case .none: break
    case .completed(let summary):
      suites[suite].jobs.append(summary)
      emit(.job(summary))
    case .trouble(let summary, let text):
      suites[suite].troubles.append(text)
      guard let summary else { break }
      suites[suite].jobs.append(summary)
      emit(.job(summary))
    }
  }
}

extension AttemptResult {
  static func skipped(_ id: AttemptID, _ reason: StopReason) -> AttemptResult {
    AttemptResult(id: id, outcome: .skipped, reason: "not run: \(reason)")
  }
}
