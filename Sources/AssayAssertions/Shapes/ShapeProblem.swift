import AssayInput
import JSONModel

/// One thing that keeps a value from being of a shape: where, what was expected and found, and
/// what was probably meant.
struct ShapeProblem: Sendable, Hashable, CustomStringConvertible {
  var pointer: JSONPointer
  var message: String

  var description: String {
    pointer.tokens.isEmpty ? message : "\(pointer): \(message)"
  }

  /// Whether this says already what `other` says: of the same place, or of one that holds it.
  func covers(_ other: ShapeProblem) -> Bool {
    other.pointer.tokens.starts(with: pointer.tokens)
  }

  /// Everything in `value` that breaks the schema.
  ///
  /// Empty if the check is given up only while it explains: the caller has asked before whether
  /// the value is valid.
  static func all(of value: JSONValue, by schema: JSONSchema, _ source: JSONValue?)
    -> [ShapeProblem]
  {
    guard let failures = try? schema.validate(value).failures else { return [] }
    var builder = Builder(value: value)
    return builder.problems(failures)
  }

  /// Turns a schema's failures into problems, relating those that belong together.
  private struct Builder {
    let value: JSONValue
    /// The keys that are missing and that are unknown, by the object's place.
    var missing: [JSONPointer: [String]] = [:]
    var unknown: [JSONPointer: [String]] = [:]

    mutating func problems(_ failures: [JSONSchemaFailure]) -> [ShapeProblem] {
      for failure in failures { note(failure) }
      return failures.flatMap { problems(of: $0) }
    }

    private mutating func note(_ failure: JSONSchemaFailure) {
      switch failure.keyword {
      case "required":
        missing[failure.instancePointer] = Self.missingKeys(in: failure.message)
      case "additionalProperties", "unevaluatedProperties":
        guard let key = failure.instancePointer.tokens.last else { return }
        let parent = JSONPointer(tokens: Array(failure.instancePointer.tokens.dropLast()))
        unknown[parent, default: []].append(key)
      default: break
      }
    }

    private func problems(of failure: JSONSchemaFailure) -> [ShapeProblem] {
      let place = failure.instancePointer
      switch failure.keyword {
      case "required":
        let keys = missing[place] ?? []
        if keys.isEmpty { break }
        return keys.map { key in
          let near = NearestName.find(key, among: unknown[place] ?? [])
          return ShapeProblem(
            pointer: place.appending(key),
            message: "the key is missing" + (near.map { "; \"\($0)\" may be meant for it" } ?? ""))
        }
      case "additionalProperties", "unevaluatedProperties":
        let key = place.tokens.last ?? ""
        let parent = JSONPointer(tokens: Array(place.tokens.dropLast()))
        let near = NearestName.find(key, among: missing[parent] ?? [])
        return [
          ShapeProblem(
            pointer: place, message: "unknown key" + (near.map { "; \"\($0)\" is missing" } ?? ""))
        ]
      case "type":
        if value[place]?.isNull == true {
          return [
            ShapeProblem(
              pointer: place,
              message: failure.message + "; null is a value, which is not the same as leaving the "
                + "key out")
          ]
        }
      default: break
      }
      let causes =
        failure.causes.isEmpty
        ? "" : " (" + failure.causes.map(\.description).joined(separator: "; ") + ")"
      return [ShapeProblem(pointer: place, message: failure.message + causes)]
    }

    /// The keys that a failure of `required` names, in quotes as JSON strings.
    private static func missingKeys(in message: String) -> [String] {
      message.split(separator: ";")[0].matches(of: #/"(?:[^"\\]|\\.)*"/#).compactMap {
        (try? JSONValue(parsing: String($0.output)))?.stringValue
      }
    }
  }
}

/// Numbers that a program reads as something else than what the reply says.
enum LostPrecision {
  /// Places where the schema has a number, which Swift reads as a `Double`, and the value has more
  /// digits than that keeps.
  static func problems(of value: JSONValue, _ schema: JSONValue) -> [ShapeProblem] {
    var problems: [ShapeProblem] = []
    walk(value, schema, root: schema, at: .root, depth: 0, &problems)
    return problems
  }

  private static func walk(
    _ value: JSONValue, _ schema: JSONValue, root: JSONValue, at place: JSONPointer, depth: Int,
    _ problems: inout [ShapeProblem]
  ) {
    guard depth < 200 else { return }
    if let reference = schema["$ref"]?.stringValue, reference.hasPrefix("#"),
      let pointer = JSONPointer(String(reference.dropFirst())), let target = root[pointer]
    {
      walk(value, target, root: root, at: place, depth: depth + 1, &problems)
      return
    }
    switch value {
    case .number(let number):
      if allowsFractions(schema), let lost = doubleText(number) {
        problems.append(
          ShapeProblem(
            pointer: place,
            message:
              "\(Excerpt.shortened(number.spelling, limit: 40)) loses precision: as a Double "
              + "it is \(lost)"))
      }
    case .object(let object):
      for member in object.members {
        guard let inner = schema["properties"]?[member.key] ?? schema["additionalProperties"] else {
          continue
        }
        walk(
          member.value, inner, root: root, at: place.appending(member.key), depth: depth + 1,
          &problems)
      }
    case .array(let elements):
      guard let inner = schema["items"] else { return }
      for (index, element) in elements.enumerated() {
        walk(element, inner, root: root, at: place.appending(index), depth: depth + 1, &problems)
      }
    default: break
    }
  }

  private static func allowsFractions(_ schema: JSONValue) -> Bool {
    schema["type"]?.stringValue == "number"
      || schema["type"]?.arrayValue?.contains("number") == true
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
