import AssayAssertions
package import AssayCore
import Synchronization

/// Shows how far a run has come: a bar that is drawn over, or a line every so often.
package final class ProgressObserver: Sendable {
  package enum Style: Sendable {
    case bar, lines
  }

  private struct State {
    var text = ProgressText()
    var lastShown: Duration?
    var hasBar = false
    var isStopping = false
  }

  private let style: Style
  private let write: @Sendable (String) -> Void
  private let state = Mutex(State())

  /// How often a line is written where there is no bar. Short runs write none.
  static let lineInterval = Duration.seconds(10)
  static let barInterval = Duration.milliseconds(200)

  package init(style: Style, write: @escaping @Sendable (String) -> Void) {
    self.style = style
    self.write = write
  }

  package func observe(_ event: RunEvent) {
    state.withLock { state in
      switch event {
      case .started(let start):
        state.text.kept = start.kept
        state.text.total = start.attempts - start.kept
      case .attempt(let result, _):
        // What the suites skip from the start is none of the work.
        if state.isStopping || result.outcome != .skipped { state.text.tally.count(result.outcome) }
      case .tick(let progress):
        state.text.elapsed = progress.elapsed
        state.text.inFlight = progress.inFlight
        state.text.allowed = progress.allowed
        state.text.spending = progress.spending
        state.text.pauses = progress.pauses
        show(&state)
      case .stalled(let silence, let requests):
        say(Self.stall(silence, requests, state.text.pauses), &state)
      case .stopping(let reason):
        state.isStopping = true
        say("\(reason): nothing more is begun", &state)
      case .notice(let text): say(text, &state)
      case .testCase, .jobCreated, .job: break
      case .finished: clear(&state)
      }
    }
  }

  private func show(_ state: inout State) {
    let interval = style == .bar ? Self.barInterval : Self.lineInterval
    let elapsed = state.text.elapsed
    guard elapsed - (state.lastShown ?? .zero) >= interval else { return }
    state.lastShown = elapsed
    switch style {
    case .bar:
      write("\r\u{1B}[K" + state.text.line(barWidth: 20))
      state.hasBar = true
    case .lines: write(state.text.line(barWidth: nil) + "\n")
    }
  }

  private func say(_ text: String, _ state: inout State) {
    clear(&state)
    write("assay: \(text)\n")
  }

  private func clear(_ state: inout State) {
    guard state.hasBar else { return }
    write("\r\u{1B}[K")
    state.hasBar = false
  }

  /// Names what is open: whoever wonders what a run waits for finds it here.
  static func stall(
    _ silence: Duration, _ requests: [OpenRequest], _ pauses: [(lane: Lane, left: Duration)] = []
  ) -> String {
    let seconds = Int((silence / .seconds(1)).rounded())
    guard !requests.isEmpty else {
      let reason =
        pauses.isEmpty
        ? "waiting for a limit"
        : pauses.map { ProgressText.pause($0.lane, $0.left) }.joined(separator: ", ")
      return "nothing has moved for \(seconds) s, and no request is open: \(reason)"
    }
    let shown = 5
    var names = requests.prefix(shown).map { ConsoleText.safe($0.name) }
    if requests.count > shown { names.append("and \(requests.count - shown) more") }
    return "nothing has moved for \(seconds) s; waiting for \(names.joined(separator: "; "))"
  }
}
