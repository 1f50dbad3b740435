/// IP addresses.
enum AddressFormat {
  /// Four decimal numbers without leading zeros (RFC 2673, section 3.2, as read by all).
  static func isIPv4(_ text: Substring) -> Bool {
    let parts = text.utf8.split(separator: Byte.point, omittingEmptySubsequences: false)
    return parts.count == 4
      && parts.allSatisfy { part in
        guard 1...3 ~= part.count, part.allSatisfy(Byte.isDigit),
          part.count == 1 || part.first != Byte.zero
        else { return false }
        return part.reduce(0) { $0 * 10 + Int($1 - Byte.zero) } <= 255
      }
  }

  /// RFC 4291, section 2.2, without a zone.
  static func isIPv6(_ text: Substring) -> Bool {
    guard let gap = text.utf8.doubleColon else {
      return groups(text, allowsIPv4: true) == 8
    }
    let head = text[..<gap]
    let tail = text[text.utf8.index(gap, offsetBy: 2)...]
    guard let before = head.isEmpty ? 0 : groups(head, allowsIPv4: false),
      let after = tail.isEmpty ? 0 : groups(tail, allowsIPv4: true)
    else { return false }
    return before + after <= 7
  }

  /// The number of 16-bit groups, or nil if some part is not one.
  private static func groups(_ text: Substring, allowsIPv4: Bool) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    var count = 0
    for (position, part) in parts.enumerated() {
      if allowsIPv4, position == parts.count - 1, part.utf8.contains(Byte.point) {
        guard isIPv4(part) else { return nil }
        count += 2
      } else {
        guard 1...4 ~= part.utf8.count, part.utf8.allSatisfy({ Byte.hexDigit($0) != nil })
        else { return nil }
        count += 1
      }
    }
    return count
  }
}

extension Substring.UTF8View {
  fileprivate var doubleColon: Index? {
    var previous: Index?
    for place in indices {
      if self[place] == Byte.colon {
        if let previous { return previous }
        previous = place
      } else {
        previous = nil
      }
    }
    return nil
  }
}
