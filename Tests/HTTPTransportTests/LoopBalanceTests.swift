import Testing

@testable import HTTPTransport

@Suite struct LoopBalanceTests {
  @Test(arguments: [
    // Few connections are not worth a second loop, nor is a single processor.
    (1, 8, 1, 1), (31, 8, 1, 31), (63, 8, 1, 63), (1024, 1, 1, 1024), (0, 8, 1, 1),
    (64, 2, 2, 32), (65, 2, 2, 33), (100, 8, 3, 34), (1024, 8, 4, 256), (1024, 64, 4, 256),
  ])
  func loopsAreAsManyAsConnectionsKeepBusy(
    connections: Int, processors: Int, loops: Int, each: Int
  ) {
    let balance = LoopBalance(connections: connections, processors: processors)
    #expect(balance.count == loops)
    #expect(balance.connectionsPerLoop == each)
  }

  /// One after the other, requests find the connections that are there.
  @Test func fewRequestsStayOnOneLoop() {
    let balance = LoopBalance(connections: 64, processors: 2)
    for _ in 0..<100 { #expect(balance.take().loop == 0) }
    let shares = (0..<LoopBalance.few).map { _ in balance.take() }
    #expect(shares.allSatisfy { $0.loop == 0 })
  }

  /// As long as no more requests are under way than connections are allowed, no loop has more than
  /// its own.
  @Test(arguments: [(64, 2), (100, 8), (1024, 64), (67, 3)])
  func noLoopHasMoreThanItsConnections(connections: Int, processors: Int) {
    let balance = LoopBalance(connections: connections, processors: processors)
    var shares: [LoopBalance.Share] = []
    var random = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      if shares.count == connections
        || (!shares.isEmpty && Int.random(in: 0..<3, using: &random) == 0)
      {
        shares.remove(at: Int.random(in: 0..<shares.count, using: &random))
      }
      shares.append(balance.take())
      let counts = Dictionary(grouping: shares, by: \.loop).mapValues(\.count)
      #expect(counts.values.allSatisfy { $0 <= balance.connectionsPerLoop }, "\(counts)")
    }
    shares = []
    #expect(balance.take().loop == 0, "all have been given back")
  }
}
