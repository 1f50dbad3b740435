import AssayInput
import JSONModel

/// `is-json`: the whole reply is one JSON value.
struct IsJSONAssertion: Assertion {
  static let type = "is-json"

  init?(reading reader: inout AssertionReader) {}

  func evaluate(_ context: EvaluationContext) throws -> Answer {
    let reply = context.reply
    return reply.json.value != nil
      ? .yes
      : .no(reason: "not JSON: \(reply.json.problem); found \(Excerpt.quoted(reply.text))")
  }
}

/// `shape`: the reply is JSON that decodes into the shape. Without `value`, the suite's
/// response shape is meant.
struct ShapeAssertion: Assertion {
  static let type = "shape"
  let shape: Shape

  init(_ shape: Shape) {
    self.shape = shape
  }

  init?(reading reader: inout AssertionReader) {
    if let name = reader.object.string("value") {
      guard let shape = reader.shapes[name] else {
        let known = reader.shapes.keys.sorted()
        reader.object.collector.error(
          reader.object.value("value") ?? reader.object.node, "there is no shape \"\(name)\"",
          hint: NearestName.find(name, among: known).map { "did you mean \"\($0)\"?" }
            ?? "shapes are defined under \"shapes\" of the suite")
        return nil
      }
      self.shape = shape
    } else if let shape = reader.responseShape {
      self.shape = shape
    } else {
      reader.object.collector.error(
        reader.object.node, "no shape is named", hint: "say \"value\": with the name of a shape")
      return nil
    }
  }

  func evaluate(_ context: EvaluationContext) throws -> Answer {
    let reply = context.reply
    guard let value = reply.json.value else {
      return .no(
        reason: "not of shape \(shape.name), since not JSON: \(reply.json.problem); "
          + "found \(Excerpt.quoted(reply.text))")
    }
    let problems = try shape.problems(of: value)
    guard !problems.isEmpty else { return .yes }
    return .no(
      reason: "not of shape \(shape.name): " + problems.joined(separator: "; ")
        + "; found \(Excerpt.quoted(reply.text))")
  }
}

/// `jsonpath`: the values that an RFC 9535 query selects. Without `equals`, there must be one;
/// with it, there must be exactly one and it must be equal.
struct JSONPathAssertion: Assertion {
  static let type = "jsonpath"
  let text: String
  let path: JSONPath
  let expected: JSONValue?

  init?(reading reader: inout AssertionReader) {
    expected = reader.object.value("equals")?.value
    guard let text = reader.object.requiredString("path"), let node = reader.object.value("path")
    else { return nil }
    do {
      path = try JSONPath(text)
      self.text = text
    } catch {
      reader.object.collector.error(node, "\(error)")
      return nil
    }
  }

  func evaluate(_ context: EvaluationContext) throws -> Answer {
    let reply = context.reply
    guard let value = reply.json.value else {
      return .no(reason: "\(text): the reply is not JSON: \(reply.json.problem)")
    }
    let found = path.values(in: value)
    guard let expected else {
      return found.isEmpty
        ? .no(reason: "\(text) selects nothing in \(Excerpt.quoted(reply.text))") : .yes
    }
    guard found.count == 1 else {
      return .no(
        reason: "\(text): expected \(expected), but "
          + (found.isEmpty ? "nothing is there" : "\(found.count) values are there")
          + " in \(Excerpt.quoted(reply.text))")
    }
    return found[0] == expected
      ? .yes : .no(reason: "\(text): expected \(expected), found \(found[0])")
  }
}
