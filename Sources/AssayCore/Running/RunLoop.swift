import AssayAssertions
import AssaySuites
import HTTPFixtures
import SaaSLiteLLM

/// The one task that starts attempts, takes their results, and decides when it is enough.
/// Everything it knows is its own; attempts run in child tasks.
final class RunLoop {
  enum Child: Sendable {
    case answer(AttemptAnswer, AttemptQueue.Item, AttemptGate.Place)
    /// It waited for its turn, and there is none any more.
    case notBegun(AttemptQueue.Item)
    case comparison([AttemptResult], Spending, [ComparisonBoard.Member], AttemptGate.Place)
    /// Nil where nobody waits for one any more.
    case jobCreated((key: JobKey, id: JobID)?)
    case job(JobBook.Ending, suite: Int)
    case tick
  }

  let run: PreparedRun
  let interruption: Interruption
  let isReplay: Bool
  let began: Duration
  /// Results of an earlier run that stand.
  let kept: [AttemptID: AttemptResult]
  /// Results of an earlier run whose replies are judged again, and not asked for again.
  let replied: [AttemptID: AttemptResult]
  /// Jobs that an earlier run left open.
  let leftJobs: [JobSummary]

  var queue = AttemptQueue()
  private(set) var gate: AttemptGate
  let book = JobBook()
  var comparisons = ComparisonBoard()
  var ledger: ResultLedger
  var graceEnds: Duration?
  var isGivenUp = false
  /// Attempts and comparisons that are under way, and attempts that wait at the gate.
  private var inFlight = 0
  private var openJobs = 0
  private var caseStarts: [AttemptPlace: Duration] = [:]
  private var lastMove: Duration
  /// When it was last told that nothing moves.
  private var lastTold = Duration.zero

  var configuration: RunConfiguration { run.configuration }
  var now: Duration { configuration.time.now() }

  /// How often the loop looks up from what it is doing.
  static let tick = Duration.milliseconds(200)

  init(
    _ run: PreparedRun, _ earlier: EarlierRun, interruption: Interruption,
    onEvent: @escaping @Sendable (RunEvent) throws -> Void
  ) {
    self.run = run
    let kept = run.standing(earlier)
    self.kept = kept
    self.interruption = interruption
    let isReplay = run.configuration.mode == .replay
    self.isReplay = isReplay
    // A replay costs nothing, and its jobs are of the past.
    replied =
      isReplay
      ? [:]
      : run.plans.reduce(into: [:]) { all, plan in
        all.merge(plan.replied(earlier, besides: kept)) { first, _ in first }
      }
    leftJobs = isReplay ? [] : earlier.openJobs
    began = run.configuration.time.now()
    lastMove = began
    ledger = ResultLedger(run, onEvent)
    gate = AttemptGate(most: 0, lanes: 0) { _ in 0 }
  }

  func run() async throws -> RunResults {
    ledger.emit(.started(run.start(keeping: kept.count)))
    ledger.emitSkipped()
    fillQueue()
    await withTaskGroup(of: Child.self) { group in
      startTick(&group)
      awaitJob(&group)
      watch(&group)
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
      suites: ledger.suites, stop: ledger.stop, spending: ledger.budget.spending,
      duration: now - began)
    ledger.emit(.finished(results))
    if let handlerError = ledger.handlerError { throw handlerError }
    return results
  }

  private var isDone: Bool { inFlight == 0 && openJobs == 0 && queue.waiting == 0 }

  func jobKey(_ suite: Int, _ id: AttemptID) -> JobKey {
    JobKey(suite: suite, id, run.plans[suite].suite.jobScope)
  }

  // MARK: Starting

  private func fillQueue() {
    var number: Int32 = 0
    for (suite, plan) in run.plans.enumerated() {
      for entry in plan.entries {
        let id = plan.id(entry)
        if let result = kept[id] {
          ledger.keep(result, AttemptPlace(suite: suite, slot: Int(entry.slot)))
          continue
        }
        let lane =
          isReplay
          ? Lane(endpoint: "recordings", model: "")
          : run.sessions[suite].lane(plan.model(plan.slots[Int(entry.slot)]))
        queue.add(AttemptQueue.Item(suite: Int32(suite), entry: entry, number: number), lane)
        number += 1
        book.expect(jobKey(suite, id))
        if let key = plan.comparison(entry, suite: suite) { comparisons.expect(key) }
      }
    }
    let (governor, lanes, isReplay) = (run.governor, queue.lanes, isReplay)
    gate = AttemptGate(most: configuration.concurrency, lanes: lanes.count) { lane in
      isReplay ? .max : governor.allowed(lanes[lane])
    }
  }

  /// How many attempts are let wait at the gate. None where it depends on others whether one begins,
  /// or where its time would run while it waits.
  private var mostWaiting: Int {
    let deadlines = configuration.deadlines
    guard !isReplay, configuration.maximumFailures == nil, configuration.budget.isUnlimited,
      deadlines.testCase == nil, deadlines.run == nil
    else { return 0 }
    return configuration.concurrency / 4
  }

  private func startAttempts(_ group: inout TaskGroup<Child>) {
    guard ledger.stop == nil, ledger.handlerError == nil, !isGivenUp else {
      skipRest(&group)
      return
    }
    gate.admit()
    while queue.waiting > 0 {
      // An attempt that is over before it begins may have been the last that was allowed.
      guard ledger.stop == nil, ledger.handlerError == nil else {
        skipRest(&group)
        return
      }
      switch ledger.budget.decide(inFlight: inFlight) {
      case .begin: break
      case .hold: return
      case .stop(let reason):
        ledger.end(.budget(reason))
        skipRest(&group)
        return
      }
      var next = queue.next(gate.enter)
      if next == nil, gate.waiting < mostWaiting { next = queue.next(gate.queue) }
      guard let (item, place) = next else { return }
      start(item, place, &group)
    }
  }

  private func start(
    _ item: AttemptQueue.Item, _ place: AttemptGate.Place, _ group: inout TaskGroup<Child>
  ) {
    let suite = Int(item.suite)
    let attempt = run.plans[suite].attempt(item.entry)
    let limit = timeLimit(AttemptPlace(suite: suite, slot: attempt.slot))
    if let limit, limit.left <= .zero {
      gate.leave(place)
      let reason = "the time for its case was over before it began (--case-timeout)"
      let result = AttemptResult(id: attempt.id, outcome: .errored, reason: reason)
      settle(AttemptAnswer(result: result), item, &group)
      return
    }
    inFlight += 1
    let session = run.sessions[suite]
    let book = book
    let key = jobKey(suite, attempt.id)
    let gate = gate
    let leavesEarly = mostWaiting > 0
    let replied = replied.isEmpty ? nil : replied[attempt.id]
    group.addTask {
      guard await gate.admission(place) else { return .notBegun(item) }
      let answer = await session.run(attempt, limit: limit, replied: replied) {
        if leavesEarly { gate.leave(place) }
      } job: {
        try await book.job(key) { try await session.createJob(key) }
      }
      return .answer(answer, item, place)
    }
  }

  /// How long what begins now may take; nil if nothing limits it.
  private func timeLimit(_ place: AttemptPlace) -> TimeLimit? {
    let deadlines = configuration.deadlines
    var limits: [TimeLimit] = []
    if let forAttempt = deadlines.attempt {
      limits.append(TimeLimit(kind: .attempt, whole: forAttempt, left: forAttempt))
    }
    if let forCase = deadlines.testCase {
      let start = caseStarts[place] ?? now
      caseStarts[place] = start
      limits.append(TimeLimit(kind: .testCase, whole: forCase, left: start + forCase - now))
    }
    if let forRun = deadlines.run {
      let left = max(began + forRun - now, .milliseconds(1))
      limits.append(
        TimeLimit(kind: .run(name: deadlines.runName), whole: forRun, left: left))
    }
    return limits.min()
  }

  private func startTick(_ group: inout TaskGroup<Child>) {
    let time = configuration.time
    let tick = Self.tick
    group.addTask {
      try? await time.sleep(tick)
      return .tick
    }
  }

  /// Waits for a job to be created, so that whoever goes on with a killed run knows of it.
  private func awaitJob(_ group: inout TaskGroup<Child>) {
    // Those of a replay are of the past.
    guard !isReplay else { return }
    let book = book
    group.addTask { .jobCreated(await book.nextCreated()) }
  }

  // MARK: Results

  private func take(_ child: Child, _ group: inout TaskGroup<Child>) {
    switch child {
    case .answer(let answer, let item, let place):
      inFlight -= 1
      lastMove = now
      gate.leave(place)
      ledger.spend(answer.result.spent)
      if answer.result.outcome == .errored,
        let failure = run.sessions[Int(item.suite)].fixtures.failure
      {
        // To go on would pay for what is lost.
        ledger.end(.recording("\(failure)"))
      }
      settle(answer, item, &group)
    case .notBegun(let item):
      inFlight -= 1
      skip(item, &group)
    case .comparison(let results, let spent, let members, let place):
      inFlight -= 1
      gate.leave(place)
      lastMove = now
      ledger.spendAside(spent)
      for (result, member) in zip(results, members) {
        finish(result, member.item, &group)
      }
    case .jobCreated(let job):
      guard let job else { break }
      ledger.emit(.jobCreated(job.key.summary(run.plans[job.key.suite].suite, job.id)))
      awaitJob(&group)
    case .job(let ending, let suite):
      openJobs -= 1
      ledger.note(ending, suite)
    case .tick:
      report()
      // In a cancelled group sleep ends at once: ticks would never pause.
      if !isGivenUp { startTick(&group) }
    }
  }

  /// Finishes an attempt, or lets its reply wait for those of the other models.
  func settle(
    _ answer: AttemptAnswer, _ item: AttemptQueue.Item, _ group: inout TaskGroup<Child>
  ) {
    let suite = Int(item.suite)
    guard let key = run.plans[suite].comparison(item.entry, suite: suite) else {
      finish(answer.result, item, &group)
      return
    }
    var member: ComparisonBoard.Member?
    if let context = answer.context {
      member = ComparisonBoard.Member(result: answer.result, context: context, item: item)
    } else {
      finish(answer.result, item, &group)
    }
    guard let members = comparisons.take(member, key) else { return }
    compare(members, &group)
  }

  private func compare(
    _ members: [ComparisonBoard.Member], _ group: inout TaskGroup<Child>
  ) {
    if case .stop(let reason) = ledger.budget.decide(inFlight: inFlight) {
      ledger.end(.budget(reason))
    }
    guard members.count > 1, ledger.stop == nil, !isGivenUp else {
      leave(members, &group)
      return
    }
    inFlight += 1
    let suite = Int(members[0].item.suite)
    let attempt = run.plans[suite].attempt(members[0].item.entry)
    let limit = timeLimit(AttemptPlace(suite: suite, slot: attempt.slot))
    let session = run.sessions[suite]
    let book = book
    let key = jobKey(suite, attempt.id)
    let place = gate.enter()
    group.addTask {
      let (results, spent) = await session.compare(
        members, by: attempt.testCase.assertions(with: attempt.prompt), limit: limit
      ) {
        try await book.job(key) { try await session.createJob(key) }
      }
      return .comparison(results, spent, members, place)
    }
  }

  /// Finishes attempts whose replies are not compared; what the other assertions say stands.
  func leave(_ members: [ComparisonBoard.Member], _ group: inout TaskGroup<Child>) {
    for member in members { finish(member.result, member.item, &group) }
  }

  private func finish(
    _ result: AttemptResult, _ item: AttemptQueue.Item, _ group: inout TaskGroup<Child>
  ) {
    ledger.deliver(result, item)
    let suite = Int(item.suite)
    let key = jobKey(suite, result.id)
    guard book.ended(key, isClean: result.outcome != .errored) else { return }
    openJobs += 1
    let session = run.sessions[suite]
    let book = book
    group.addTask { .job(await book.complete(key, session), suite: suite) }
  }

  // MARK: Telling

  private func report() {
    let now = now
    ledger.emit(
      .tick(
        RunProgress(
          elapsed: now - began, inFlight: inFlight - gate.waiting,
          allowed: isReplay ? nil : run.governor.allowedInAll, pauses: run.governor.pauses,
          spending: ledger.budget.spending)))
    let moved = max(lastMove, run.requests.lastProgress)
    guard now - max(moved, lastTold) >= configuration.stallThreshold,
      inFlight > 0 || openJobs > 0
    else { return }
    ledger.emit(.stalled(since: now - moved, run.requests.all))
    lastTold = now
  }
}
