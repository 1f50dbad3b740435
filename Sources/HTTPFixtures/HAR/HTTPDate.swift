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
    date.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
  }

  /// A date in ISO 8601 with or without a fraction; nil for anything else.
  static func date(_ text: String) -> Date? {
    (try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
      ?? (try? Date(text, strategy: .iso8601))
  }
}
