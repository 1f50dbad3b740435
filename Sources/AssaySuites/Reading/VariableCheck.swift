import AssayAssertions
import AssayInput
import JSONModel

/// Checks that every variable of every prompt that a case runs with has a value.
final class VariableCheck {
  /// A prompt's templates, sorted by what must be done to check them.
  private struct Needs {
    let prompt: Suite.Prompt
    /// The variables that need nothing but a look.
    var plain: [(variable: Template.Variable, message: Suite.MessageTemplate)] = []
    /// The templates with sections, which are gone through as if they were rendered.
    var sectioned: [(template: Template, message: Suite.MessageTemplate)] = []

    init(_ prompt: Suite.Prompt) {
      self.prompt = prompt
      for message in prompt.messages {
        for template in message.templates { add(template, message) }
      }
    }

    private mutating func add(_ template: Template, _ message: Suite.MessageTemplate) {
      let references = template.references
      guard !references.contains(where: \.isSection) else {
        sectioned.append((template, message))
        return
      }
      for reference in references
      where !plain.contains(where: { $0.variable.path == reference.variable.path }) {
        plain.append((reference.variable, message))
      }
    }
  }

  private let needs: [Needs]
  private let usage: VariableUsage
  /// The names that open sections, which some case must have: a section may be left out, but not
  /// by a slip of the pen.
  private var sections: [(variable: Template.Variable, message: Suite.MessageTemplate)] = []
  private var defined: Set<String> = []
  /// The messages of turns that were looked at: many cases of a block of data share them.
  private var notedTurns: Set<NotedTurn> = []

  private struct NotedTurn: Hashable {
    var file: String
    var location: SourceLocation
  }

  init(prompts: [Suite.Prompt], usage: VariableUsage) {
    needs = prompts.map(Needs.init)
    self.usage = usage
    for prompt in prompts {
      for message in prompt.messages { note(message) }
    }
  }

  private func note(_ message: Suite.MessageTemplate) {
    for template in message.templates {
      usage.noteUse(template)
      for reference in template.references where reference.isSection && !reference.isInSection {
        sections.append((reference.variable, message))
      }
    }
  }

  func check(_ testCase: Suite.Case, _ draft: CaseAssembler.Draft) {
    if !sections.isEmpty || !testCase.turns.isEmpty {
      for member in testCase.variables { defined.insert(member.key) }
    }
    for needs in needs where testCase.promptIDs?.contains(needs.prompt.id) ?? true {
      for (variable, message) in needs.plain
      where Template.look(up: variable.path, in: testCase.variables) == nil {
        report(variable, message, needs.prompt, testCase, draft)
      }
      for (template, message) in needs.sectioned {
        for problem in template.problems(with: testCase.variables) {
          switch problem {
          case .undefined(let variable):
            report(variable, message, needs.prompt, testCase, draft)
          case .endless:
            report("the prompt \"\(needs.prompt.id)\"", problem, testCase, draft)
          }
        }
      }
    }
    let captured = checkTurns(testCase, draft)
    checkAssertions(testCase.assertions, captured, testCase, draft)
  }

  /// The variables of the texts that replies are compared with.
  private func checkAssertions(
    _ assertions: AssertionSet, _ captured: Set<String>, _ testCase: Suite.Case,
    _ draft: CaseAssembler.Draft
  ) {
    for assertion in assertions.assertions {
      for used in assertion.templates {
        let what = "the assertion \"\(assertion.type)\" (line \(used.location.line))"
        for problem in used.template.problems(with: testCase.variables, later: captured) {
          switch problem {
          case .undefined(let variable):
            report(
              "\(what) needs the variable \"\(variable.name)\", which the case "
                + "\"\(testCase.id)\" does not have",
              variable, testCase.variables.keys + captured, draft)
          case .endless: report(what, problem, testCase, draft)
          }
        }
      }
    }
  }

  /// - Returns: The variables that the turns capture.
  private func checkTurns(
    _ testCase: Suite.Case, _ draft: CaseAssembler.Draft
  ) -> Set<String> {
    var captured: Set<String> = []
    for (number, turn) in testCase.turns.enumerated() {
      for message in turn.messages {
        if notedTurns.insert(NotedTurn(file: message.file, location: message.location)).inserted {
          note(message)
        }
        let what = "the turn \(number + 1) (line \(message.location.line))"
        for problem in message.templates.flatMap({
          $0.problems(with: testCase.variables, later: captured)
        }) {
          switch problem {
          case .undefined(let variable):
            report(
              "\(what) needs the variable \"\(variable.name)\", which the case "
                + "\"\(testCase.id)\" does not have and no earlier turn captures",
              variable, testCase.variables.keys + captured, draft)
          case .endless: report(what, problem, testCase, draft)
          }
        }
      }
      checkAssertions(turn.assertions, captured, testCase, draft)
      for capture in turn.captures {
        captured.insert(capture.variable)
        defined.insert(capture.variable)
      }
    }
    return captured
  }

  private func report(
    _ variable: Template.Variable, _ message: Suite.MessageTemplate, _ prompt: Suite.Prompt,
    _ testCase: Suite.Case, _ draft: CaseAssembler.Draft
  ) {
    let place =
      message.file == draft.collector.file
      ? "line \(message.location.line)" : "\(message.file):\(message.location.line)"
    let within = variable.partial.map { ", in the partial \"\($0)\"" } ?? ""
    report(
      "the prompt \"\(prompt.id)\" (\(place)\(within)) needs the variable \"\(variable.name)\", "
        + "which the case \"\(testCase.id)\" does not have", variable, testCase.variables.keys,
      draft
    )
  }

  private func report(
    _ what: String, _ problem: Template.RenderingError, _ testCase: Suite.Case,
    _ draft: CaseAssembler.Draft
  ) {
    let text = "\(what) cannot be rendered for the case \"\(testCase.id)\": \(problem)"
    if let node = draft.node?["vars"] ?? draft.node {
      draft.collector.error(node, text)
    } else {
      draft.collector.error(at: draft.location, text)
    }
  }

  private func report(
    _ text: String, _ variable: Template.Variable, _ known: [String], _ draft: CaseAssembler.Draft
  ) {
    let hint =
      NearestName.find(variable.name, among: known).map { "did you mean \"\($0)\"?" }
      ?? "add it to \"vars\" of the case or of \"defaults\""
    if let node = draft.node?["vars"] ?? draft.node {
      draft.collector.error(node, text, hint: hint)
    } else {
      draft.collector.error(at: draft.location, text, hint: hint)
    }
  }

  func reportUndefinedSections(_ reading: SuiteReading) {
    var reported: Set<String> = []
    for (variable, message) in sections {
      guard let name = variable.path.first, !defined.contains(name), reported.insert(name).inserted
      else { continue }
      reading.collector.reading(message.file).error(
        at: message.location,
        "the section {{#\(variable.name)}} is never shown: no case has the variable \"\(name)\"",
        hint: NearestName.find(name, among: defined).map { "did you mean \"\($0)\"?" }
          ?? "give it to some cases, or set it to null in \"vars\" of \"defaults\"")
    }
  }
}
