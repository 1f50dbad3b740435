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
