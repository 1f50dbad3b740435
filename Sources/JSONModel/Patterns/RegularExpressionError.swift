/// Why a text is not a regular expression, and where.
package struct RegularExpressionError: Error, Sendable, Hashable {
  /// The distance from the start of the pattern, in Unicode scalars.
  package let offset: Int
  /// What is wrong, in a sentence without the place.
  package let message: String
}
