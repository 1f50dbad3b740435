import Foundation

/// Where the simulator takes the time from, and how it waits.
public struct SimulatorTime: Sendable {
  /// The time, in microseconds since 1970.
  public var now: @Sendable () -> Int64
  /// Waits for a duration; throws when the task is cancelled.
  public var sleep: @Sendable (Duration) async throws -> Void

  public init(
    now: @escaping @Sendable () -> Int64,
    sleep: @escaping @Sendable (Duration) async throws -> Void
  ) {
    self.now = now
    self.sleep = sleep
  }

  /// The clock of the machine.
  public static let system = SimulatorTime(
    now: {
      var time = timespec()
      clock_gettime(CLOCK_REALTIME, &time)
      return Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
    },
    sleep: { try await Task.sleep(for: $0) })
}

/// A time in the spellings of the gateway.
struct Timestamp: Sendable, Hashable {
  var microseconds: Int64

  private var parts: (year: Int, month: Int, day: Int, second: Int, micro: Int) {
    let seconds = microseconds.quotientFlooring(1_000_000)
    let days = seconds.quotientFlooring(86_400)
    // Days to a civil date of the Gregorian calendar, with years that begin in March.
    let shifted = days + 719_468
    let era = shifted.quotientFlooring(146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (
      Int(year), Int(month), Int(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1),
      Int(seconds - days * 86_400), Int(microseconds - seconds * 1_000_000)
    )
  }

  private static func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// To the second, without a zone.
  private func seconds(_ parts: (year: Int, month: Int, day: Int, second: Int, micro: Int))
    -> String
  {
    let pad = Self.padded
    return "\(pad(parts.year, 4))-\(pad(parts.month, 2))-\(pad(parts.day, 2))T"
      + "\(pad(parts.second / 3_600, 2)):\(pad(parts.second / 60 % 60, 2)):\(pad(parts.second % 60, 2))"
  }

  /// As Python's `datetime.isoformat()` without a zone: microseconds unless they are zero.
  var naive: String {
    let parts = parts
    return seconds(parts) + (parts.micro == 0 ? "" : "." + Self.padded(parts.micro, 6))
  }

  /// Whole seconds with `Z`.
  var zulu: String { seconds(parts) + "Z" }

  /// Milliseconds with `Z`, as the gateway's documentation shows times.
  var zuluMilliseconds: String {
    let parts = parts
    return seconds(parts) + "." + Self.padded(parts.micro / 1_000, 3) + "Z"
  }

  /// The month, as `2026-11`.
  var month: String {
    let parts = parts
    return "\(Self.padded(parts.year, 4))-\(Self.padded(parts.month, 2))"
  }
}

extension Int64 {
  fileprivate func quotientFlooring(_ divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
