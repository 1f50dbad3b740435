extension String {
  /// Whether both have the same Unicode scalars.
  ///
  /// `==` of `String` also holds for canonically equivalent spellings (`é` as one scalar or
  /// two), which RFC 8259, section 8.3, keeps apart: JSON compares code unit by code unit.
  package func hasSameScalars(as other: String) -> Bool {
    guard utf8.count == other.utf8.count else { return false }
    let same = utf8.withContiguousStorageIfAvailable { left in
      other.utf8.withContiguousStorageIfAvailable { left.hasSameBytes(as: $0) }
    }
    return (same ?? nil) ?? utf8.elementsEqual(other.utf8)
  }
}

/// A string as a key of a dictionary or set that keeps apart what JSON keeps apart.
package struct ScalarText: Hashable, Sendable {
  package let text: String

  package init(_ text: String) {
    self.text = text
  }

  package static func == (left: Self, right: Self) -> Bool {
    left.text.hasSameScalars(as: right.text)
  }

  package func hash(into hasher: inout Hasher) {
    // Coarser than equality for texts that are only canonically equivalent, which is allowed.
    hasher.combine(text)
  }
}
