import SaaSLiteLLM
import Synchronization

/// A clock that stands still while anybody has something to do, and jumps to the end of the next
/// wait when nobody has: hours pass in seconds, and a slow machine changes nothing.
final class VirtualTime: Sendable {
  private struct State {
    var now = Duration.zero
    var sleepers: [Int: (end: Duration, continuation: CheckedContinuation<Void, Never>)] = [:]
    var next = 0
    /// How often the clock was asked anything.
    var questions = 0
  }

  private let state = Mutex(State())

  var now: Duration {
    state.withLock { state in
      state.questions += 1
      return state.now
    }
  }

  var source: TimeSource {
    TimeSource(
      now: { self.now }, sleep: { try await self.sleep($0) },
      secondsSince1970: { self.now / .seconds(1) }, random: { 0.5 })
  }

  func sleep(_ duration: Duration) async throws {
    let number = state.withLock { state in
      state.next += 1
      return state.next
    }
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let isOver = state.withLock { state in
          state.questions += 1
          if Task.isCancelled || duration <= .zero { return true }
          state.sleepers[number] = (state.now + duration, continuation)
          return false
        }
        if isOver { continuation.resume() }
      }
    } onCancel: {
      state.withLock { $0.sleepers.removeValue(forKey: number) }?.continuation.resume()
    }
    try Task.checkCancellation()
  }

  /// Lets time pass while `body` runs.
  func run<Result: Sendable>(
    _ body: @escaping @Sendable () async throws -> Result
  ) async throws -> Result {
    let passing = Task {
      while !Task.isCancelled { try await advance() }
    }
    defer { passing.cancel() }
    return try await body()
  }

  /// Waits until nobody has asked for the time for a while, and goes to the end of the next wait.
  ///
  /// On a busy machine nobody may have asked because nobody had a turn: a look that itself came
  /// late says nothing, unless it is so for long.
  private func advance() async throws {
    var (seen, quiet) = (-1, 0)
    let began = ContinuousClock.now
    while quiet < 10 {
      let asked = ContinuousClock.now
      try await Task.sleep(for: .microseconds(200))
      let questions = state.withLock { $0.questions }
      let isTimely = ContinuousClock.now - asked < .milliseconds(2)
      if questions != seen {
        quiet = 0
      } else if isTimely || ContinuousClock.now - began > .milliseconds(200) {
        quiet += 1
      }
      seen = questions
    }
    let woken = state.withLock { state -> [CheckedContinuation<Void, Never>] in
      guard let end = state.sleepers.values.map(\.end).min() else { return [] }
      state.now = max(state.now, end)
      let due = state.sleepers.filter { $0.value.end <= end }.sorted { $0.key < $1.key }
      for sleeper in due { state.sleepers[sleeper.key] = nil }
      return due.map(\.value.continuation)
    }
    for continuation in woken { continuation.resume() }
  }
}
