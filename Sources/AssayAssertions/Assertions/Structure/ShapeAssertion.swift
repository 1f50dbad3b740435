import AssayInput
import JSONModel

/// `shape`: the reply is JSON that decodes into the shape. Without `value`, the suite's
/// response shape is meant.
struct ShapeAssertion: ImmediateAssertion {
  static let type = "shape"
  static let documentation = AssertionDocumentation(
    "the reply is JSON of the named shape, or of that of the suite's `response`",
    [.text("value", "the name of a shape; that of the suite's `response` if absent")])

  let shape: Shape

  init(_ shape: Shape) {
    self.shape = shape
  }

  init?(reading reader: inout AssertionReader) {
    if let name = reader.string("value") {
      guard let shape = reader.scope.shapes[name] else {
        // What is wrong with it has been said.
        if reader.scope.faultyShapes.contains(name) { return nil }
        let known = reader.scope.shapes.keys.sorted()
        reader.report(
          "value", "there is no shape \"\(name)\"",
          hint: NearestName.find(name, among: known).map { "did you mean \"\($0)\"?" }
            ?? "shapes are defined under \"shapes\" of the suite")
        return nil
      }
      self.shape = shape
    } else if let shape = reader.scope.responseShape {
      self.shape = shape
    } else {
      if reader.object.value("value") == nil {
        reader.report(
          "", "no shape is named, and the suite has no \"response\" with one",
          hint: "say \"value\": with the name of a shape; those of the \"response\" of prompts and "
            + "cases are asserted by themselves")
      }
      return nil
    }
  }

  func evaluate(_ context: EvaluationContext) throws -> Answer {
    let reply = context.reply
    guard let value = try reply.jsonValue() else {
      return .nothing(reason: "for shape \(shape.name), \(reply.noJSON)")
    }
    let problems = try shape.problems(of: value)
    guard !problems.isEmpty else { return .yes }
    return .no(
      reason: "not of shape \(shape.name): " + problems.map(\.description).joined(separator: "; ")
        + "; found \(Excerpt.quoted(reply.text))")
  }
}
