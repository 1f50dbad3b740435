import HummingbirdCore
import Logging
import NIOCore
import Synchronization

/// HTTP/1.1 for a server that may be stopped at any moment.
///
/// A connection that was accepted and not yet served when the server stops is dropped by
/// Hummingbird (2.28), and NIO ends the process over a channel that nobody has finished. Here such
/// a channel is closed.
struct ServedConnections: ServerChildChannel {
  let http: HTTP1Channel

  final class Connection: ServerChildChannelValue {
    let http: HTTP1Channel.Value
    private let isServed = Atomic(false)

    init(_ http: HTTP1Channel.Value) {
      self.http = http
    }

    var channel: any Channel { http.channel }

    func serve() -> HTTP1Channel.Value {
      isServed.store(true, ordering: .relaxed)
      return http
    }

    deinit {
      guard !isServed.load(ordering: .relaxed) else { return }
      let http = http
      Task { try? await http.executeThenClose { _, _ in } }
    }
  }

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Connection> {
    http.setup(channel: channel, logger: logger).map { Connection($0) }
  }

  func handle(value: Connection, logger: Logger) async {
    await http.handle(value: value.serve(), logger: logger)
  }
}
