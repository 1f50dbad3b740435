import AssayAssertions
import AssayInput
import Crypto
import JSONModel

/// Makes the cases of what was read: expands lists, gives ids, and checks that no two cases share
/// one and that every variable has a value.
final class CaseAssembler {
  /// A case before its lists are expanded.
  struct Draft {
    var id: String
    /// Whether the id is made of the row's content.
    var idIsContent = false
    /// Where the id stands, or what has none; nil for rows that are no JSON.
    var idNode: JSONNode?
    var node: JSONNode?
    var location: SourceLocation
    /// Of the file that the case stands in.
    var collector: DiagnosticCollector
    var settings: CaseSettings
    var turns: [Suite.Turn] = []
  }

  private let reading: SuiteReading
  private let usage: VariableUsage
  private let check: VariableCheck
  private var cases: [Suite.Case] = []
  private var positions: [String: Int32] = [:]
  private var hasWarnedOfToolCalls = false

  /// How many cases a suite may have, and how many one list of lists may expand to.
  static let caseLimit = 1_000_000
  static let expansionLimit = 10_000

  init(reading: SuiteReading, usage: VariableUsage) {
    self.reading = reading
    self.usage = usage
    check = VariableCheck(prompts: reading.prompts, usage: usage)
  }

  var count: Int { cases.count }

  func reserve(_ count: Int) {
    cases.reserveCapacity(cases.count + count)
    positions.reserveCapacity(cases.count + count)
  }

  func add(_ draft: Draft) {
    guard !draft.settings.expanded.isEmpty else {
      add(draft, id: draft.id, variables: draft.settings.variables)
      return
    }
    guard let axes = axes(of: draft) else { return }
    let total = axes.reduce(1) { $0.multipliedReportingOverflow(by: $1.values.count).partialValue }
    guard axes.allSatisfy({ $0.values.count <= Self.expansionLimit }), total <= Self.expansionLimit
    else {
      report(draft, "the case \"\(draft.id)\" expands to more than \(Self.expansionLimit) cases")
      return
    }
    for number in 0..<total {
      var rest = number
      var variables = draft.settings.variables
      var names: [String] = []
      // The last list changes fastest, as in nested loops.
      for axis in axes.reversed() {
        let value = axis.values[rest % axis.values.count]
        rest /= axis.values.count
        variables[axis.name] = value
        names.append("\(axis.name)=\(Self.idText(value))")
      }
      add(
        draft, id: "\(draft.id)[\(names.reversed().joined(separator: ","))]", variables: variables)
    }
  }

  /// The cases; reports what can only be seen of all of them.
  func finish(_ node: JSONNode) -> [Suite.Case] {
    if cases.isEmpty, !reading.collector.hasErrors {
      reading.collector.error(
        node, "there is no case", hint: "the data has no row that is selected")
    }
    check.reportUndefinedSections(reading)
    if !reading.collector.hasErrors { usage.warnOfUnused(reading.collector) }
    return cases
  }

  // MARK: Expansion

  private struct Axis {
    var name: String
    var values: [JSONValue]
  }

  private func axes(of draft: Draft) -> [Axis]? {
    var axes: [Axis] = []
    for name in draft.settings.expanded {
      guard let value = draft.settings.variables[name] else {
        let known = draft.settings.variables.keys
        report(
          draft,
          "\"expand\" names the variable \"\(name)\", which the case \"\(draft.id)\" does not have",
          hint: NearestName.find(name, among: known).map { "did you mean \"\($0)\"?" })
        return nil
      }
      guard let values = value.arrayValue, !values.isEmpty else {
        let found = value == [] ? "an empty one" : value.kind.withArticle
        report(
          draft,
          "\"expand\" names the variable \"\(name)\", which must be a list of at least one "
            + "value, not \(found)")
        return nil
      }
      axes.append(Axis(name: name, values: values))
    }
    return axes
  }

  /// A short text of a value; long and nested ones are told apart by their hash.
  private static func idText(_ value: JSONValue) -> String {
    let text = value.stringValue ?? value.text()
    let isPlain = text.utf8.count <= 40 && !text.contains { $0.isNewline }
    return isPlain && value.arrayValue == nil && value.objectValue == nil
      ? text : ContentID.of(value)
  }

  // MARK: Cases

  private func add(_ draft: Draft, id: String, variables: JSONObject) {
    guard cases.count < Self.caseLimit else {
      if cases.count == Self.caseLimit, positions.updateValue(0, forKey: "") == nil {
        report(draft, "the suite has more than \(Self.caseLimit) cases")
      }
      return
    }
    if let position = positions[id] {
      reportRepeated(id, draft, cases[Int(position)])
      return
    }
    positions[id] = Int32(cases.count)
    let settings = draft.settings
    let testCase = Suite.Case(
      id: id, title: settings.title.flatMap { title($0, variables, draft) },
      variables: variables,
      assertions: AssertionSet(settings.assertions, threshold: settings.threshold),
      tags: settings.tags,
      repetition: settings.repetition ?? .once, streams: settings.streams ?? false,
      skipReason: settings.skipReason, promptIDs: settings.promptIDs,
      modelLabels: settings.modelLabels, file: draft.collector.file, location: draft.location,
      parameters: settings.request.parameters,
      response: settings.request.response.map { .own($0.assertion) } ?? .asPrompt,
      turns: draft.turns)
    cases.append(testCase)
    if testCase.skipReason == nil {
      checkAsserts(testCase, draft)
      checkComparison(testCase, draft)
    }
    check.check(testCase, draft)
  }

  private func title(_ template: Template, _ variables: JSONObject, _ draft: Draft) -> String? {
    if template.isConstant { return template.text }
    do {
      return try template.render(variables)
    } catch {
      report(draft, "the title of the case \"\(draft.id)\" cannot be rendered: \(error)")
      return nil
    }
  }

  private func checkAsserts(_ testCase: Suite.Case, _ draft: Draft) {
    warnOfLostToolCalls(testCase, draft)
    let isUndecided = reading.prompts.contains { prompt in
      testCase.promptIDs?.contains(prompt.id) ?? true
        && testCase.assertions(with: prompt).assertions.allSatisfy { $0.weight == 0 }
    }
    guard isUndecided,
      testCase.turns.allSatisfy({ $0.assertions.assertions.allSatisfy { $0.weight == 0 } })
    else { return }
    let measures = testCase.turns.map(\.assertions) + [testCase.assertions]
    let isEmpty = measures.allSatisfy(\.assertions.isEmpty)
    // What is wrong with the assertions has been said.
    let turns = draft.node?["turns"]
    let namesAssertions =
      draft.settings.namesAssertions || turns?.elements.contains { $0["assert"] != nil } ?? false
    guard !isEmpty || !namesAssertions else { return }
    warn(
      draft,
      isEmpty
        ? "the case \"\(testCase.id)\" asserts nothing, so it passes whatever the model says"
        : "the assertions of the case \"\(testCase.id)\" all have weight 0 and only measure, so it "
          + "passes whatever the model says",
      hint: isEmpty ? "add \"assert\"" : "give one of them a weight")
  }

  /// The gateway leaves out tool calls but from streams.
  private func warnOfLostToolCalls(_ testCase: Suite.Case, _ draft: Draft) {
    guard !hasWarnedOfToolCalls, !testCase.streams else { return }
    func named(_ set: AssertionSet) -> String? {
      set.assertions.first { $0.type.hasPrefix("tool-") || $0.type.hasPrefix("not-tool-") }?.type
    }
    guard
      let type = named(testCase.assertions)
        ?? testCase.turns.lazy.compactMap({ named($0.assertions) }).first,
      reading.models.contains(where: {
        $0.endpoint == .gateway && testCase.modelLabels?.contains($0.label) ?? true
      })
    else { return }
    hasWarnedOfToolCalls = true
    warn(
      draft,
      "the gateway tells of tool calls only in streams, so \"\(type)\" of the case "
        + "\"\(testCase.id)\" will be inconclusive",
      hint: "say \"stream\": true in the case or in \"defaults\"")
  }

  private func warn(_ draft: Draft, _ message: String, hint: String) {
    if let node = draft.node {
      draft.collector.warning(node, message, hint: hint)
    } else {
      draft.collector.warning(at: draft.location, message, hint: hint)
    }
  }

  private func checkComparison(_ testCase: Suite.Case, _ draft: Draft) {
    guard testCase.assertions.comparesReplies else { return }
    let models = reading.models.count { testCase.modelLabels?.contains($0.label) ?? true }
    guard models < 2 else { return }
    report(
      draft,
      "the case \"\(draft.id)\" compares the replies of several models, but runs with one only",
      hint: "name another model in \"models\", or remove the assertion")
  }

  private func reportRepeated(_ id: String, _ draft: Draft, _ first: Suite.Case) {
    let place =
      first.file == draft.collector.file
      ? "in line \(first.location.line)" : "in \(first.file):\(first.location.line)"
    report(
      draft, "the case id \"\(id)\" stands twice, first \(place)",
      hint: draft.idIsContent
        ? "the rows are the same: remove one, or add a column \"id\""
        : "results and recordings go by the id: give each case its own", atID: true)
  }

  private func report(
    _ draft: Draft, _ message: String, hint: String? = nil, atID: Bool = false
  ) {
    if let node = (atID ? draft.idNode : nil) ?? draft.node {
      draft.collector.error(node, message, hint: hint)
    } else {
      draft.collector.error(at: draft.location, message, hint: hint)
    }
  }
}

/// Ids made of content, so that inserting a row renames no other.
enum ContentID {
  /// Twelve hexadecimal digits of the SHA-256 of the canonical JSON.
  static func of(_ value: JSONValue) -> String {
    SHA256.hash(data: value.bytes(.canonical)).prefix(6).hexadecimal
  }
}
