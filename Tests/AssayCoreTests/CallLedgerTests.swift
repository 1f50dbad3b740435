import AssayAssertions
import SaaSLiteLLM
import Testing

@testable import AssayCore

/// What is entered for calls, in tables: each of them ends somehow, and its reply comes or not.
@Suite struct CallLedgerTests {
  /// What happens to one call after the other.
  enum Step: Sendable {
    case call(CallLedger.Ending)
    /// The reply to the last call, or a replayed one.
    case reply(tokens: Int?, cost: Double?)
  }

  struct Row: Sendable, CustomTestStringConvertible {
    var name: String
    var steps: [Step]
    var spent: Spending
    /// The sums of all replies, nil where a part is unknown.
    var tokens: Int?
    var cost: Double?
    var testDescription: String { name }
  }

  static let rows = [
    Row(
      name: "one call", steps: [.call(.answered), .reply(tokens: 10, cost: 1)],
      spent: Spending(calls: 1, replies: 1, tokens: 10, cost: 1), tokens: 10, cost: 1),
    Row(
      name: "two turns and a judge",
      steps: [
        .call(.answered), .reply(tokens: 10, cost: 1), .call(.answered), .reply(tokens: 5, cost: 2),
      ], spent: Spending(calls: 2, replies: 2, tokens: 15, cost: 3), tokens: 15, cost: 3),
    Row(name: "refused", steps: [.call(.free)], spent: Spending(calls: 1)),
    Row(
      name: "refused for load, then answered",
      steps: [.call(.overloaded), .call(.answered), .reply(tokens: 10, cost: 1)],
      spent: Spending(calls: 2, replies: 1, tokens: 10, cost: 1), tokens: 10, cost: 1),
    Row(
      name: "lost, then answered",
      steps: [.call(.broken), .call(.answered), .reply(tokens: 10, cost: 1)],
      spent: Spending(calls: 2, replies: 1, tokens: 10, cost: 1, unanswered: 1), tokens: 10, cost: 1
    ),
    Row(
      name: "the second turn is cut off",
      steps: [.call(.answered), .reply(tokens: 10, cost: 1), .call(.abandoned)],
      spent: Spending(calls: 2, replies: 1, tokens: 10, cost: 1, unanswered: 1), tokens: 10, cost: 1
    ),
    Row(
      name: "an answer that is no reply", steps: [.call(.answered)],
      spent: Spending(calls: 1, unanswered: 1)),
    Row(
      name: "the second turn is refused",
      steps: [.call(.answered), .reply(tokens: 10, cost: 1), .call(.free)],
      spent: Spending(calls: 2, replies: 1, tokens: 10, cost: 1), tokens: 10, cost: 1),
    Row(
      name: "tokens unknown of one",
      steps: [
        .call(.answered), .reply(tokens: nil, cost: 1), .call(.answered),
        .reply(tokens: 5, cost: nil),
      ],
      spent: Spending(
        calls: 2, replies: 2, tokens: 5, cost: 1, repliesWithoutTokens: 1, repliesWithoutCost: 1)),
    Row(
      name: "replayed", steps: [.reply(tokens: 10, cost: 1), .reply(tokens: 5, cost: 1)],
      spent: Spending(), tokens: 15, cost: 2),
    Row(
      name: "the first replayed, the second asked",
      steps: [.reply(tokens: 10, cost: 1), .call(.answered), .reply(tokens: 5, cost: 1)],
      spent: Spending(calls: 1, replies: 1, tokens: 5, cost: 1), tokens: 15, cost: 2),
    Row(name: "nothing", steps: [], spent: Spending()),
  ]

  @Test(arguments: rows)
  func everyCallAndReplyIsEnteredOnce(row: Row) async throws {
    let governor = CallGovernor(CallLimits(), ceiling: 4, time: .system)
    let ledger = CallLedger()
    for step in row.steps {
      switch step {
      case .call(let ending):
        let permit = try await governor.acquire(Lane(endpoint: "e", model: "m"), tokens: 1)
        ledger.begin(permit, asked: .zero, now: .zero)
        ledger.end(ending, at: .zero)
        permit.release(.good)
      case .reply(let tokens, let cost):
        ledger.enter(
          tokens: tokens, cost.map { CallPrice(atLeast: $0, isExact: true) } ?? .unknown)
      }
    }
    #expect(ledger.reading.spent == row.spent)
    #expect(ledger.reading.took.allTokens == row.tokens)
    #expect(ledger.reading.took.allCosts == row.cost)
    // A judge's books go into those of the attempt.
    let whole = CallLedger()
    whole.add(ledger.reading)
    whole.add(ledger.reading)
    #expect(whole.reading.spent == row.spent + row.spent)
  }

  @Test func refusalsInARowAndWaitingAreCounted() async throws {
    let governor = CallGovernor(CallLimits(), ceiling: 4, time: .system)
    let permit = try await governor.acquire(Lane(endpoint: "e", model: "m"), tokens: 1)
    let ledger = CallLedger()
    ledger.begin(permit, asked: .seconds(1), now: .seconds(3))
    #expect(ledger.end(.overloaded, at: .seconds(4)) == 1)
    // What is waited after a failure counts from its end.
    ledger.begin(permit, asked: .seconds(9), now: .seconds(10))
    #expect(ledger.end(.overloaded, at: .seconds(10)) == 2)
    ledger.begin(permit, asked: .seconds(10), now: .seconds(10))
    #expect(ledger.end(.answered, at: .seconds(11)) == 0)
    #expect(ledger.reading.waiting == .seconds(8))
  }
}
