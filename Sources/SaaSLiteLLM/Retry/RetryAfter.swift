import HTTPTypes

/// Reads how long a server asks to wait (RFC 9110, section 10.2.3): seconds or a date.
enum RetryAfter {
  /// Longer waits are not believed.
  private static let limit = Duration.seconds(24 * 60 * 60)

  /// - Parameter now: Seconds since 1970.
  static func read(_ headers: HTTPFields, now: Double) -> Duration? {
    // A LiteLLM proxy passes the provider's header on under this name.
    for name in [HTTPField.Name.retryAfter, .providerRetryAfter] {
      if let value = headers[name], let wait = parse(value, now: now) { return wait }
    }
    return nil
  }

  static func parse(_ value: String, now: Double) -> Duration? {
    let text = value.trimmingSpaces
    if let seconds = Double(text) {
      // Some servers send a fraction. A negative or absurd number is no information.
      guard seconds.isFinite, seconds >= 0 else { return nil }
      return min(.seconds(min(seconds, 1e6)), limit)
    }
    guard let date = HTTPDate.secondsSince1970(text) else { return nil }
    return min(.seconds(max(date - now, 0)), limit)
  }
}

extension String {
  var trimmingSpaces: String {
    var view = self[...]
    while let first = view.first, first == " " || first == "\t" { view.removeFirst() }
    while let last = view.last, last == " " || last == "\t" { view.removeLast() }
    return String(view)
  }
}
