import AssayAssertions
import AssaySuites
import HTTPFixtures

extension RunLoop {
  /// Gives what still waits the reason why it is not run.
  func skipRest(_ group: inout TaskGroup<Child>) {
    guard queue.waiting > 0 else { return }
    let reason = ledger.stop ?? .interrupted
    for item in queue.removeAll() {
      let suite = Int(item.suite)
      let plan = run.plans[suite]
      let id = plan.id(item.entry)
      ledger.deliver(.skipped(id, reason), item)
      _ = book.ended(jobKey(suite, id), isClean: reason != .interrupted)
      if let key = plan.comparison(item.entry, suite: suite) {
        leave(comparisons.take(nil, key) ?? [], &group)
      }
    }
  }

  /// Looks at what comes from outside: interruption, time, a handler that failed.
  func watch(_ group: inout TaskGroup<Child>) {
    if let limit = configuration.deadlines.run, now - began >= limit {
      ledger.end(.deadline(limit))
    }
    var level = interruption.level
    if Task.isCancelled || ledger.handlerError != nil { level = .stopping }
    guard level > .none else { return }
    ledger.end(.interrupted)
    let graceEnds = graceEnds ?? now + configuration.grace
    self.graceEnds = graceEnds
    guard !isGivenUp, level == .stopping || now >= graceEnds else { return }
    isGivenUp = true
    group.cancelAll()
  }

  func completeLeftJobs() async {
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
      if let ending = endings[place] { ledger.note(ending, key.suite) }
    }
  }

  func finishRecordings() {
    let isComplete =
      ledger.stop == nil && configuration.selection.isEverything && kept.isEmpty
    for (place, session) in run.sessions.enumerated() {
      // In the order of the suite, however the jobs ended.
      let jobs = ledger.suites[place].jobs
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
