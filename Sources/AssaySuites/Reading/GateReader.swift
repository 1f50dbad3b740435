import AssayAssertions
import AssayInput
import JSONModel

/// Reads what a suite says of its run as a whole: `gates` and `job`.
enum GateReader {
  static func gates(_ node: JSONNode?, _ collector: DiagnosticCollector) -> SuiteGates {
    var gates = SuiteGates()
    guard let node, var object = ObjectReader(node, "\"gates\"", collector) else { return gates }
    gates.minPassRate = object.value("minPassRate").flatMap { share($0, "minPassRate", collector) }
    if let metrics = object.value("metrics") {
      if metrics.kind == .object {
        for member in metrics.members {
          gates.metrics[member.key] = share(member.value, member.key, collector)
        }
      } else {
        collector.error(
          metrics, "\"metrics\" must be an object, not \(metrics.kind.withArticle)",
          hint: "{ \"politeness\": 0.8 }: the least mean score of each metric")
      }
    }
    object.finish()
    return gates
  }

  /// Reports gates on metrics that no assertion has.
  ///
  /// - Parameter defined: The metrics of named assertions, which a case may use or not.
  static func checkMetrics(
    _ gates: SuiteGates, _ node: JSONNode?, _ cases: [Suite.Case], defined: [String],
    _ collector: DiagnosticCollector
  ) {
    guard !gates.metrics.isEmpty, let node = node?["metrics"], !collector.hasErrors else { return }
    var known: Set<String> = []
    for testCase in cases {
      for set in [testCase.assertions] + testCase.turns.map(\.assertions) {
        for assertion in set.assertions { known.formUnion(assertion.metrics) }
      }
    }
    for member in node.members where !known.contains(member.key) {
      collector.error(
        member.keyNode, "no assertion has the metric \"\(member.key)\"",
        hint: NearestName.find(member.key, among: known.union(defined))
          .map { "did you mean \"\($0)\"?" } ?? "give an assertion \"metric\": \"\(member.key)\"")
    }
  }

  private static func share(
    _ node: JSONNode, _ key: String, _ collector: DiagnosticCollector
  ) -> Double? {
    if let value = node.doubleValue, (0...1).contains(value) { return value }
    collector.error(node, "\"\(key)\" must be a number from 0 to 1, not \(node.excerpt)")
    return nil
  }

  static func jobScope(
    _ object: inout ObjectReader, _ collector: DiagnosticCollector
  ) -> Suite.JobScope {
    guard let text = object.string("job"), let node = object.value("job") else { return .suite }
    if let scope = Suite.JobScope(rawValue: text) { return scope }
    let names = Suite.JobScope.allCases.map(\.rawValue)
    collector.error(
      node,
      "\"job\" must be \(names.map { "\"\($0)\"" }.joined(separator: " or ")), not \(node.excerpt)",
      hint: NearestName.find(text, among: names).map { "did you mean \"\($0)\"?" }
        ?? "one job for each model of the suite, or one for each case")
    return .suite
  }
}
