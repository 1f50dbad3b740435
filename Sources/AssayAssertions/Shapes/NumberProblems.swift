import JSONModel

/// Numbers that no `Int` or `Double` takes.
enum NumberRange {
  /// Places where the schema of a short form has a number, and the value has one that Swift's type
  /// for it cannot hold.
  static func problems(of value: JSONValue, _ schema: JSONValue) -> [ShapeProblem] {
    var walk = NumberWalk(root: schema) { number, types in
      let text = Excerpt.shortened(number.spelling, limit: 40)
      if types.contains("integer"), number.isInteger, number.intValue == nil {
        return "\(text) is beyond what an Int holds, \(Int.min) to \(Int.max)"
      }
      if types.contains("number"), !number.doubleValue.isFinite {
        return "\(text) is beyond what a Double holds"
      }
      return nil
    }
    return walk.problems(of: value)
  }
}

/// Numbers that a program reads as something else than what the reply says.
enum LostPrecision {
  /// Places where the schema has a number, which Swift reads as a `Double`, and the value has more
  /// digits than that keeps.
  static func problems(of value: JSONValue, _ schema: JSONValue) -> [ShapeProblem] {
    var walk = NumberWalk(root: schema) { number, types in
      guard types.contains("number"), let lost = doubleText(number) else { return nil }
      return "\(Excerpt.shortened(number.spelling, limit: 40)) loses precision: as a Double it is "
        + lost
    }
    return walk.problems(of: value)
  }

  /// What a Double makes of the number; nil if that is as good. A fraction of up to 17 digits is
  /// what every Double is written as, and reads back as the same one.
  private static func doubleText(_ number: JSONNumber) -> String? {
    let double = number.doubleValue
    guard let nearest = JSONNumber(double) else { return "out of range" }
    if nearest == number { return nil }
    let digits = number.spelling.prefix { $0 != "e" && $0 != "E" }.filter(\.isNumber)
      .drop { $0 == "0" }
    return digits.count <= 17 && !number.isInteger ? nil : nearest.spelling
  }
}

/// Goes through the numbers of a value, each with what a schema says of it.
private struct NumberWalk {
  let root: JSONValue
  /// What is wrong with a number for which the schema has these types; nil if nothing is.
  let problem: (JSONNumber, [JSONValue]) -> String?
  private var problems: [ShapeProblem] = []

  init(root: JSONValue, problem: @escaping (JSONNumber, [JSONValue]) -> String?) {
    self.root = root
    self.problem = problem
  }

  mutating func problems(of value: JSONValue) -> [ShapeProblem] {
    walk(value, root, at: .root, depth: 0)
    return problems
  }

  private mutating func walk(
    _ value: JSONValue, _ schema: JSONValue, at place: JSONPointer, depth: Int
  ) {
    guard depth < 200 else { return }
    if let reference = schema["$ref"]?.stringValue, reference.hasPrefix("#"),
      let pointer = JSONPointer(String(reference.dropFirst())), let target = root[pointer]
    {
      walk(value, target, at: place, depth: depth + 1)
      return
    }
    switch value {
    case .number(let number):
      let types = schema["type"]?.arrayValue ?? schema["type"].map { [$0] } ?? []
      if let message = problem(number, types) {
        problems.append(ShapeProblem(pointer: place, message: message))
      }
    case .object(let object):
      for member in object.members {
        guard let inner = schema["properties"]?[member.key] ?? schema["additionalProperties"] else {
          continue
        }
        walk(member.value, inner, at: place.appending(member.key), depth: depth + 1)
      }
    case .array(let elements):
      guard let inner = schema["items"] else { return }
      for (index, element) in elements.enumerated() {
        walk(element, inner, at: place.appending(index), depth: depth + 1)
      }
    default: break
    }
  }
}
