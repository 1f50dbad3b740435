import Testing

@testable import HTTPTransport

/// Which deadline is due, without waiting for any.
struct ExchangeClockTests {
  private static let all = Deadlines(
    connect: .seconds(1), firstByte: .seconds(10), idle: .seconds(5), total: .seconds(60))

  struct Row: Sendable {
    var phase: ExchangeClock.Phase
    /// When the phase was entered, in seconds.
    var at: Int
    var deadlines = all
    /// When something is due, in seconds, and what.
    var due: (Int, TransportError.Code)?
  }

  static let rows: [Row] = [
    Row(phase: .connecting, at: 0, due: (1, .connectTimeout)),
    Row(phase: .waiting, at: 1, due: (11, .firstByteTimeout)),
    Row(phase: .waiting, at: 55, due: (60, .totalTimeout)),
    Row(phase: .receiving, at: 11, due: (16, .idleTimeout)),
    Row(phase: .receiving, at: 58, due: (60, .totalTimeout)),
    // A tie goes to the whole: it is the harder limit.
    Row(phase: .receiving, at: 55, due: (60, .totalTimeout)),
    Row(phase: .paused, at: 11, due: (60, .totalTimeout)),
    Row(phase: .finished, at: 11, due: nil),
    Row(phase: .connecting, at: 0, deadlines: Deadlines(connect: nil), due: nil),
    Row(phase: .waiting, at: 1, deadlines: Deadlines(connect: .seconds(1)), due: nil),
    Row(phase: .receiving, at: 3, deadlines: Deadlines(idle: .seconds(2)), due: (5, .idleTimeout)),
    Row(phase: .paused, at: 3, deadlines: Deadlines(idle: .seconds(2)), due: nil),
  ]

  @Test(arguments: rows)
  func due(_ row: Row) {
    var clock = ExchangeClock(deadlines: row.deadlines, start: .zero)
    if row.phase != .connecting { clock.enter(row.phase, at: .seconds(row.at)) }
    let expected = row.due.map { ExchangeClock.Due(moment: .seconds($0.0), code: $0.1) }
    #expect(clock.due == expected)
  }

  @Test(arguments: [
    (Duration.seconds(120), "120 s"), (.milliseconds(250), "0.25 s"), (.zero, "0 s"),
  ])
  func durations(_ duration: Duration, _ text: String) {
    #expect(duration.formattedSeconds == text)
  }
}
