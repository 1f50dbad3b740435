/// Dates of HTTP headers (RFC 9110, section 5.6.7), in all three forms.
enum HTTPDate {
  private static let months = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
  ]

  /// The moment in seconds since 1970, or nil if the text is no date.
  static func secondsSince1970(_ text: String) -> Double? {
    // "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
    // "Sun Nov  6 08:49:37 1994".
    let words = text.split { $0 == " " || $0 == "," || $0 == "-" }.map { $0.lowercased() }
    guard words.count >= 5, let clock = words.firstIndex(where: { $0.contains(":") }) else {
      return nil
    }
    let isAscTime = clock == 3 && words.count == 5 && months.contains(words[1])
    guard isAscTime || clock == 4 else { return nil }
    let (dayWord, monthWord, yearWord) =
      isAscTime ? (words[2], words[1], words[4]) : (words[1], words[2], words[3])
    guard let day = Int(dayWord), (1...31).contains(day),
      let month = months.firstIndex(of: monthWord), var year = Int(yearWord), year >= 0,
      year < 10000, let time = seconds(ofClock: words[clock])
    else { return nil }
    if yearWord.count == 2 { year += year < 70 ? 2000 : 1900 }
    return Double(days(year: year, month: month + 1, day: day) * 86400 + time)
  }

  private static func seconds(ofClock text: String) -> Int? {
    let parts = text.split(separator: ":").compactMap { Int($0) }
    guard parts.count == 3, (0..<24).contains(parts[0]), (0..<60).contains(parts[1]),
      (0...60).contains(parts[2])
    else { return nil }
    return parts[0] * 3600 + parts[1] * 60 + parts[2]
  }

  /// Days since 1970-01-01 in the Gregorian calendar, counted in years that begin in March.
  private static func days(year: Int, month: Int, day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146097 + dayOfEra - 719468
  }
}
