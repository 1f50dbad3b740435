import Synchronization

/// What a client has learnt of its server; shared by its copies.
final class DialectMemory: Sendable {
  private let state = Mutex(false)

  /// Whether the server asked for `model_group`.
  var namesModelGroup: Bool {
    get { state.withLock { $0 } }
    set { state.withLock { $0 = newValue } }
  }
}
