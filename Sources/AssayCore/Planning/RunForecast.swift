import AssayAssertions
public import AssayInput
public import AssaySuites

/// What a run would ask, and what that would cost as far as earlier runs or prices tell.
public struct RunForecast: Sendable {
  /// One model of one suite.
  public struct Part: Sendable, Hashable {
    public var suite: String
    public var model: String
    public var cases: Int
    public var attempts: Int
    /// Requests to the model: one for each turn of each attempt, where nothing has to be repeated.
    public var calls = 0
    /// Requests to judges on top of them, as far as the assertions tell.
    public var judgeCalls = 0
    /// Cases that the suite skips.
    public var skipped: Int
    /// Tokens, estimated by an earlier run; nil where it does not tell.
    public var tokens: Int?
    /// US dollars, estimated by an earlier run: what it cost, else its tokens by the prices; nil
    /// where nothing tells.
    public var cost: Double?
    /// What it takes at most, by the size of the requests and `max_tokens`; nil where a call has
    /// no bound.
    public var tokensAtMost: Int?
    /// What that costs by the prices, in US dollars; nil also where there is no price.
    public var costAtMost: Double?
    /// Of the attempts, how many the earlier run has seen; the others count as its average.
    public var known: Int
  }

  public private(set) var parts: [Part] = []

  /// - Parameters:
  ///   - earlier: The journal of an earlier run of the same suites.
  ///   - prices: What models cost, by the name on the wire or the label.
  public init(
    _ suites: [Suite], _ selection: Selection, earlier: Journal? = nil,
    prices: [String: ModelPrice] = [:]
  ) {
    for plan in selection.plans(suites) {
      let comparisons = Comparisons(plan)
      for model in plan.suite.models {
        let part = Self.part(
          plan, model, comparisons, earlier, prices[model.label] ?? prices[model.name])
        if part.cases > 0 { parts.append(part) }
      }
    }
  }

  private static func part(
    _ plan: AttemptPlan, _ model: Suite.Model, _ comparisons: Comparisons, _ earlier: Journal?,
    _ price: ModelPrice?
  ) -> Part {
    var part = Part(
      suite: plan.suite.name, model: model.label, cases: 0, attempts: 0, skipped: 0, known: 0)
    var tokens = Average()
    var cost = Average()
    var bound: TokenBound? = TokenBound.none
    for (place, slot) in plan.slots.enumerated() where plan.model(slot).label == model.label {
      part.cases += 1
      let testCase = plan.testCase(slot)
      guard testCase.skipReason == nil else {
        part.skipped += 1
        continue
      }
      let asks = Asks(plan, slot, comparisons)
      for number in 1...testCase.repetition.attempts {
        part.attempts += 1
        part.calls += asks.calls
        part.judgeCalls += asks.judgeCalls
        let attempt = plan.attempt(
          AttemptPlan.Entry(slot: Int32(place), attempt: Int32(number)))
        // What errored may have ended before its end, and tells too little.
        let result = earlier?.results[attempt.id].flatMap { $0.outcome == .errored ? nil : $0 }
        tokens.add(result?.tokens.map(Double.init))
        cost.add(result.flatMap { $0.cost ?? price?.cost(of: $0) })
        // Attempts at a case say the same.
        if number == 1, bound != nil {
          bound = bound?.adding(TokenBound(attempt), times: testCase.repetition.attempts)
        }
      }
    }
    part.known = tokens.known
    part.tokens = tokens.total.map { Int($0.rounded()) }
    part.cost = cost.total
    part.tokensAtMost = bound.map { $0.input + $0.output }
    part.costAtMost = bound.flatMap { bound in
      price.map { $0.cost(inputTokens: bound.input, outputTokens: bound.output) }
    }
    return part
  }

  /// The requests of one attempt.
  private struct Asks {
    var calls: Int
    var judgeCalls: Int

    init(_ plan: AttemptPlan, _ slot: AttemptPlan.Slot, _ comparisons: Comparisons) {
      let testCase = plan.testCase(slot)
      let assertions = testCase.assertions(with: plan.suite.prompts[Int(slot.prompt)])
      calls = max(testCase.turns.count, 1)
      judgeCalls =
        assertions.questionsAboutAReply
        + testCase.turns.reduce(0) { $0 + $1.assertions.questionsAboutAReply }
      // The first of the models asks for all of them.
      if comparisons.asks(slot) { judgeCalls += assertions.questionsOfComparisons }
    }
  }

  /// Which attempts ask for the comparison of replies.
  private struct Comparisons {
    private struct Compared: Hashable {
      var prompt: Int32
      var testCase: Int32
    }

    private var slots: [Compared: (first: AttemptPlan.Slot, count: Int)] = [:]

    init(_ plan: AttemptPlan) {
      for slot in plan.slots where plan.testCase(slot).assertions.comparesReplies {
        slots[Compared(prompt: slot.prompt, testCase: slot.testCase), default: (slot, 0)].count += 1
      }
    }

    func asks(_ slot: AttemptPlan.Slot) -> Bool {
      slots[Compared(prompt: slot.prompt, testCase: slot.testCase)].map {
        $0.count > 1 && $0.first == slot
      } ?? false
    }
  }

  /// A sum over values of which some are unknown and count as the mean of the others.
  private struct Average {
    var sum = 0.0
    var known = 0
    var count = 0

    mutating func add(_ value: Double?) {
      count += 1
      guard let value else { return }
      sum += value
      known += 1
    }

    var total: Double? { known == 0 ? nil : sum / Double(known) * Double(count) }
  }
}

extension ModelPrice {
  /// What an attempt of an earlier run cost; nil where its tokens are not told apart.
  fileprivate func cost(of result: AttemptResult) -> Double? {
    guard let input = result.usage?.prompt, let output = result.usage?.completion else {
      return nil
    }
    return cost(inputTokens: input, outputTokens: output)
  }
}
