/// Ids that a server made up, with their names.
struct KnownIdentifiers: Sendable {
  private var names: [String: String] = [:]
  /// A bit for each length, in bytes, that an id has; the last is for all from there on.
  private var lengths: UInt64 = 0

  private static func bit(_ length: Int) -> UInt64 { 1 << UInt64(min(max(length, 0), 63)) }

  /// The name of the id `text`; nil if it is none.
  subscript(text: String) -> String? {
    get { mayHold(length: text.utf8.count) ? names[text] : nil }
    set {
      names[text] = newValue
      lengths |= Self.bit(text.utf8.count)
    }
  }

  /// Whether there can be an id of so many bytes. Most texts are told apart by that.
  func mayHold(length: Int) -> Bool { lengths & Self.bit(length) != 0 }
}
