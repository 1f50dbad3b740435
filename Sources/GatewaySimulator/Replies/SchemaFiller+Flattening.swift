import Foundation
import JSONModel

extension SchemaFiller {
  /// The schema with `$ref`, `allOf` and the chosen branch of `anyOf` and `oneOf` merged into it.
  func flattened(_ schema: JSONObject) -> JSONObject {
    var result = schema
    // A reference that leads to itself must not turn for ever.
    for _ in 0..<Self.limit {
      if let reference = result["$ref"]?.stringValue {
        result["$ref"] = nil
        if let target = resolve(reference)?.objectValue { result = merged(result, target) }
      } else if let parts = result["allOf"]?.arrayValue {
        result["allOf"] = nil
        for part in parts { result = merged(result, part.objectValue ?? [:]) }
      } else if let key = ["anyOf", "oneOf"].first(where: { result[$0] != nil }) {
        let branches = result[key]?.arrayValue ?? []
        result[key] = nil
        result = merged(result, branch(of: branches)?.objectValue ?? [:])
      } else {
        break
      }
    }
    return result
  }

  /// The first branch that says more than null; deep inside, null if it may be.
  private func branch(of branches: [JSONValue]) -> JSONValue? {
    let null = branches.first { $0["type"] == "null" || $0["const"] == .some(.null) }
    if depth > Self.optionalDepth, let null { return null }
    return branches.first { $0 != null && $0 != .bool(false) } ?? null
  }

  private func resolve(_ reference: String) -> JSONValue? {
    guard reference.hasPrefix("#") else { return nil }
    let fragment = String(reference.dropFirst()).removingPercentEncoding ?? ""
    guard fragment.isEmpty || fragment.hasPrefix("/") else { return anchor(fragment, in: root) }
    return JSONPointer(fragment).flatMap { root[$0] }
  }

  private func anchor(_ name: String, in value: JSONValue) -> JSONValue? {
    switch value {
    case .object(let object):
      if object["$anchor"] == .string(name) { return value }
      return object.lazy.compactMap { anchor(name, in: $0.value) }.first
    case .array(let elements):
      return elements.lazy.compactMap { anchor(name, in: $0) }.first
    default:
      return nil
    }
  }

  /// Both schemas at once: members of both, the tighter of two bounds, all that is required.
  private func merged(_ left: JSONObject, _ right: JSONObject) -> JSONObject {
    var result = left
    for member in right {
      guard let mine = result[member.key] else {
        result[member.key] = member.value
        continue
      }
      switch member.key {
      case "required":
        let names = mine.arrayValue ?? []
        result[member.key] = .array(
          names + (member.value.arrayValue ?? []).filter { !names.contains($0) })
      case "properties":
        result[member.key] = .object(
          mergedProperties(mine.objectValue ?? [:], member.value.objectValue ?? [:]))
      case "minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties":
        result[member.key] = tighter(mine, member.value, >)
      case "maximum", "exclusiveMaximum", "maxLength", "maxItems":
        result[member.key] = tighter(mine, member.value, <)
      case "enum":
        let both = (mine.arrayValue ?? []).filter { member.value.arrayValue?.contains($0) ?? true }
        result[member.key] = .array(both)
      case "anyOf", "oneOf":
        let parts = (result["allOf"]?.arrayValue ?? [])
        result["allOf"] = .array(parts + [.object([member.key: member.value])])
      case "type" where mine == "number" && member.value == "integer":
        result[member.key] = member.value
      default:
        break
      }
    }
    return result
  }

  private func mergedProperties(_ left: JSONObject, _ right: JSONObject) -> JSONObject {
    var result = left
    for property in right {
      if let mine = result[property.key], mine != property.value {
        result[property.key] = .object(["allOf": .array([mine, property.value])])
      } else {
        result[property.key] = property.value
      }
    }
    return result
  }

  private func tighter(
    _ left: JSONValue, _ right: JSONValue, _ isTighter: (Double, Double) -> Bool
  ) -> JSONValue {
    guard let mine = left.doubleValue, let other = right.doubleValue else { return left }
    return isTighter(other, mine) ? right : left
  }
}
