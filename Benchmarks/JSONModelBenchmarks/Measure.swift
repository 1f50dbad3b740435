#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#else
  import Glibc
#endif

/// Times by the best of several rounds, in processor time of the thread: what the code takes when
/// nothing else disturbs it, also on a machine that does other things.
enum Measure {
  struct WrongAnswer: Error {}

  /// Nanoseconds a call.
  static func nanoseconds(rounds: Int = 15, _ body: () throws -> Bool) throws -> Double {
    var best = Double.infinity
    var count = 1
    for _ in 0..<rounds {
      let start = processorTime()
      for _ in 0..<count {
        guard try body() else { throw WrongAnswer() }
      }
      let seconds = processorTime() - start
      best = min(best, seconds * 1e9 / Double(count))
      // Rounds of about 20 ms, however long a call takes.
      count = max(1, min(100_000, Int(0.02 / max(seconds / Double(count), 1e-9))))
    }
    return best
  }

  /// Seconds that the thread has computed.
  static func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  static func text(_ value: Double, digits: Int) -> String {
    let scale = digits == 0 ? 1.0 : digits == 1 ? 10.0 : 100.0
    let rounded = (value * scale).rounded() / scale
    return digits == 0 ? String(Int(rounded)) : String(rounded)
  }
}
