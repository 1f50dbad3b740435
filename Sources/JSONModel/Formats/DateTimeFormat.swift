/// Dates and times of RFC 3339, section 5.6.
enum DateTimeFormat {
  static func isDate(_ text: String) -> Bool {
    isDate(Array(text.utf8)[...])
  }

  static func isTime(_ text: String) -> Bool {
    isTime(Array(text.utf8)[...])
  }

  static func isDateTime(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count > 11, bytes[10] | 0x20 == UInt8(ascii: "t") else { return false }
    return isDate(bytes[..<10]) && isTime(bytes[11...])
  }

  private static func isDate(_ bytes: ArraySlice<UInt8>) -> Bool {
    var rest = ByteScanner(bytes)
    guard let year = rest.number(digits: 4), rest.take(Byte.minus),
      let month = rest.number(digits: 2), rest.take(Byte.minus),
      let day = rest.number(digits: 2), rest.isAtEnd
    else { return false }
    guard 1...12 ~= month, day >= 1 else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return day <= days[month - 1]
  }

  private static func isTime(_ bytes: ArraySlice<UInt8>) -> Bool {
    var rest = ByteScanner(bytes)
    guard let hour = rest.number(digits: 2), rest.take(Byte.colon),
      let minute = rest.number(digits: 2), rest.take(Byte.colon),
      let second = rest.number(digits: 2)
    else { return false }
    if rest.take(Byte.point), !rest.digits() { return false }
    var offset = 0
    if rest.take(UInt8(ascii: "Z")) || rest.take(UInt8(ascii: "z")) {
      guard rest.isAtEnd else { return false }
    } else {
      let sign = rest.take(Byte.plus) ? 1 : rest.take(Byte.minus) ? -1 : 0
      guard sign != 0, let hours = rest.number(digits: 2), rest.take(Byte.colon),
        let minutes = rest.number(digits: 2), rest.isAtEnd, hours < 24, minutes < 60
      else { return false }
      offset = sign * (hours * 60 + minutes)
    }
    guard hour < 24, minute < 60, second <= 60 else { return false }
    guard second == 60 else { return true }
    // A leap second is the last of a day of UTC (RFC 3339, appendix D).
    let utc = (hour * 60 + minute - offset) % 1440
    return (utc + 1440) % 1440 == 1439
  }
}

/// Durations of RFC 3339, appendix A.
enum DurationFormat {
  static func accepts(_ text: String) -> Bool {
    var rest = ByteScanner(Array(text.utf8)[...])
    guard rest.take(UInt8(ascii: "P")) else { return false }
    if rest.take(UInt8(ascii: "T")) {
      return units("HMS", of: &rest) && rest.isAtEnd
    }
    let start = rest
    guard units("YMD", of: &rest) else {
      // Weeks stand alone.
      rest = start
      return rest.digits() && rest.take(UInt8(ascii: "W")) && rest.isAtEnd
    }
    if rest.take(UInt8(ascii: "T")) { return units("HMS", of: &rest) && rest.isAtEnd }
    return rest.isAtEnd
  }

  /// At least one number with its unit; units follow one another without a gap.
  private static func units(_ units: String, of rest: inout ByteScanner) -> Bool {
    let units = Array(units.utf8)
    var next: Int?
    while rest.isAtDigit {
      _ = rest.digits()
      guard let unit = rest.next(), let place = units.firstIndex(of: unit),
        next == nil || place == next
      else { return false }
      next = place + 1
    }
    return next != nil
  }
}
