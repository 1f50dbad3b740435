import Foundation

extension String {
  /// Whether the text is in Unicode's normalization form C.
  var isInNormalFormC: Bool {
    precomposedStringWithCanonicalMapping.hasSameScalars(as: self)
  }
}
