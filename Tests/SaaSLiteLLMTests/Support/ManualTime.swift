import Logging
import Synchronization

@testable import SaaSLiteLLM

/// A clock that moves only when somebody sleeps on it.
final class ManualTime: Sendable {
  private let state = Mutex((now: Duration.zero, sleeps: [Duration]()))

  var sleeps: [Duration] { state.withLock { $0.sleeps } }

  func source(random: Double = 1) -> TimeSource {
    TimeSource(
      now: { self.state.withLock { $0.now } },
      sleep: { duration in
        try Task.checkCancellation()
        self.state.withLock { state in
          state.now += duration
          state.sleeps.append(duration)
        }
      },
      secondsSince1970: { 784_111_777 },
      random: { random })
  }
}

extension SaaSLLMClient {
  /// A client for tests: on a transport, with a clock that does not wait.
  static func forTests(
    _ transport: ScriptedTransport, time: ManualTime = ManualTime(),
    retry: RetryPolicy = .default, logger: Logger? = nil
  ) -> SaaSLLMClient {
    SaaSLLMClient(
      baseURL: "http://gateway.test", teamID: "team", virtualKey: "sk-own-virtual-key",
      transport: transport, retry: retry, logger: logger, time: time.source())
  }
}
