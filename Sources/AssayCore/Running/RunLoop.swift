import AssayAssertions
import AssaySuites
import HTTPFixtures
import SaaSLiteLLM

/// The one task that starts attempts, takes their results, and decides when it is enough.
/// Everything it knows is its own; attempts run in child tasks.
final class RunLoop {
  private enum Child: Sendable {
    case attempt(AttemptResult, AttemptQueue.Item, Lane)
    case job(JobBook.Ending, suite: Int)
    case tick
  }

  private let run: PreparedRun
  private let interruption: Interruption
  private let onEvent: @Sendable (RunEvent) throws -> Void
  private let kept: [AttemptID: AttemptResult]
  private let isReplay: Bool
  private let began: Duration

  private var queue = AttemptQueue()
  private var book = JobBook([])
  private var budget: Budget
  private var results: [SuiteResult]
  private var delivery = OrderedDelivery()
  private var inFlight = 0
  private var openJobs = 0
  private var failures = 0
  private var stop: StopReason?
  private var graceEnds: Duration?
  private var isGivenUp = false
  private var handlerError: (any Error)?
  private var caseStarts: [AttemptPlace: Duration] = [:]
  private var lastMove: Duration

  private var configuration: RunConfiguration { run.configuration }
  private var now: Duration { configuration.time.now() }

  /// How often the loop looks up from what it is doing.
  private static let tick = Duration.milliseconds(200)
  /// How long jobs may take to be completed when the run is given up.
  private static let lastPatience = Duration.seconds(10)

  init(
    _ run: PreparedRun, kept: [AttemptID: AttemptResult], interruption: Interruption,
    onEvent: @escaping @Sendable (RunEvent) throws -> Void
  ) {
    self.run = run
    self.kept = kept
    self.interruption = interruption
    self.onEvent = onEvent
    isReplay = run.configuration.mode == .replay
    budget = Budget(run.configuration.budget)
    began = run.configuration.time.now()
    lastMove = began
    results = run.plans.map { plan in
      SuiteResult(
        name: plan.suite.name, file: plan.suite.file, cases: plan.emptyResults(),
        gates: plan.suite.gates)
    }
  }

  func run() async throws -> RunResults {
    emit(.started(run.start(keeping: kept)))
    emitSkipped()
    fillQueue()
    await withTaskGroup(of: Child.self) { group in
      startTick(&group)
      startAttempts(&group)
      while !isDone, let child = await group.next() {
        take(child, &group)
        watch(&group)
        startAttempts(&group)
      }
      group.cancelAll()
    }
    await completeLeftJobs()
    finishRecordings()
    let results = RunResults(
      suites: results, stop: stop, spending: budget.spending, duration: now - began)
    emit(.finished(results))
    if let handlerError { throw handlerError }
    return results
  }

  private var isDone: Bool { inFlight == 0 && openJobs == 0 && queue.waiting == 0 }

  private func emit(_ event: RunEvent) {
    guard handlerError == nil else { return }
    do {
      try onEvent(event)
    } catch {
      handlerError = error
    }
  }

  // MARK: Starting

  /// Tells of the cases that the suites themselves skip.
  private func emitSkipped() {
    for (suite, result) in results.enumerated() {
      for (slot, one) in result.cases.enumerated() {
        for attempt in one.attempts {
          emit(.attempt(attempt, AttemptPlace(suite: suite, slot: slot)))
        }
      }
    }
  }

  private func fillQueue() {
    var number: Int32 = 0
    var jobs: [JobKey] = []
    for (suite, plan) in run.plans.enumerated() {
      for entry in plan.entries {
        let attempt = plan.attempt(entry)
        if let result = kept[attempt.id] {
          results[suite].cases[attempt.slot].attempts.append(result)
          continue
        }
        let lane =
          isReplay
          ? Lane(endpoint: "recordings", model: "") : run.sessions[suite].lane(attempt.model)
        queue.add(AttemptQueue.Item(suite: Int32(suite), entry: entry, number: number), lane)
        number += 1
        jobs.append(JobKey(suite: suite, attempt.id, plan.suite.jobScope))
      }
    }
    book = JobBook(jobs)
  }

  private func startAttempts(_ group: inout TaskGroup<Child>) {
    guard stop == nil, handlerError == nil, !isGivenUp else {
      skipRest()
      return
    }
    while inFlight < configuration.concurrency, queue.waiting > 0 {
      switch budget.decide(inFlight: inFlight) {
      case .begin: break
      case .hold: return
      case .stop(let reason):
        end(.budget(reason))
        skipRest()
        return
      }
      let next = queue.next { isReplay ? .max : run.governor.allowed($0) }
      guard let (item, lane) = next else { return }
      start(item, lane, &group)
    }
  }

  private func start(
    _ item: AttemptQueue.Item, _ lane: Lane, _ group: inout TaskGroup<Child>
  ) {
    let suite = Int(item.suite)
    let attempt = run.plans[suite].attempt(item.entry)
    let session = run.sessions[suite]
    let key = JobKey(suite: suite, attempt.id, session.suite.jobScope)
    let limit: Duration?
    switch timeLimit(AttemptPlace(suite: suite, slot: attempt.slot)) {
    case .some(let left) where left <= .zero:
      queue.ended(lane)
      let reason = "the time for its case was over before it began"
      finish(AttemptResult(id: attempt.id, outcome: .errored, reason: reason), item, &group)
      return
    case let left: limit = left
    }
    inFlight += 1
    let book = book
    group.addTask {
      let result = await session.run(attempt, limit: limit) {
        try await book.job(key) { try await session.createJob(key) }
      }
      return .attempt(result, item, lane)
    }
  }

  /// How long an attempt that begins now may take; nil if nothing limits it.
  private func timeLimit(_ place: AttemptPlace) -> Duration? {
    let deadlines = configuration.deadlines
    var limits = [deadlines.attempt]
    if let forCase = deadlines.testCase {
      let start = caseStarts[place] ?? now
      caseStarts[place] = start
      limits.append(start + forCase - now)
    }
    if let forRun = deadlines.run { limits.append(max(began + forRun - now, .milliseconds(1))) }
    return limits.compactMap { $0 }.min()
  }

  // MARK: Results

  private func take(_ child: Child, _ group: inout TaskGroup<Child>) {
    switch child {
    case .attempt(let result, let item, let lane):
      inFlight -= 1
      lastMove = now
      queue.ended(lane)
      if let tokens = result.reply?.usage.total, !isReplay {
        run.governor.settle(lane, tokens: tokens)
      }
      finish(result, item, &group)
    case .job(let ending, let suite):
      openJobs -= 1
      note(ending, suite)
    case .tick:
      report()
      startTick(&group)
    }
  }

  private func startTick(_ group: inout TaskGroup<Child>) {
    let time = configuration.time
    let tick = Self.tick
    group.addTask {
      try? await time.sleep(tick)
      return .tick
    }
  }

  private func finish(
    _ result: AttemptResult, _ item: AttemptQueue.Item, _ group: inout TaskGroup<Child>
  ) {
    deliver(result, item)
    let suite = Int(item.suite)
    let session = run.sessions[suite]
    let key = JobKey(suite: suite, result.id, session.suite.jobScope)
    guard book.ended(key, isClean: result.outcome != .errored) else { return }
    openJobs += 1
    let patience = isGivenUp ? Self.lastPatience : nil
    let book = book
    group.addTask {
      .job(await book.complete(key, session, patience: patience), suite: suite)
    }
  }

  /// Hands a result on: at once, or in a replay when all before it have been handed on.
  private func deliver(_ result: AttemptResult, _ item: AttemptQueue.Item) {
    guard isReplay else {
      record(result, item)
      return
    }
    for (result, item) in delivery.add(result, item) {
      if let stop, case .failures = stop {
        // Whatever was under way, a replay ends in the same place every time.
        record(Self.skipped(result.id, stop), item)
      } else {
        record(result, item)
      }
    }
  }

  private func record(_ result: AttemptResult, _ item: AttemptQueue.Item) {
    let suite = Int(item.suite)
    let slot = Int(item.entry.slot)
    budget.add(result)
    emit(.attempt(result, AttemptPlace(suite: suite, slot: slot)))
    results[suite].cases[slot].attempts.append(
      configuration.keepsReplies ? result : result.summarized)
    let testCase = results[suite].cases[slot]
    guard testCase.attempts.count == testCase.repetition.attempts else { return }
    if testCase.attempts.count > 1 {
      results[suite].cases[slot].attempts.sort { $0.id.attempt < $1.id.attempt }
    }
    caseStarts[AttemptPlace(suite: suite, slot: slot)] = nil
    if testCase.outcome == .failed { failures += 1 }
    if let limit = configuration.maximumFailures, failures >= limit { end(.failures(limit)) }
  }

  private static func skipped(_ id: AttemptID, _ reason: StopReason) -> AttemptResult {
    AttemptResult(id: id, outcome: .skipped, reason: "not run: \(reason)")
  }

  // MARK: Ending early

  /// Begins nothing more.
  private func end(_ reason: StopReason) {
    guard stop == nil else { return }
    stop = reason
    emit(.stopping(reason))
  }

  private func skipRest() {
    guard queue.waiting > 0 else { return }
    let reason = stop ?? .interrupted
    for item in queue.removeAll() {
      let suite = Int(item.suite)
      let id = run.plans[suite].attempt(item.entry).id
      deliver(Self.skipped(id, reason), item)
      _ = book.ended(
        JobKey(suite: suite, id, run.plans[suite].suite.jobScope),
        isClean: reason != .interrupted)
    }
  }

  /// Looks at what comes from outside: interruption, time, a handler that failed.
  private func watch(_ group: inout TaskGroup<Child>) {
    if let limit = configuration.deadlines.run, now - began >= limit { end(.deadline(limit)) }
    var level = interruption.level
    if Task.isCancelled || handlerError != nil { level = .stopping }
    guard level > .none else { return }
    end(.interrupted)
    let graceEnds = graceEnds ?? now + configuration.grace
    self.graceEnds = graceEnds
    guard !isGivenUp, level == .stopping || now >= graceEnds else { return }
    isGivenUp = true
    group.cancelAll()
  }

  private func completeLeftJobs() async {
    let keys = book.unfinished
    guard !keys.isEmpty else { return }
    let patience = isGivenUp ? Self.lastPatience : nil
    let book = book
    let sessions = run.sessions
    let endings = await withTaskGroup(of: (Int, JobBook.Ending).self) { group in
      for (place, key) in keys.enumerated() {
        let session = sessions[key.suite]
        group.addTask {
          (place, await book.complete(key, session, patience: patience))
        }
      }
      return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
    for (place, key) in keys.enumerated() {
      if let ending = endings[place] { note(ending, key.suite) }
    }
  }

  private func note(_ ending: JobBook.Ending, _ suite: Int) {
    switch ending {
    case .none: break
    case .completed(let summary):
      results[suite].jobs.append(summary)
      emit(.job(summary))
    case .trouble(let summary, let text):
      results[suite].jobs.append(summary)
      results[suite].troubles.append(text)
      emit(.job(summary))
    }
  }

  private func finishRecordings() {
    for (place, session) in run.sessions.enumerated() {
      // In the order of the suite, however the jobs ended.
      let jobs = results[place].jobs
      results[place].jobs = session.suite.models.flatMap { model in
        jobs.filter { $0.model == model.label }.sorted { $0.sortKey < $1.sortKey }
      }
      do {
        try session.fixtures.finish(
          isComplete: stop == nil && configuration.selection.isEverything && kept.isEmpty)
      } catch {
        results[place].troubles.append(
          "what was recorded could not be put into the files: \(error)")
      }
    }
  }

  // MARK: Telling

  private func report() {
    let now = now
    emit(
      .tick(
        RunProgress(
          elapsed: now - began, inFlight: inFlight,
          allowed: isReplay ? nil : run.governor.allowedInAll, pauses: run.governor.pauses,
          spending: budget.spending)))
    let silence = now - max(lastMove, run.requests.lastProgress)
    guard silence >= configuration.stallThreshold, inFlight > 0 || openJobs > 0 else { return }
    emit(.stalled(since: silence, run.requests.all))
    // Once for each such silence.
    lastMove = now
  }
}

/// Puts results back into the order in which their attempts were begun.
struct OrderedDelivery {
  private var waiting: [Int32: (AttemptResult, AttemptQueue.Item)] = [:]
  private var next: Int32 = 0

  /// Takes a result and gives those whose turn it is.
  mutating func add(
    _ result: AttemptResult, _ item: AttemptQueue.Item
  ) -> [(AttemptResult, AttemptQueue.Item)] {
    if item.number == next, waiting.isEmpty {
      next += 1
      return [(result, item)]
    }
    waiting[item.number] = (result, item)
    var ready: [(AttemptResult, AttemptQueue.Item)] = []
    while let one = waiting.removeValue(forKey: next) {
      ready.append(one)
      next += 1
    }
    return ready
  }
}
