import Foundation

/// Dates as HTTP and HAR write them.
enum HTTPDate {
  /// An HTTP date (RFC 9110, section 5.6.7) or a cookie's variant of it, as ISO 8601; nil for
  /// anything else.
  static func iso8601(_ text: String) -> String? {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(identifier: "UTC")
    for format in ["EEE, dd MMM yyyy HH:mm:ss zzz", "EEE, dd-MMM-yyyy HH:mm:ss zzz"] {
      formatter.dateFormat = format
      if let date = formatter.date(from: text) { return iso8601(date) }
    }
    return nil
  }

  /// To the millisecond, in UTC.
  static func iso8601(_ date: Date) -> String {
    let milliseconds = (date.timeIntervalSince1970 * 1000).rounded()
    let millisecondsOfADay = 86_400_000
    // Up to the year 9999, as ISO 8601 has four digits for it; others are left to Foundation.
    guard milliseconds >= 0, milliseconds < 253_402_300_800_000 else {
      return date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
    }
    let (days, rest) = Int(milliseconds).quotientAndRemainder(dividingBy: millisecondsOfADay)
    let (year, month, day) = civilDate(daysSince1970: days)
    var text: [UInt8] = []
    text.reserveCapacity(24)
    func append(_ value: Int, digits: Int, _ end: Unicode.Scalar) {
      var unit = [1, 10, 100, 1000][digits - 1]
      while unit > 0 {
        text.append(UInt8(ascii: "0") + UInt8(value / unit % 10))
        unit /= 10
      }
      text.append(UInt8(ascii: end))
    }
    append(year, digits: 4, "-")
    append(month, digits: 2, "-")
    append(day, digits: 2, "T")
    append(rest / 3_600_000, digits: 2, ":")
    append(rest / 60_000 % 60, digits: 2, ":")
    append(rest / 1000 % 60, digits: 2, ".")
    append(rest % 1000, digits: 3, "Z")
    return String(decoding: text, as: UTF8.self)
  }

  /// The date in the Gregorian calendar, counted in years that begin in March, so that the day
  /// that leap years have more is the last.
  private static func civilDate(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
    let daysOf400Years = 146_097
    let daysFromMarchOfYear0To1970 = 719_468
    let shifted = days + daysFromMarchOfYear0To1970
    let (era, day) = shifted.quotientAndRemainder(dividingBy: daysOf400Years)
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365
    let dayOfYear = day - (365 * year + year / 4 - year / 100)
    // March to July, as August to December, have 31, 30, 31, 30, 31 days: 153 in five months.
    let month = (5 * dayOfYear + 2) / 153
    let isNextYear = month >= 10
    return (
      year + 400 * era + (isNextYear ? 1 : 0), isNextYear ? month - 9 : month + 3,
      dayOfYear - (153 * month + 2) / 5 + 1
    )
  }

  /// A date in ISO 8601 with or without a fraction; nil for anything else.
  static func date(_ text: String) -> Date? {
    (try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
      ?? (try? Date(text, strategy: .iso8601))
  }
}
