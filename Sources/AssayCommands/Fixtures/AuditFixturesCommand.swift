import ArgumentParser
import AssayCore
import AssayReports
import Foundation
import HTTPFixtures
import JSONModel
import SaaSLiteLLM

/// `assay fixtures audit`.
struct AuditFixturesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Search for secrets, and fail if anything looks like one.",
    discussion: """
      Searches every file below the given folders: keys in the shapes of known providers, private \
      keys, passwords in URLs, header fields, cookies and members whose names say secret, and \
      the keys in SAAS_LITELLM_VIRTUAL_KEY and OPENAI_API_KEY however they look. What was found is never printed.

      Exits with 1 if something was found, 0 if not, 64 if something could not be read.
      """)

  @Argument(help: "Folders or files to search.", completion: .directory)
  var paths: [String] = ["fixtures"]

  @Option(help: "A text that looks like a secret and is none. Can be repeated.")
  var except: [String] = []

  @Option(help: "text or json (one object a line).")
  var format = FixtureFormat.text

  func run() throws {
    let environment = try EnvironmentVariables()
    let names = [EnvironmentVariables.Name.virtualKey, EnvironmentVariables.Name.openAIKey]
    let audit = FixtureAudit(
      RedactionRules(secrets: names.compactMap { environment[$0] }), exceptions: except)
    var files = 0
    var findings: [FixtureAudit.Finding] = []
    for path in paths {
      let report = try audit.search(path)
      files += report.files
      findings += report.findings
    }
    for finding in findings { Standard.output.write(line(finding) + "\n") }
    Standard.error.write(Self.summary(findings.count, files))
    if !findings.isEmpty { throw ExitCode(ExitStatus.failed.rawValue) }
  }

  private func line(_ finding: FixtureAudit.Finding) -> String {
    switch format {
    case .text: return ConsoleText.safe(finding.description)
    case .json:
      var object: JSONObject = [
        "file": .string(finding.file), "line": .number(JSONNumber(finding.location.line)),
        "column": .number(JSONNumber(finding.location.column)), "finding": .string(finding.name),
      ]
      if let pointer = finding.pointer { object["pointer"] = .string(pointer.description) }
      if let length = finding.length { object["length"] = .number(JSONNumber(length)) }
      return JSONValue.object(object).text()
    }
  }

  static func summary(_ findings: Int, _ files: Int) -> String {
    let searched = "in \(FixtureText.count(files, "file"))"
    guard findings > 0 else { return "nothing that looks like a secret \(searched)\n" }
    return "\(FixtureText.count(findings, "finding")) \(searched). If one is a real secret, revoke "
      + "it, and record again or edit the file; --except names a text that is none\n"
  }
}
