import AssayInput
import JSONModel

extension TextTransform {
  /// The steps that are only a word.
  static let words: [(name: String, step: Step, meaning: String)] = [
    ("trim", .trim, "removes white space at both ends"),
    ("lowercase", .lowercase, "makes letters small"),
    ("uppercase", .uppercase, "makes letters capital"),
    ("collapse-whitespace", .collapseWhitespace, "makes every run of white space one blank"),
    ("strip-code-fence", .stripCodeFence, "keeps what stands inside the first ``` fence, if any"),
    ("strip-reasoning", .stripReasoning, "removes what stands in <think> and </think>"),
    ("first-line", .firstLine, "keeps the first line that is not blank"),
    ("last-line", .lastLine, "keeps the last line that is not blank"),
    ("json", .json, "keeps the first JSON object or array that stands in the text"),
  ]

  static let schema: JSONValue = {
    let step: JSONValue = [
      "anyOf": [
        ["enum": .array(words.map { .string($0.name) })],
        [
          "type": "object", "required": ["jsonpath"], "additionalProperties": false,
          "properties": ["jsonpath": ["type": "string"]],
        ],
        [
          "type": "object", "required": ["regex"], "additionalProperties": false,
          "properties": [
            "regex": ["type": "string"],
            "group": ["anyOf": [["type": "string"], ["type": "integer", "minimum": 0]]],
          ],
        ],
      ]
    ]
    return ["anyOf": [step, ["type": "array", "items": step]]]
  }()

  /// Reads one step or a list of them; nil if there are none or something was reported.
  static func read(_ node: JSONNode?, _ collector: DiagnosticCollector) -> TextTransform? {
    guard let node else { return nil }
    let nodes = node.kind == .array ? Array(node.elements) : [node]
    let steps = nodes.compactMap { step($0, collector) }
    return steps.isEmpty ? nil : TextTransform(steps: steps)
  }

  private static func step(_ node: JSONNode, _ collector: DiagnosticCollector) -> Step? {
    if let name = node.stringValue {
      if let word = words.first(where: { $0.name == name }) { return word.step }
      let names = words.map(\.name)
      collector.error(
        node, "there is no transform \"\(name)\"",
        hint: NearestName.find(name, among: names).map { "did you mean \"\($0)\"?" }
          ?? "transforms are \(names.joined(separator: ", ")), "
          + "{ \"jsonpath\": … } and { \"regex\": …, \"group\": … }")
      return nil
    }
    guard let object = ObjectReader(node, "a transform", collector) else { return nil }
    var reader = AssertionReader(
      object: object,
      scope: AssertionScope(registry: AssertionRegistry(), collector: collector))
    defer { reader.object.finish() }
    if reader.object.value("jsonpath") != nil {
      return reader.path("jsonpath").map { .jsonPath($0) }
    }
    guard reader.object.value("regex") != nil else {
      collector.error(
        node, "a transform says what to do",
        hint: "{ \"jsonpath\": \"$.answer\" }, { \"regex\": \"Answer: (.*)\", \"group\": 1 } "
          + "or one of \(words.map(\.name).joined(separator: ", "))")
      return nil
    }
    let group = reader.object.value("group")
    guard let pattern = reader.pattern("regex"), let named = read(group, of: pattern, &reader)
    else { return nil }
    return .pattern(pattern, named)
  }

  /// The group that a pattern is asked for: the first one if it has any, else the whole match.
  private static func read(
    _ node: JSONNode?, of pattern: BoundedPattern, _ reader: inout AssertionReader
  ) -> BoundedPattern.Group? {
    guard let node else { return .number(pattern.groupCount > 0 ? 1 : 0) }
    let group =
      node.intValue.map { .number($0) } ?? node.stringValue.map { BoundedPattern.Group($0) }
    guard let group, pattern.has(group) else {
      reader.report(
        "group", "/\(pattern.text)/ has no group \(node.excerpt)",
        hint: "0 is the whole match, 1 the first group; { \"regex\": \"(?<year>\\\\d{4})\", "
          + "\"group\": \"year\" } names one")
      return nil
    }
    return group
  }
}
