import AssayAssertions
package import AssayCore
import AssayInput
import AssaySuites
import JSONModel
package import JUnitXML

/// Turns results into a JUnit report: a suite for each suite and model, a case for each prompt
/// and case, attempts inside. Cases are written as they end, and stand in the order of the suites.
package final class JUnitProjection {
  /// Gives the text of a reply that the results do not hold.
  package typealias ReplyText = (AttemptID) -> String?

  private let recipe: RunRecipe
  private let replyText: ReplyText
  private let writer: JUnitWriter
  private let groups: [[Group]]
  /// Of each suite, the place of the group of each case.
  private let groupOfCase: [[Int]]

  /// - Parameters:
  ///   - outlines: What the results will be about.
  ///   - recipe: How the results are got, for the commands that get them again.
  ///   - spool: Where cases wait for the end; in memory if absent.
  /// - Throws: `JUnitXMLError`.
  package init(
    _ outlines: [SuiteOutline], _ recipe: RunRecipe?, spool: (any JUnitSpool)? = nil,
    replyText: @escaping ReplyText = { _ in nil }
  ) throws {
    self.recipe = recipe ?? RunRecipe()
    self.replyText = replyText
    let writer = JUnitWriter(name: "assay", spool: spool)
    self.writer = writer
    var taken: Set<String> = []
    groups = try outlines.map { outline in
      try outline.groups.map { group in
        let name = Self.className(outline.name, group.model, besides: &taken)
        return try Group(outline, group, className: name, writer)
      }
    }
    groupOfCase = outlines.map { outline in
      var result = Array(repeating: 0, count: outline.groups.reduce(0) { $0 + $1.places.count })
      for (number, group) in outline.groups.enumerated() {
        for place in group.places { result[place] = number }
      }
      return result
    }
  }

  /// Takes a case that has ended, in any order.
  ///
  /// - Throws: `JUnitXMLError`; what the spool throws.
  package func add(_ result: CaseResult, _ place: AttemptPlace) throws {
    let group = groups[place.suite][groupOfCase[place.suite][place.slot]]
    try group.add(result, place.slot, write)
  }

  /// Ends the report with the cases that have not been added, and hands it on as XML.
  ///
  /// - Parameters:
  ///   - complaints: What fails the run although no case says it.
  ///   - sink: Takes the XML in pieces.
  /// - Throws: `JUnitXMLError`; what `sink` and the spool throw.
  package func finish(
    _ results: RunResults, _ complaints: [String], to sink: @escaping ([UInt8]) throws -> Void
  ) throws {
    for (groups, suite) in zip(groups, results.suites) {
      groups.first?.tell(suite.troubles)
      for group in groups { try group.finish(suite, write) }
    }
    for complaint in complaints {
      // A gate is that of a suite; what else there is, is of the run.
      let place = results.suites.firstIndex { complaint.hasPrefix("\($0.name): ") }
      (place.flatMap { groups[$0].first } ?? groups.joined().first)?.tell([complaint])
    }
    try writer.finish(to: sink)
  }

  private func write(_ result: CaseResult, _ group: Group) throws {
    try group.writer.write(
      Self.testCase(
        result, group.className, namesPrompt: group.namesPrompt,
        again: recipe.command(
          [group.file],
          recipe.choice(
            of: result.identity, namesPrompt: group.namesPrompt,
            models: result.comparesReplies ? group.allModels : [result.model],
            of: group.allModels.count)),
        replyText))
  }

  /// The cases of one model.
  private final class Group {
    typealias Write = (CaseResult, Group) throws -> Void

    let file: String
    let className: String
    let namesPrompt: Bool
    /// Of the suite.
    let allModels: [String]
    let writer: JUnitSuiteWriter
    /// The places of its cases in the suite's results, and how many of them are written.
    private let places: [Int]
    private var written = 0
    /// Cases that have ended before others that stand before them.
    private var waiting: [Int: CaseResult] = [:]

    init(
      _ outline: SuiteOutline, _ group: SuiteOutline.Group, className: String,
      _ writer: JUnitWriter
    ) throws {
      file = outline.file
      self.className = className
      namesPrompt = outline.prompts.count > 1
      allModels = outline.groups.map(\.model)
      places = group.places
      self.writer = try writer.suite(
        name: "\(outline.name) [\(group.model)]", file: outline.file,
        properties: [JUnitProperty(name: "model", value: group.model)])
    }

    func add(_ result: CaseResult, _ place: Int, _ write: Write) throws {
      guard written < places.count, places[written] == place else {
        waiting[place] = result
        return
      }
      written += 1
      try write(result, self)
      while written < places.count, let next = waiting.removeValue(forKey: places[written]) {
        written += 1
        try write(next, self)
      }
    }

    /// Takes what is to be told beside the cases.
    func tell(_ texts: [String]) {
      for text in texts { writer.systemErr = (writer.systemErr.map { $0 + "\n" } ?? "") + text }
    }

    func finish(_ results: SuiteResult, _ write: Write) throws {
      waiting = [:]
      for place in places[written...] { try write(results.cases[place], self) }
      written = places.count
    }
  }

  /// Jenkins takes each dot of a class name for a level of packages; a model's version number
  /// is none.
  private static func package(_ name: String) -> String {
    name.replacing(".", with: "_")
  }

  /// `people.gpt-4_1`; where another one is called so already, `people.gpt-4_1~2`: cases of one name
  /// are taken for one.
  private static func className(
    _ suite: String, _ model: String, besides taken: inout Set<String>
  ) -> String {
    let plain = "\(package(suite)).\(package(model))"
    var (name, number) = (plain, 1)
    while !taken.insert(name).inserted {
      number += 1
      name = "\(plain)~\(number)"
    }
    return name
  }

  private static func testCase(
    _ result: CaseResult, _ className: String, namesPrompt: Bool, again: @autoclosure () -> String,
    _ replyText: ReplyText
  ) -> JUnitCase {
    var name = result.caseID
    if namesPrompt { name += " [\(result.prompt)]" }
    return JUnitCase(
      className: className, name: name, file: result.file,
      time: time(result),
      result: verdict(result, again()), properties: properties(result),
      systemOut: output(result, replyText))
  }

  /// In seconds; nil where nobody measured it.
  private static func time(_ result: CaseResult) -> Double? {
    let latencies = result.attempts.lazy.compactMap(\.latency)
    return latencies.isEmpty ? nil : latencies.reduce(.zero, +) / .seconds(1)
  }

  private static func kind(_ outcome: Outcome) -> JUnitCase.Kind {
    switch outcome {
    case .passed: .passed
    case .skipped: .skipped
    case .failed: .failure
    case .errored, .inconclusive: .error
    }
  }

  private static func verdict(
    _ result: CaseResult, _ again: @autoclosure () -> String
  ) -> JUnitCase.Result {
    switch result.outcome {
    case .passed:
      return .passed
    case .skipped:
      return .skipped(reason: result.attempts.first?.reason ?? "not run")
    case .failed:
      return .failure(problem(result, type: "assertion", again()))
    case .errored:
      return .error(problem(result, type: "error", again()))
    case .inconclusive:
      return .error(problem(result, type: "inconclusive", again()))
    }
  }

  private static func problem(
    _ result: CaseResult, type: String, _ again: String
  ) -> JUnitCase.Problem {
    let attempts = result.attempts.filter { $0.outcome != .passed && $0.outcome != .skipped }
    let decisive = attempts.first { $0.outcome == result.outcome } ?? attempts.first
    let first = decisive?.reasons.first ?? "no attempt passed"
    var text = ""
    if result.attempts.count > 1 {
      text +=
        "\(result.count(.passed)) of \(result.attempts.count) attempts passed, "
        + "\(result.repetition.required) must\n"
    }
    for attempt in attempts {
      let prefix = result.attempts.count > 1 ? "attempt \(attempt.id.attempt): " : ""
      for reason in attempt.reasons { text += "\(prefix)\(attempt.outcome): \(reason)\n" }
    }
    text += "case: \(result.file):\(result.location.line)\nagain: \(again)\n"
    return JUnitCase.Problem(message: firstLine(first), type: type, text: text)
  }

  private static func firstLine(_ text: String) -> String {
    String(text.prefix { !$0.isNewline }.prefix(500))
  }

  private static func properties(_ result: CaseResult) -> [JUnitProperty] {
    var properties = [
      JUnitProperty(name: "model", value: result.model),
      JUnitProperty(name: "prompt", value: result.prompt),
      JUnitProperty(name: "outcome", value: result.outcome.rawValue),
    ]
    if let title = result.title { properties.append(JUnitProperty(name: "title", value: title)) }
    if result.attempts.count > 1 {
      properties.append(JUnitProperty(name: "attempts", value: String(result.attempts.count)))
      properties.append(
        JUnitProperty(name: "attempts_passed", value: String(result.count(.passed))))
      properties.append(JUnitProperty(name: "flaky", value: String(result.isFlaky)))
    }
    let asked = result.attempts.filter { $0.outcome != .skipped }
    let known = asked.reduce(0) { $0 + ($1.tokens ?? $1.spent?.tokens ?? 0) }
    if known > 0 {
      // Where a part is unknown, so is the sum.
      let isWhole = asked.allSatisfy { attempt in
        let spent = attempt.spent ?? Spending()
        return spent.unanswered == 0
          && (attempt.tokens != nil || attempt.outcome == .errored && spent.replies == 0)
      }
      properties.append(
        JUnitProperty(name: isWhole ? "tokens" : "tokens_at_least", value: String(known)))
    }
    return properties
  }

  /// What the model said in the attempts that did not pass: the first thing that somebody
  /// wants to see.
  private static func output(_ result: CaseResult, _ replyText: ReplyText) -> String? {
    guard result.outcome != .passed || result.attempts.count > 1 else { return nil }
    let replies = result.attempts.filter { $0.outcome == .failed || $0.outcome == .inconclusive }
      .compactMap { attempt in
        (attempt.reply?.text ?? replyText(attempt.id)).map {
          "attempt \(attempt.id.attempt):\n\($0)"
        }
      }
    return replies.isEmpty ? nil : replies.joined(separator: "\n\n")
  }
}
