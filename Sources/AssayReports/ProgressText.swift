import AssayAssertions
package import AssayCore

/// How far a run has come, in one line.
package struct ProgressText: Sendable {
  package var total = 0
  package var tally = OutcomeTally()
  package var elapsed = Duration.zero
  package var inFlight = 0
  package var allowed: Int?
  package var spending = Spending()
  /// The models whose servers asked to be left alone, and for how long still.
  package var pauses: [(lane: Lane, left: Duration)] = []
  /// Attempts that an earlier run has made; they took none of this run's time.
  package var kept = 0

  package init() {}

  package var done: Int { tally.total }

  /// `[█████     ]  120/500  118 passed, 2 failed  41/s  0:09 left  12034 tokens  $0.31  8 at once, 16 allowed`
  package func line(barWidth: Int?) -> String {
    var parts: [String] = []
    if let barWidth { parts.append(bar(barWidth)) }
    parts.append("\(done)/\(total)")
    let counts = [Outcome.passed, .failed, .errored, .inconclusive, .skipped].compactMap {
      tally[$0] == 0 ? nil : "\(tally[$0]) \($0.rawValue)"
    }
    if !counts.isEmpty { parts.append(counts.joined(separator: ", ")) }
    if let rate { parts.append(Self.rate(rate)) }
    if let left = timeLeft { parts.append("\(Self.clock(left)) left") }
    if let tokens = spending.tokensText { parts.append(tokens) }
    if let cost = spending.costText { parts.append(cost) }
    if let allowed { parts.append("\(inFlight) at once, \(allowed) allowed") }
    for pause in pauses where pause.left >= .seconds(1) {
      parts.append(Self.pause(pause.lane, pause.left))
    }
    return parts.joined(separator: "  ")
  }

  /// `gpt-4 asks to wait 42 s`
  static func pause(_ lane: Lane, _ left: Duration) -> String {
    "\(ConsoleText.safe(lane.description)) asks to wait \(Int((left / .seconds(1)).rounded(.up))) s"
  }

  private func bar(_ width: Int) -> String {
    let filled = total == 0 ? 0 : min(width, width * done / total)
    return "[" + String(repeating: "█", count: filled)
      + String(repeating: " ", count: width - filled) + "]"
  }

  /// Attempts a second; nil before anything can be said.
  private var rate: Double? {
    let seconds = elapsed / .seconds(1)
    return done > 0 && seconds >= 0.5 ? Double(done) / seconds : nil
  }

  private var timeLeft: Duration? {
    guard let rate, rate > 0, done < total else { return nil }
    return .seconds(Double(total - done) / rate)
  }

  static func rate(_ rate: Double) -> String {
    if rate >= 10 { return "\(Int(rate.rounded()))/s" }
    let tenths = Int((rate * 10).rounded())
    if tenths > 0 { return "\(tenths / 10).\(tenths % 10)/s" }
    return "\(Int((rate * 3600).rounded()))/h"
  }

  /// `0:09`, `12:34`, `1:02:03`.
  static func clock(_ duration: Duration) -> String {
    let seconds = Int((duration / .seconds(1)).rounded(.up))
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60)
    return hours > 0
      ? "\(hours):\(two(minutes)):\(two(seconds % 60))" : "\(minutes):\(two(seconds % 60))"
  }
}
