import AssayInput
import JSONModel

/// `jsonpath`: the values that an RFC 9535 query selects.
struct JSONPathAssertion: ImmediateAssertion {
  static let type = "jsonpath"
  static let documentation = AssertionDocumentation(
    "the query selects something in the reply's JSON; or what is said of the selected values holds",
    [.text("path", "the query (RFC 9535)").required()] + ValueComparison.keys)

  let path: JSONPath
  let comparison: ValueComparison

  init?(reading reader: inout AssertionReader) {
    comparison = ValueComparison(reading: &reader)
    guard reader.object.required("path") != nil, let path = reader.path("path") else { return nil }
    self.path = path
  }

  func evaluate(_ context: EvaluationContext) throws -> Answer {
    let reply = context.reply
    guard let value = try reply.jsonValue() else {
      return .nothing(reason: "\(path): \(reply.noJSON)")
    }
    return try comparison.answer(
      path.values(in: value), path.text, "in \(Excerpt.quoted(reply.text))", context)
  }
}

/// `json-equals`: the reply is JSON equal to the value, but for what does not count.
struct JSONEqualsAssertion: ImmediateAssertion {
  static let type = "json-equals"
  static let documentation = AssertionDocumentation(
    "the reply is JSON and equal to the value, but for what does not count. Numbers compare by "
      + "value, the order of members does not matter",
    [
      .any("value", "the expected JSON").required(),
      .texts(
        "ignore", "JSON Pointers (with `*` and `**`) or JSONPaths of places that do not count"),
      .flag("ignoreExtra", "whether objects may have more members than are expected"),
      .amount("tolerance", "how far off numbers may be"),
      .amount("relativeTolerance", "how far off numbers may be, as a part of the greater one"),
      .text(
        "matchBy",
        "the key by which objects in arrays belong together, so that their order does not matter"),
    ])

  let expected: ExpectedValue
  let options: JSONDiff.Options
  let ignoresExtra: Bool

  init?(reading reader: inout AssertionReader) {
    ignoresExtra = reader.bool("ignoreExtra") ?? false
    var options = JSONDiff.Options(ignoring: reader.ignoredPlaces("ignore"))
    let absolute = reader.amount("tolerance")
    let relative = reader.amount("relativeTolerance")
    if absolute != nil || relative != nil {
      options.tolerance = .init(absolute: absolute ?? 0, relative: relative ?? 0)
    }
    if let key = reader.string("matchBy") { options.arrays = .key(key) }
    self.options = options
    guard reader.object.required("value") != nil, let value = reader.expectedValue("value") else {
      return nil
    }
    expected = value
  }

  func evaluate(_ context: EvaluationContext) throws -> Answer {
    let reply = context.reply
    guard let found = try reply.jsonValue() else { return .nothing(reason: reply.noJSON) }
    let expected = try expected.value(context)
    let diff = JSONDiff(from: expected, to: found, options: options)
    let entries = diff.entries.filter { !(ignoresExtra && $0.isAddedMember(to: expected)) }
    if entries.isEmpty { return .yes }
    var lines = entries.prefix(20).map { $0.text() }
    if entries.count > 20 { lines.append("… and \(entries.count - 20) more") }
    let noun = entries.count == 1 ? "difference" : "differences"
    return .no(reason: "\(entries.count) \(noun):\n" + lines.joined(separator: "\n"))
  }
}

extension AssertionReader {
  /// The places that do not count in a comparison.
  mutating func ignoredPlaces(_ key: String) -> [JSONDiff.Options.Ignored] {
    (strings(key) ?? []).compactMap { text in
      if text.hasPrefix("$") {
        do {
          return .path(try JSONPath(text))
        } catch {
          report(key, "\(error)")
          return nil
        }
      }
      guard let pattern = JSONPointerPattern(text) else {
        report(
          key, "\"\(text)\" is no JSON Pointer and no JSONPath",
          hint: "a pointer begins with / (\"/items/*/id\"), a path with $ (\"$..id\")")
        return nil
      }
      return .pointer(pattern)
    }
  }
}
