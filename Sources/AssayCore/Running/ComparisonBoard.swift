import AssayAssertions

/// What an attempt gave, with what later checks need of it. It goes from task to task, so it is no
/// value.
final class AttemptAnswer: Sendable {
  let result: AttemptResult
  /// What its assertions saw; nil without a reply, or where nobody will ask again.
  let context: EvaluationContext?

  init(result: AttemptResult, context: EvaluationContext? = nil) {
    self.result = result
    self.context = context
  }
}

/// What belongs together where the replies of several models are compared: one attempt at one
/// case with one prompt.
struct ComparisonKey: Sendable, Hashable {
  /// The place of the suite in the run.
  var suite: Int
  var prompt: Int32
  var testCase: Int32
  var attempt: Int32
}

/// Replies that wait to be compared, until every model has answered or failed to.
struct ComparisonBoard: Sendable {
  struct Member: Sendable {
    var result: AttemptResult
    var context: EvaluationContext
    var item: AttemptQueue.Item
  }

  private struct Group: Sendable {
    /// Models that have neither answered nor failed to.
    var open = 0
    var members: [Member] = []
  }

  private var groups: [ComparisonKey: Group] = [:]

  /// One more model is going to be asked.
  mutating func expect(_ key: ComparisonKey) {
    groups[key, default: Group()].open += 1
  }

  /// Takes what a model gave, which is nothing if it failed to.
  ///
  /// - Returns: Once all have been taken, those with a reply, in the order of the run.
  mutating func take(_ member: Member?, _ key: ComparisonKey) -> [Member]? {
    guard var group = groups[key] else { return nil }
    group.open -= 1
    if let member { group.members.append(member) }
    guard group.open == 0 else {
      groups[key] = group
      return nil
    }
    groups[key] = nil
    return group.members.sorted { $0.item.number < $1.item.number }
  }
}
