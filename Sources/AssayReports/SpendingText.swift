import AssayCore

extension Spending {
  /// `12034 tokens`, `at least 12034 tokens`; nil where nothing is known of them.
  var tokensText: String? {
    knownTokens.map { (knowsAllTokens ? "" : "at least ") + "\($0) tokens" }
  }

  /// `$0.31`, `at least $0.31`; nil where nothing is known of it.
  var costText: String? {
    knownCost.map { (knowsAllCosts ? "" : "at least ") + Dollars.text($0) }
  }

  /// What is used up, as the end of a run tells it:
  /// `12 calls, at least 340 tokens (unknown for 2 replies), $0.31`.
  ///
  /// - Parameter jobsCost: What the gateway says that its jobs cost, all together.
  func summary(jobsCost: Double?) -> String {
    var parts = ["\(calls) \(calls == 1 ? "call" : "calls")"]
    if let tokens = tokensText {
      parts.append(tokens + unknown(repliesWithoutTokens))
    } else if replies + unanswered > 0 {
      parts.append("tokens unknown")
    }
    if let cost = jobsCost, !knowsAllCosts {
      parts.append("\(Dollars.text(cost)) by the gateway's jobs")
    } else if let cost = costText {
      parts.append(cost + unknown(repliesWithoutCost))
    } else if replies + unanswered > 0 {
      parts.append("cost unknown")
    }
    return parts.joined(separator: ", ")
  }

  /// Which parts of a sum are missing.
  private func unknown(_ replies: Int) -> String {
    var missing: [String] = []
    if replies > 0 { missing.append("\(replies) \(replies == 1 ? "reply" : "replies")") }
    if unanswered > 0 {
      missing.append("\(unanswered) \(unanswered == 1 ? "call" : "calls") without a reply")
    }
    return missing.isEmpty ? "" : " (unknown for \(missing.joined(separator: " and ")))"
  }
}
