import AssayAssertions
import AssaySuites
import HTTPFixtures
import SaaSLiteLLM

extension RunLoop {
  /// Gives what still waits the reason why it is not run.
  func skipRest(_ group: inout TaskGroup<Child>) {
    gate.close()
    guard queue.waiting > 0 else { return }
    for item in queue.removeAll() { skip(item, &group) }
  }

  func skip(_ item: AttemptQueue.Item, _ group: inout TaskGroup<Child>) {
    let reason = ledger.stop ?? .interrupted
    let suite = Int(item.suite)
    let plan = run.plans[suite]
    let id = plan.id(item.entry)
    if let replied = replied[id] {
      // What it was before, it still is.
      ledger.keep(replied, AttemptPlace(suite: suite, slot: Int(item.entry.slot)))
    } else {
      ledger.deliver(.skipped(id, reason), item)
    }
    _ = book.ended(jobKey(suite, id), isClean: reason != .interrupted)
    if let key = plan.comparison(item.entry, suite: suite) {
      leave(comparisons.take(nil, key) ?? [], &group)
    }
  }

  /// Looks at what comes from outside: interruption, time, a handler that failed.
  func watch(_ group: inout TaskGroup<Child>) {
    if let limit = configuration.deadlines.run, now - began >= limit {
      ledger.end(.deadline(limit))
    }
    guard interruptionLevel > .none else { return }
    ledger.end(.interrupted)
    guard !isGivenUp, isOver else { return }
    isGivenUp = true
    group.cancelAll()
  }

  private var interruptionLevel: Interruption.Level {
    Task.isCancelled || ledger.handlerError != nil ? .stopping : interruption.level
  }

  /// Whether what is in flight is to be given up: at once, or since its time of grace is over.
  private var isOver: Bool {
    let level = interruptionLevel
    guard level > .none else { return false }
    let graceEnds = graceEnds ?? now + configuration.grace
    self.graceEnds = graceEnds
    return level == .stopping || now >= graceEnds
  }

  /// Completes the jobs that are left, those of an earlier run too, for as long as somebody wants to wait.
  func completeLeftJobs() async {
    let keys = book.unfinished
    let left = leftJobs.compactMap { job in
      run.plans.firstIndex { $0.suite.name == job.suite }.map { (job: job, suite: $0) }
    }
    guard !keys.isEmpty || !left.isEmpty else { return }
    let book = book
    let sessions = run.sessions
    let time = configuration.time
    let tick = Self.tick
    var endings: [Int: JobBook.Ending] = [:]
    await withTaskGroup(of: (place: Int, ending: JobBook.Ending)?.self) { group in
      func startTick() {
        group.addTask {
          try? await time.sleep(tick)
          return nil
        }
      }
      for (place, key) in keys.enumerated() {
        let session = sessions[key.suite]
        group.addTask { (place, await book.complete(key, session)) }
      }
      for (place, one) in left.enumerated() {
        let session = sessions[one.suite]
        group.addTask { (keys.count + place, await session.completeLeft(one.job)) }
      }
      startTick()
      while endings.count < keys.count + left.count, let child = await group.next() {
        if let child {
          endings[child.place] = child.ending
          continue
        }
        // Cancelled, jobs get a last while.
        if isOver { group.cancelAll() } else { startTick() }
      }
      group.cancelAll()
    }
    for (place, suite) in (keys.map(\.suite) + left.map(\.suite)).enumerated() {
      if let ending = endings[place] { ledger.note(ending, suite) }
    }
  }

  func finishRecordings() {
    let isComplete =
      ledger.stop == nil && configuration.selection.isEverything && kept.isEmpty
      && replied.isEmpty
    for (place, session) in run.sessions.enumerated() {
      // In the order of the suite, however the jobs ended.
      var jobs = ledger.suites[place].jobs
      if isReplay, ledger.stop != nil {
        // Where a replay ends early, some were under way whose results do not count.
        let used = ledger.suites[place].usedJobs(session.suite.jobScope)
        jobs = jobs.filter { used.contains([$0.model, $0.prompt, $0.caseID]) }
      }
      ledger.suites[place].jobs = session.suite.models.flatMap { model in
        jobs.filter { $0.model == model.label }.sorted { $0.sortKey < $1.sortKey }
      }
      do {
        try session.fixtures.finish(isComplete: isComplete)
      } catch {
        ledger.suites[place].troubles.append(
          "what was recorded could not be put into the files: \(error)")
      }
    }
  }
}

extension SuiteResult {
  /// Model, prompt and case of the jobs with an attempt that was made.
  fileprivate func usedJobs(_ scope: Suite.JobScope) -> Set<[String?]> {
    var used: Set<[String?]> = []
    for one in cases where one.attempts.contains(where: { $0.outcome != .skipped }) {
      used.insert(
        scope == .testCase ? [one.model, one.prompt, one.caseID] : [one.model, nil, nil])
    }
    return used
  }
}
