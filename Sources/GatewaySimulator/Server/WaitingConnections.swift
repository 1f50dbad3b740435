import HummingbirdCore
import Logging
import NIOCore
import Synchronization

/// Connections that are accepted and not yet begun.
///
/// When a server is cancelled, NIO drops them, and ends the process for a connection that is
/// dropped unfinished. So somebody holds them until they are begun, or finishes them.
final class WaitingConnections: Sendable {
  typealias Connection = HTTP1Channel.Value

  private struct State {
    var connections: [ObjectIdentifier: Connection] = [:]
    var hasEnded = false
  }

  private let state = Mutex(State())

  func add(_ connection: Connection) {
    let isLate = state.withLock { state in
      if !state.hasEnded { state.connections[ObjectIdentifier(connection.channel)] = connection }
      return state.hasEnded
    }
    if isLate { Task { await Self.finish(connection) } }
  }

  func begin(_ connection: Connection) {
    state.withLock { _ = $0.connections.removeValue(forKey: ObjectIdentifier(connection.channel)) }
  }

  /// Finishes those that nobody will begin, now and later.
  func end() async {
    let connections = state.withLock { state in
      defer { state = State(hasEnded: true) }
      return Array(state.connections.values)
    }
    for connection in connections { await Self.finish(connection) }
  }

  private static func finish(_ connection: Connection) async {
    try? await connection.executeThenClose { _, _ in }
  }
}

/// HTTP/1.1, none of whose connections is dropped; see ``WaitingConnections``.
struct HeldHTTP1Channel: ServerChildChannel {
  let base: HTTP1Channel
  let waiting: WaitingConnections

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
    base.setup(channel: channel, logger: logger).map { connection in
      waiting.add(connection)
      return connection
    }
  }

  func handle(value: HTTP1Channel.Value, logger: Logger) async {
    waiting.begin(value)
    await base.handle(value: value, logger: logger)
  }
}
