import ArgumentParser
import AssayCore
import AssayInput
import AssayReports
import AssaySuites
import JSONModel

/// `assay validate`.
struct ValidateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Check suites without running them.",
    discussion: """
      Reports everything that is wrong with all suites at once. Exits with 64 if there is an \
      error, with 0 if there are only warnings or nothing.
      """)

  @Argument(help: "Suite files, or folders with suite files in them.")
  var suites: [String] = ["suites"]

  @Option(help: "How problems are written: text, json (one object a line) or github (annotations).")
  var format = DiagnosticFormat.text

  @Flag(help: "Print the messages of every prompt and case as they would be sent.")
  var printPrompts = false

  func run() throws {
    do {
      let loaded = try SuiteLoader().load(suites)
      write(loaded.warnings)
      if printPrompts { try loaded.suites.forEach(print) }
      let cases = loaded.suites.map(\.cases.count).reduce(0, +)
      Standard.error.write(
        "\(loaded.suites.count) \(loaded.suites.count == 1 ? "suite" : "suites") with "
          + "\(cases) \(cases == 1 ? "case" : "cases"): no errors\n")
    } catch let invalid as InvalidInput {
      write(invalid.diagnostics)
      throw ExitCode(ExitStatus.invalidInput.rawValue)
    }
  }

  private func write(_ diagnostics: [Diagnostic]) {
    for diagnostic in diagnostics { Standard.output.write(format.text(diagnostic) + "\n") }
  }

  private func print(_ suite: Suite) throws {
    for request in try suite.plannedRequests() {
      Standard.output.write("--- \(suite.name): \(request.caseID) [\(request.promptID)]\n")
      for case .sent(let message) in request.turns.flatMap(\.self) {
        Standard.output.write(
          "\(message.role): \(ConsoleText.safe(message.text, keeping: "\n"))\n")
      }
    }
  }
}

/// How diagnostics are written.
enum DiagnosticFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, github

  func text(_ diagnostic: Diagnostic) -> String {
    switch self {
    case .text: diagnostic.description
    case .json: Self.json(diagnostic).text()
    case .github: Self.github(diagnostic)
    }
  }

  /// What is not known is absent.
  private static func json(_ diagnostic: Diagnostic) -> JSONValue {
    var object: JSONObject = [
      "severity": .string(diagnostic.severity.rawValue), "file": .string(diagnostic.file),
    ]
    if let location = diagnostic.location {
      object["line"] = .number(JSONNumber(location.line))
      object["column"] = .number(JSONNumber(location.column))
    }
    if let pointer = diagnostic.pointer { object["pointer"] = .string(pointer.description) }
    object["message"] = .string(diagnostic.message)
    if let hint = diagnostic.hint { object["hint"] = .string(hint) }
    return .object(object)
  }

  /// A workflow command of GitHub Actions, which becomes an annotation of the changed file.
  private static func github(_ diagnostic: Diagnostic) -> String {
    func escaped(_ text: String) -> String {
      text.replacing("%", with: "%25").replacing("\r", with: "%0D").replacing("\n", with: "%0A")
    }
    func property(_ text: String) -> String {
      escaped(text).replacing(":", with: "%3A").replacing(",", with: "%2C")
    }
    var place = "file=\(property(diagnostic.file))"
    if let location = diagnostic.location {
      place += ",line=\(location.line),col=\(location.column)"
    }
    var message = diagnostic.message
    if let pointer = diagnostic.pointer, !pointer.tokens.isEmpty {
      message = "\(pointer): \(message)"
    }
    if let hint = diagnostic.hint { message += " (\(hint))" }
    return "::\(diagnostic.severity.rawValue) \(place)::\(escaped(message))"
  }
}
