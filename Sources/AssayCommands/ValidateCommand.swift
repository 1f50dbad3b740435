import ArgumentParser
import AssayAssertions
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
      Reports everything that is wrong with all suites, the files that they read, and assay.json. \
      Exits with 64 if there is an error, with 0 if there are only warnings or nothing.
      """)

  @Argument(
    help:
      "Suite files, or folders with suite files in them; those of assay.json or \"suites\" if none."
  )
  var suites: [String] = []

  @Option(
    help:
      "How problems and prompts are written: text, json (one object a line) or github (annotations)."
  )
  var format = DiagnosticFormat.text

  @Flag(
    help: "Print what every case sends with every prompt and model: messages and parameters.")
  var printPrompts = false

  func validate() throws {
    if suites.contains("") { throw ValidationError("The path of a suite cannot be empty.") }
  }

  func run() throws {
    var problems: [Diagnostic] = []
    var configuration = ProjectConfiguration()
    do {
      configuration = try ProjectConfiguration.find()
    } catch let invalid as InvalidInput {
      problems += invalid.diagnostics
    }
    let paths = suites.isEmpty ? configuration.suites ?? ["suites"] : suites
    var found: [Suite] = []
    do {
      let loaded = try SuiteLoader(
        registry: .standard.allowingPrograms(), endpoints: configuration.endpoints
      ).load(paths)
      found = loaded.suites
      problems += loaded.warnings
    } catch let invalid as InvalidInput {
      problems += invalid.diagnostics
    }
    for problem in problems { Standard.output.write(format.text(problem) + "\n") }
    guard !problems.contains(where: { $0.severity == .error }) else {
      throw ExitCode(ExitStatus.invalidInput.rawValue)
    }
    if printPrompts {
      for suite in found { try PromptPrinter(suite: suite, format: format).print() }
    }
    let cases = found.map(\.cases.count).reduce(0, +)
    Standard.error.write(
      "\(found.count) \(found.count == 1 ? "suite" : "suites") with "
        + "\(cases) \(cases == 1 ? "case" : "cases"): no errors\n")
  }
}

/// How diagnostics are written.
enum DiagnosticFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, github

  func text(_ diagnostic: Diagnostic) -> String {
    switch self {
    case .text: ConsoleText.safe(diagnostic.description)
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
