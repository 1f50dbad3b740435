import Synchronization

/// Shares out requests among event loops, each with connections of its own.
///
/// A few requests at a time all go to the first, so that they find the connections that are there;
/// many go to the loop that has the fewest, so that no loop gets more than it has connections for.
final class LoopBalance: Sendable {
  /// How many loops there are.
  let count: Int
  /// How many connections each may have to one host.
  let connectionsPerLoop: Int
  private let requests: Mutex<[Int]>

  /// Below this, another loop is not worth a connection.
  static let few = 16
  /// More loops than this have never too much to do: the model is what is waited for.
  static let most = 4

  init(connections: Int, processors: Int) {
    let connections = max(1, connections)
    let count = max(1, min(processors, Self.most, connections / (Self.few * 2)))
    self.count = count
    connectionsPerLoop = (connections + count - 1) / count
    requests = Mutex(Array(repeating: 0, count: count))
  }

  /// A request's place on a loop, until it is let go.
  final class Share: Sendable {
    let loop: Int
    private let balance: LoopBalance

    fileprivate init(_ loop: Int, _ balance: LoopBalance) {
      self.loop = loop
      self.balance = balance
    }

    deinit { balance.release(loop) }
  }

  func take() -> Share {
    let loop = requests.withLock { requests in
      var best = 0
      if requests[0] >= Self.few {
        for loop in requests.indices where requests[loop] < requests[best] { best = loop }
      }
      requests[best] += 1
      return best
    }
    return Share(loop, self)
  }

  private func release(_ loop: Int) {
    requests.withLock { $0[loop] -= 1 }
  }
}
