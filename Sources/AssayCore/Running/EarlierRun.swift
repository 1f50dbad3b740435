import AssayAssertions

/// What an earlier run leaves to the one that goes on with it.
public struct EarlierRun: Sendable {
  /// The last result of each attempt; replies may be left out.
  public var results: [AttemptID: AttemptResult]
  /// Jobs that it did not complete.
  public var openJobs: [JobSummary]
  /// Gives the result of an attempt with its replies, where they are kept elsewhere.
  let withReplies: @Sendable (AttemptID) -> AttemptResult?

  public init(_ results: [AttemptID: AttemptResult] = [:], openJobs: [JobSummary] = []) {
    self.init(results, openJobs: openJobs) { results[$0] }
  }

  init(
    _ results: [AttemptID: AttemptResult], openJobs: [JobSummary],
    withReplies: @escaping @Sendable (AttemptID) -> AttemptResult?
  ) {
    self.results = results
    self.openJobs = openJobs
    self.withReplies = withReplies
  }
}

extension AttemptResult {
  fileprivate var hasVerdict: Bool { outcome == .passed || outcome == .failed }
}

extension AttemptPlan {
  /// Of the results of an earlier run, those that stand: they have a verdict. Where replies are
  /// compared, all of them must: the verdicts hold only for all together.
  func standing(_ earlier: EarlierRun) -> [AttemptID: AttemptResult] {
    guard !earlier.results.isEmpty else { return [:] }
    func result(_ entry: Entry) -> AttemptResult? {
      earlier.results[id(entry)].flatMap { $0.hasVerdict ? $0 : nil }
    }
    var incomplete: Set<ComparisonKey> = []
    for entry in entries {
      guard let key = comparison(entry, suite: 0), result(entry) == nil else { continue }
      incomplete.insert(key)
    }
    var standing: [AttemptID: AttemptResult] = [:]
    for entry in entries {
      guard let result = result(entry) else { continue }
      if let key = comparison(entry, suite: 0), incomplete.contains(key) { continue }
      standing[result.id] = result
    }
    return standing
  }

  /// Results whose verdicts do not stand, since other replies are missing that theirs are compared
  /// with, but whose replies are there and need not be asked for again.
  func replied(
    _ earlier: EarlierRun, besides standing: [AttemptID: AttemptResult]
  ) -> [AttemptID: AttemptResult] {
    var replied: [AttemptID: AttemptResult] = [:]
    for entry in entries where comparison(entry, suite: 0) != nil {
      let id = id(entry)
      guard standing[id] == nil, earlier.results[id] != nil,
        let result = earlier.withReplies(id), result.reply != nil
      else { continue }
      replied[id] = result
    }
    return replied
  }
}
