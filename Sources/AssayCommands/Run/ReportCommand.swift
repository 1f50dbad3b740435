import ArgumentParser
import AssayAssertions
import AssayCore
import AssayInput
import AssayReports
import AssaySuites

/// `assay report`.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Show the results of an earlier run again.",
    discussion: """
      Reads a journal; nothing is run, and no suite is needed. The exit code is that of the run, \
      unless suites are named: then their gates as they are now decide.
      """)

  @Argument(
    help: "The journal; \"last\" is that of the last run in this folder.",
    completion: .file(extensions: ["jsonl"]))
  var journal = "last"

  @Option(
    parsing: .upToNextOption, help: "Suites whose gates are applied.",
    completion: .file(extensions: ["json"]))
  var suites: [String] = []

  @Option(help: "Write a JUnit XML report to this file.", completion: .file(extensions: ["xml"]))
  var junit: String?

  @OptionGroup var console: ConsoleOptions

  func run() throws {
    let journal = try JournalFiles.read(journal)
    let loaded =
      suites.isEmpty
      ? []
      : try SuiteLoader(
        registry: .standard.allowingPrograms(), endpoints: ProjectConfiguration.find().endpoints
      ).load(suites).suites
    let results = journal.runResults(gates: loaded.gatesByName)
    if journal.isTorn {
      console.note("assay: the last line of \(journal.path) was cut off; it is left out")
    }
    if journal.footer == nil {
      console.note("assay: the run of \(journal.path) did not come to its end")
    }
    if let junit { try JUnitFile.write(results, to: junit, replyText: journal.replyText) }
    let verdict = (suites.isEmpty ? journal.footer?.verdict : nil) ?? Verdict.of(results)
    Standard.output.write(
      ConsoleReport(style: console.style).text(results, verdict))
    throw ExitCode(verdict.status.rawValue)
  }
}

extension [Suite] {
  var gatesByName: [String: SuiteGates] {
    Dictionary(map { ($0.name, $0.gates) }) { first, _ in first }
  }
}
