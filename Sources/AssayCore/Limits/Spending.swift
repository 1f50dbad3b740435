import AssayAssertions
import AssayInput

/// What calls took. What nobody measured is counted apart, never as zero.
public struct Spending: Sendable, Hashable {
  /// Requests to models that were sent, judges' and repeated ones included.
  public var calls = 0
  /// Replies, judges' included.
  public var replies = 0
  /// Of requests and replies together, where the server tells; at least so many if
  /// ``knowsAllTokens`` is false.
  public var tokens = 0
  /// US dollars; at least so much if ``knowsAllCosts`` is false.
  public var cost = 0.0
  /// Replies that tell no tokens.
  public var repliesWithoutTokens = 0
  /// Replies whose cost is unknown, or known only to a part.
  public var repliesWithoutCost = 0
  /// Calls that may have taken something although no reply came: the time was over, or the
  /// connection lost. What they took, nobody knows.
  public var unanswered = 0

  public init(
    calls: Int = 0, replies: Int = 0, tokens: Int = 0, cost: Double = 0,
    repliesWithoutTokens: Int = 0, repliesWithoutCost: Int = 0, unanswered: Int = 0
  ) {
    self.calls = calls
    self.replies = replies
    self.tokens = tokens
    self.cost = cost
    self.repliesWithoutTokens = repliesWithoutTokens
    self.repliesWithoutCost = repliesWithoutCost
    self.unanswered = unanswered
  }

  public var knowsAllTokens: Bool { repliesWithoutTokens == 0 && unanswered == 0 }
  public var knowsAllCosts: Bool { repliesWithoutCost == 0 && unanswered == 0 }

  /// The tokens as far as they are known; nil if they are known of no reply.
  public var knownTokens: Int? { replies > repliesWithoutTokens ? tokens : nil }
  /// The cost in US dollars as far as it is known; nil if it is known of no reply.
  public var knownCost: Double? { replies > repliesWithoutCost || cost > 0 ? cost : nil }

  /// The tokens of all that was asked; nil if they are unknown of any part, or nothing came.
  var allTokens: Int? { replies > 0 && knowsAllTokens ? tokens : nil }
  /// The cost of all that was asked; nil if it is unknown of any part, or nothing came.
  var allCosts: Double? { replies > 0 && knowsAllCosts ? cost : nil }

  /// Adds what a reply took.
  mutating func add(tokens: Int?, cost: CallPrice) {
    replies += 1
    if let tokens { self.tokens += tokens } else { repliesWithoutTokens += 1 }
    self.cost += cost.atLeast
    if !cost.isExact { repliesWithoutCost += 1 }
  }

  static func + (left: Spending, right: Spending) -> Spending {
    var sum = left
    sum += right
    return sum
  }

  static func += (sum: inout Spending, more: Spending) {
    sum.calls += more.calls
    sum.replies += more.replies
    sum.tokens += more.tokens
    sum.cost += more.cost
    sum.repliesWithoutTokens += more.repliesWithoutTokens
    sum.repliesWithoutCost += more.repliesWithoutCost
    sum.unanswered += more.unanswered
  }
}

/// What a call cost, in US dollars, as far as that can be told.
struct CallPrice: Sendable, Hashable {
  var atLeast: Double
  var isExact: Bool

  static let unknown = CallPrice(atLeast: 0, isExact: false)

  /// - Parameters:
  ///   - told: What the server says.
  ///   - price: What is configured for the model, where the server says nothing. A gateway that
  ///     tells only the tokens of request and reply together leaves a least cost: that of the
  ///     cheaper kind.
  init(told: Double?, _ usage: Reply.TokenUsage, price: ModelPrice?) {
    guard told == nil, let price else {
      self = told.map { CallPrice(atLeast: $0, isExact: true) } ?? .unknown
      return
    }
    if let input = usage.prompt, let output = usage.completion {
      self.init(
        atLeast: price.cost(inputTokens: input, outputTokens: output), isExact: true)
    } else if let total = usage.total {
      let least = min(
        price.cost(inputTokens: total, outputTokens: 0),
        price.cost(inputTokens: 0, outputTokens: total))
      self.init(atLeast: least, isExact: price.input == price.output)
    } else {
      self = .unknown
    }
  }

  init(atLeast: Double, isExact: Bool) {
    self.atLeast = atLeast
    self.isExact = isExact
  }
}
