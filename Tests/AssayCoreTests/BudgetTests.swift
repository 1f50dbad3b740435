import AssayAssertions
import AssayInput
import Testing

@testable import AssayCore

@Suite struct BudgetTests {
  private static func spent(tokens: Int? = nil, cost: Double? = nil) -> Spending {
    var spent = Spending(calls: 1)
    spent.add(
      tokens: tokens, cost: cost.map { CallPrice(atLeast: $0, isExact: true) } ?? .unknown)
    return spent
  }

  @Test func callsAreNeverExceeded() {
    var budget = Budget(BudgetLimits(calls: 3))
    #expect(budget.decide(inFlight: 0) == .begin)
    #expect(budget.decide(inFlight: 2) == .begin)
    #expect(budget.decide(inFlight: 3) == .hold)
    for _ in 0..<3 { budget.add(Self.spent()) }
    #expect(
      budget.decide(inFlight: 0)
        == .stop(reason: "the budget of 3 calls is used up (--max-calls)"))
  }

  @Test func whatIsUnderWayIsExpectedToUseTheAverage() {
    var budget = Budget(BudgetLimits(tokens: 100))
    budget.add(Self.spent(tokens: 30))
    #expect(budget.decide(inFlight: 2) == .begin)
    #expect(budget.decide(inFlight: 3) == .hold)
    budget.add(Self.spent(tokens: 80))
    #expect(
      budget.decide(inFlight: 0)
        == .stop(reason: "the budget of 100 tokens is used up: 110 (--max-tokens)"))
  }

  @Test(arguments: [
    BudgetLimits(cost: 1), BudgetLimits(calls: 100), BudgetLimits(tokens: 100),
  ])
  func aFewFindOutWhatAnAttemptTakes(limits: BudgetLimits) {
    var budget = Budget(limits)
    #expect(budget.decide(inFlight: 3) == .begin)
    #expect(budget.decide(inFlight: 4) == .hold)
    budget.add(Self.spent(tokens: 1, cost: 0.01))
    #expect(budget.decide(inFlight: 4) == .begin)
    #expect(Budget(BudgetLimits()).decide(inFlight: 64) == .begin)
  }

  @Test func comparisonsCountButAreNoAttempts() {
    var budget = Budget(BudgetLimits(tokens: 100))
    budget.add(Self.spent(tokens: 20))
    budget.addAside(Self.spent(tokens: 20))
    // 40 tokens of one attempt: another one may take as many.
    #expect(budget.decide(inFlight: 1) == .begin)
    #expect(budget.decide(inFlight: 2) == .hold)
  }

  @Test func unknownCostIsNoCostAndIsSaid() {
    var budget = Budget(BudgetLimits(cost: 1))
    #expect(budget.doubt == nil)
    budget.add(Self.spent())
    #expect(budget.spending.knownCost == nil)
    #expect(
      budget.doubt
        == "nothing tells what a reply cost, neither the server nor \"prices\" in assay.json: "
        + "the budget of $1.00 (--max-cost) cannot be kept by that")
    #expect(budget.decide(inFlight: 5) == .begin)
    budget.add(Self.spent(cost: 1.5))
    #expect(budget.spending.knownCost == 1.5)
    #expect(budget.spending.repliesWithoutCost == 1)
    #expect(
      budget.doubt
        == "only a part of what replies cost is known: the budget of $1.00 (--max-cost) counts "
        + "that, and more may be spent")
    #expect(
      budget.decide(inFlight: 0)
        == .stop(reason: "the budget of $1.00 is used up: at least $1.50 (--max-cost)"))
  }

  @Test func unknownTokensAreNoTokensAndAreSaid() {
    var budget = Budget(BudgetLimits(tokens: 10))
    budget.add(Self.spent())
    #expect(budget.doubt?.contains("--max-tokens") == true)
    budget.add(Self.spent(tokens: 10))
    #expect(
      budget.decide(inFlight: 0)
        == .stop(reason: "the budget of 10 tokens is used up: at least 10 (--max-tokens)"))
    // Where nothing is limited, nothing need be known.
    var unlimited = Budget(BudgetLimits(calls: 10))
    unlimited.add(Self.spent())
    #expect(unlimited.doubt == nil)
  }

  @Test(arguments: [
    (0.0, "$0.00"), (1.0, "$1.00"), (12.345, "$12.35"), (0.05, "$0.050"), (0.00042, "$0.00042"),
    (1234567.891, "$1234567.89"), (-2, "-$2.00"),
  ])
  func dollars(amount: Double, text: String) {
    #expect(Dollars.text(amount) == text)
  }

  // MARK: Prices

  struct Priced: Sendable {
    var told: Double?
    var usage = Reply.TokenUsage()
    var price: ModelPrice?
    var expected: CallPrice
  }

  static let priced = [
    Priced(told: 0.25, price: ModelPrice(input: 9, output: 9), expected: exactly(0.25)),
    Priced(told: 0, expected: exactly(0)),
    Priced(usage: .init(total: 100), expected: .unknown),
    Priced(price: ModelPrice(input: 1, output: 1), expected: .unknown),
    Priced(
      usage: .init(prompt: 1_000_000, completion: 500_000),
      price: ModelPrice(input: 2, output: 8), expected: exactly(6)),
    // A gateway tells both together: at least what the cheaper ones cost.
    Priced(
      usage: .init(total: 1_000_000), price: ModelPrice(input: 2, output: 8),
      expected: CallPrice(atLeast: 2, isExact: false)),
    Priced(
      usage: .init(total: 1_000_000), price: ModelPrice(input: 3, output: 3), expected: exactly(3)),
    Priced(
      usage: .init(prompt: 100), price: ModelPrice(input: 3, output: 3), expected: .unknown),
  ]

  private static func exactly(_ amount: Double) -> CallPrice {
    CallPrice(atLeast: amount, isExact: true)
  }

  @Test(arguments: priced.indices)
  func aCallCostsWhatIsToldOrConfigured(index: Int) {
    let row = Self.priced[index]
    #expect(CallPrice(told: row.told, row.usage, price: row.price) == row.expected)
  }
}
