import Testing

@testable import AssayCore
@testable import AssayReports

@Suite struct SpendingTextTests {
  struct Row: Sendable {
    var spending: Spending
    var jobsCost: Double?
    var text: String
  }

  static let rows = [
    Row(
      spending: Spending(calls: 1, replies: 1, tokens: 340, cost: 0.5),
      text: "1 call, 340 tokens, $0.50"),
    Row(
      spending: Spending(
        calls: 12, replies: 12, tokens: 340, cost: 0.31, repliesWithoutTokens: 2,
        repliesWithoutCost: 1),
      text: "12 calls, at least 340 tokens (unknown for 2 replies), at least $0.31 "
        + "(unknown for 1 reply)"),
    Row(
      spending: Spending(calls: 3, replies: 2, tokens: 10, cost: 0.5, unanswered: 1),
      text: "3 calls, at least 10 tokens (unknown for 1 call without a reply), at least $0.50 "
        + "(unknown for 1 call without a reply)"),
    Row(
      spending: Spending(
        calls: 5, replies: 2, tokens: 10, repliesWithoutCost: 2, unanswered: 2),
      text: "5 calls, at least 10 tokens (unknown for 2 calls without a reply), cost unknown"),
    // What the gateway says of its jobs is all of it.
    Row(
      spending: Spending(calls: 2, replies: 2, tokens: 10, repliesWithoutCost: 2), jobsCost: 0.25,
      text: "2 calls, 10 tokens, $0.25 by the gateway's jobs"),
    Row(
      spending: Spending(calls: 2, replies: 2, tokens: 10, cost: 0.1, repliesWithoutCost: 2),
      jobsCost: 0.25, text: "2 calls, 10 tokens, $0.25 by the gateway's jobs"),
    Row(
      spending: Spending(calls: 2, replies: 2, tokens: 10, cost: 0.2), jobsCost: 0.25,
      text: "2 calls, 10 tokens, $0.20"),
    Row(spending: Spending(calls: 2), text: "2 calls"),
    Row(spending: Spending(calls: 2, unanswered: 2), text: "2 calls, tokens unknown, cost unknown"),
  ]

  @Test(arguments: rows.indices)
  func whatIsUnknownIsNeverZero(index: Int) {
    let row = Self.rows[index]
    #expect(row.spending.summary(jobsCost: row.jobsCost) == row.text)
  }
}
