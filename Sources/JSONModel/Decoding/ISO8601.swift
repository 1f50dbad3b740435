#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Reads the dates that APIs write: RFC 3339, and the ISO 8601 forms around it.
enum ISO8601 {
  /// Reads `YYYY-MM-DD`, or that followed by `T` (or a blank) and `hh:mm[:ss[.fraction]]` and a
  /// zone: `Z`, `±hh:mm`, `±hhmm` or `±hh`. Without a zone, or a time, UTC is meant.
  static func date(_ text: String) -> Date? {
    var scan = Scan(bytes: Array(text.utf8))
    guard let day = scan.day() else { return nil }
    var seconds = Double(day) * 86_400
    if !scan.isAtEnd {
      guard scan.skip(where: { $0 == UInt8(ascii: "T") || $0 == UInt8(ascii: "t") || $0 == 0x20 }),
        let time = scan.time(), let zone = scan.zone(), scan.isAtEnd
      else { return nil }
      // The whole seconds are exact; the fraction is added last, so that it keeps its precision.
      seconds = seconds + Double(time.seconds - zone) + time.fraction
    }
    return Date(timeIntervalSince1970: seconds)
  }

  private struct Scan {
    let bytes: [UInt8]
    var position = 0

    var isAtEnd: Bool { position == bytes.count }

    mutating func skip(where isWanted: (UInt8) -> Bool) -> Bool {
      guard position < bytes.count, isWanted(bytes[position]) else { return false }
      position += 1
      return true
    }

    mutating func skip(_ byte: UInt8) -> Bool { skip { $0 == byte } }

    mutating func digits(_ count: Int, in range: ClosedRange<Int>) -> Int? {
      var value = 0
      for _ in 0..<count {
        guard position < bytes.count, Byte.isDigit(bytes[position]) else { return nil }
        value = value * 10 + Int(bytes[position] - Byte.zero)
        position += 1
      }
      return range.contains(value) ? value : nil
    }

    /// The days since 1970-01-01.
    mutating func day() -> Int? {
      guard let year = digits(4, in: 0...9999), skip(Byte.minus),
        let month = digits(2, in: 1...12), skip(Byte.minus), let day = digits(2, in: 1...31)
      else { return nil }
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
      guard day <= lengths[month - 1] else { return nil }
      // Years are counted from March on, so that the leap day comes last.
      let shifted = month > 2 ? year : year - 1
      let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
      let era = (shifted >= 0 ? shifted : shifted - 399) / 400
      let yearOfEra = shifted - era * 400
      let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
      return era * 146_097 + dayOfEra - 719_468
    }

    mutating func time() -> (seconds: Int, fraction: Double)? {
      guard let hour = digits(2, in: 0...23), skip(Byte.colon),
        let minute = digits(2, in: 0...59)
      else { return nil }
      var (second, fraction) = (0, 0.0)
      if skip(Byte.colon) {
        // RFC 3339 has a sixtieth second for leap seconds; it reads as the next minute's first.
        guard let value = digits(2, in: 0...60) else { return nil }
        second = value
        if skip(where: { $0 == Byte.point || $0 == Byte.comma }) {
          let start = position
          while skip(where: Byte.isDigit) {}
          guard position > start else { return nil }
          fraction = Double("0." + String(decoding: bytes[start..<position], as: UTF8.self)) ?? 0
        }
      }
      return (hour * 3600 + minute * 60 + second, fraction)
    }

    /// The seconds that the zone is ahead of UTC.
    mutating func zone() -> Int? {
      if isAtEnd || skip(where: { $0 == UInt8(ascii: "Z") || $0 == UInt8(ascii: "z") }) { return 0 }
      let isBehind = position < bytes.count && bytes[position] == Byte.minus
      guard skip(where: { $0 == Byte.plus || $0 == Byte.minus }),
        let hours = digits(2, in: 0...23)
      else { return nil }
      var minutes = 0
      if !isAtEnd {
        _ = skip(Byte.colon)
        guard let value = digits(2, in: 0...59) else { return nil }
        minutes = value
      }
      let seconds = hours * 3600 + minutes * 60
      return isBehind ? -seconds : seconds
    }
  }
}
