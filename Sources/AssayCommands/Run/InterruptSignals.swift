import AssayCore
import Dispatch
import Foundation
import Synchronization

/// Turns Ctrl-C (SIGINT), SIGTERM and a closed terminal (SIGHUP) into requests to end the run: the
/// first lets what is in flight finish, the second stops now, the third ends the process on the spot.
final class InterruptSignals {
  private let sources: [any DispatchSourceSignal]
  private let counter: Counter

  private final class Counter: Sendable {
    private let count = Mutex(0)

    func next() -> Int {
      count.withLock { count in
        count += 1
        return count
      }
    }

    func finish() { count.withLock { $0 = 2 } }
  }

  init(_ interruption: Interruption, say: @escaping @Sendable (String) -> Void) {
    let counter = Counter()
    self.counter = counter
    let numbers = [SIGINT, SIGTERM] + (Self.ignoresHangup() ? [] : [SIGHUP])
    sources = numbers.map { number in
      // The default would end the process before the source hears of it.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        switch counter.next() {
        case 1: say("finishing what is in flight; press Ctrl-C again to stop now")
        case 2: say("stopping; completing jobs and writing what is there")
        default: _exit(ExitStatus.interrupted.rawValue)
        }
        interruption.request()
      }
      source.resume()
      return source
    }
  }

  /// Lets any further signal end the process on the spot: everything is written.
  func finish() {
    counter.finish()
    // Whoever listens must be there for as long as the process is.
    UntilExit.keep(self)
  }

  /// Whether the process was started by `nohup`: then a closed terminal ends nothing. Asking is
  /// setting; the signal is ignored from here on.
  private static func ignoresHangup() -> Bool {
    unsafeBitCast(signal(SIGHUP, SIG_IGN), to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }
}
