/// The canonical form: equal bytes for equal values, different ones for others.
enum CanonicalTarget: FuzzTarget {
  static var name: String { "canonical" }

  static func run(_ input: [UInt8]) {
    let fields = input.fields(2)
    guard let value = try? JSONValue(parsing: fields[0]) else { return }
    let canonical = value.canonicalBytes()
    guard let again = try? JSONValue(parsing: canonical) else {
      fatalError("the canonical form is not JSON")
    }
    promise(again == value && value == again, "the canonical form is another value")
    promise(again.hashValue == value.hashValue, "equal values with different hashes")
    promise(again.canonicalBytes() == canonical, "the canonical form has another canonical form")
    guard fields.count > 1, let other = try? JSONValue(parsing: fields[1]) else { return }
    promise(
      (other == value) == (other.canonicalBytes() == canonical),
      "canonical forms and equality disagree")
    if case .number(let left) = value, case .number(let right) = other {
      let isOrdered = [left < right, left == right, left > right].count { $0 } == 1
      promise(isOrdered, "numbers are not in order")
    }
  }
}
