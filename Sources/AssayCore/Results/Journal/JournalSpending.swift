import JSONModel

// What was spent on an attempt stands in its line, beside what its replies took, only where that
// does not tell it: most attempts were answered once, by a call of this run.
extension Spending {
  func write(to line: inout JSONLine, of result: AttemptResult) {
    guard self != .plain(calls: calls, replies: result.replyCount, result) else { return }
    line.object("spent") { line in
      line.integer("replies", replies)
      line.integer("tokens", knownTokens)
      line.number("cost", knownCost)
      if repliesWithoutTokens > 0 { line.integer("repliesWithoutTokens", repliesWithoutTokens) }
      if repliesWithoutCost > 0 { line.integer("repliesWithoutCost", repliesWithoutCost) }
      if unanswered > 0 { line.integer("unanswered", unanswered) }
    }
  }

  /// - Parameters:
  ///   - node: The line of an attempt.
  ///   - result: What was read of it.
  init?(journal node: JSONNode, _ result: AttemptResult) {
    guard let calls = node["calls"]?.intValue else { return nil }
    guard let spent = node["spent"] else {
      let earlier = node["earlierReplies"]?.elements.reduce(0) { count, _ in count + 1 } ?? 0
      let replies = earlier + (node["reply"] == nil ? 0 : 1)
      self = .plain(calls: calls, replies: replies, result)
      return
    }
    self.init(reading: spent)
    self.calls = calls
  }

  /// What calls of this run took that gave just the replies of the line.
  private static func plain(calls: Int, replies: Int, _ result: AttemptResult) -> Spending {
    guard calls > 0 else { return Spending() }
    return Spending(
      calls: calls, replies: replies, tokens: result.tokens ?? 0, cost: result.cost ?? 0,
      repliesWithoutTokens: result.tokens == nil ? replies : 0,
      repliesWithoutCost: result.cost == nil ? replies : 0)
  }

  /// Reads an object of the members of ``json``.
  init(reading node: JSONNode) {
    func count(_ key: String) -> Int { node[key]?.intValue ?? 0 }
    self.init(
      calls: count("calls"), replies: count("replies"), tokens: count("tokens"),
      cost: node["cost"]?.doubleValue ?? 0, repliesWithoutTokens: count("repliesWithoutTokens"),
      repliesWithoutCost: count("repliesWithoutCost"), unanswered: count("unanswered"))
  }

  var json: JSONValue {
    var object: JSONObject = [
      "calls": .number(JSONNumber(calls)), "replies": .number(JSONNumber(replies)),
    ]
    object["tokens"] = knownTokens.map { .number(JSONNumber($0)) }
    object["cost"] = knownCost.flatMap { JSONNumber($0).map(JSONValue.number) }
    object["repliesWithoutTokens"] = .number(JSONNumber(repliesWithoutTokens))
    object["repliesWithoutCost"] = .number(JSONNumber(repliesWithoutCost))
    if unanswered > 0 { object["unanswered"] = .number(JSONNumber(unanswered)) }
    return .object(object)
  }
}

extension AttemptResult {
  /// The replies that its line has.
  fileprivate var replyCount: Int { earlierReplies.count + (reply == nil ? 0 : 1) }
}
