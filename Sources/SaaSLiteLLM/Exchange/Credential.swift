/// A key as it is sent.
enum Credential {
  /// The key without the white space that files and shells leave around it; nil for none.
  static func normalized(_ key: String?) -> String? {
    guard let key = key?.trimmingWhitespace, !key.isEmpty else { return nil }
    return key
  }

  /// Why the key cannot stand in a header (RFC 9110, section 5.5); nil if it can.
  static func problem(of key: String?) -> String? {
    guard let key, !key.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return nil }
    return "the key has a space, a line break or a character beyond ASCII in it"
  }
}

extension String {
  /// The text without white space and line ends around it.
  var trimmingWhitespace: String {
    var view = self[...]
    while view.first?.isWhitespace == true { view.removeFirst() }
    while view.last?.isWhitespace == true { view.removeLast() }
    return String(view)
  }
}
