import Dispatch
import Synchronization

/// Work on many things at once, one after the other for each processor.
enum Parallel {
  private static let least = 256

  private final class Parts<Value: Sendable>: Sendable {
    let all: Mutex<[Result<[Value], any Error>?]>

    init(_ count: Int) {
      all = Mutex(Array(repeating: nil, count: count))
    }
  }

  /// What `body` gives for 0, 1, … in this order.
  ///
  /// - Throws: What `body` throws, for the first index for which it does.
  static func map<Value: Sendable>(
    _ count: Int, _ body: @Sendable (Int) throws -> Value
  ) throws -> [Value] {
    guard count >= 2 * least else { return try (0..<count).map(body) }
    let size = max(least, count / 64)
    let parts = Parts<Value>((count + size - 1) / size)
    let partCount = (count + size - 1) / size
    DispatchQueue.concurrentPerform(iterations: partCount) { part in
      let range = part * size..<min(count, (part + 1) * size)
      let result = Result { try range.map(body) }
      parts.all.withLock { $0[part] = result }
    }
    var values: [Value] = []
    values.reserveCapacity(count)
    for part in parts.all.withLock({ $0 }) {
      if let part { values += try part.get() }
    }
    return values
  }
}
