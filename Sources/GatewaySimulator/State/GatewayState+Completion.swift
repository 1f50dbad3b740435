/// A job as it stands after its completion, and what its team has left.
struct Completion: Sendable {
  var job: Job
  var team: Team
  var remaining: Int
}

extension GatewayState {
  /// Completes or fails a job and charges for it.
  ///
  /// Repetition is odd, as on the gateway: completing a job that was charged marks it as not
  /// charged and takes nothing; completing it once more charges again.
  mutating func complete(
    _ id: Identifier, as status: Job.Status, errorMessage: String?, at time: Timestamp
  ) -> Completion? {
    guard let before = job(id), let account = account(ofTeam: before.team) else { return nil }
    var isCharged = false
    if status == .completed, !before.creditApplied {
      let due = Charge.credits(for: before.totals, of: account.team)
      isCharged = charge(due, to: before.team, for: before, at: time)
    }
    usage.noteStatus(of: before, from: before.status, to: status)
    updateJob(id) {
      $0.status = status
      $0.completed = time
      $0.creditApplied = isCharged
      if let errorMessage { $0.errorMessage = errorMessage }
    }
    guard let job = job(id), let remaining = self.account(ofTeam: job.team)?.remaining
    else { return nil }
    return Completion(job: job, team: account.team, remaining: remaining)
  }
}
