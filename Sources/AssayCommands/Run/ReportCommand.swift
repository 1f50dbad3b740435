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
    // Where it cannot be written is better told first.
    let spool = try junit.map { try JUnitFile.spool(for: $0, of: journal) }
    let loaded =
      suites.isEmpty
      ? []
      : try SuiteLoader(
        registry: .standard.allowingPrograms(), endpoints: ProjectConfiguration.find().endpoints
      ).load(suites).suites
    for text in try gatesLeftOut(journal, loaded) { console.note("assay: \(text)") }
    let results = journal.runResults(gates: loaded.gatesByName)
    if journal.isTorn {
      console.note("assay: the last line of \(journal.path) was cut off; it is left out")
    }
    if journal.footer == nil {
      console.note("assay: the run of \(journal.path) did not come to its end")
    }
    if let footer = journal.footer, footer.verdict == nil {
      console.note(
        "assay: \(journal.path) does not tell the verdict of its run; this is that of its results")
    }
    let verdict =
      (suites.isEmpty ? journal.footer?.verdict : nil)
      ?? Verdict.of(results, Verdict.Policy(idleShard: journal.recipe?.shard))
    if let spool { try JUnitFile.write(results, verdict, of: journal, spool) }
    Standard.output.write(
      ConsoleReport(style: console.style).text(results, verdict))
    throw ExitCode(verdict.status.rawValue)
  }

  /// Which gates are not applied although somebody may think so.
  ///
  /// - Throws: ``CommandFailure`` if none is.
  private func gatesLeftOut(_ journal: Journal, _ loaded: [Suite]) throws -> [String] {
    guard !loaded.isEmpty else { return [] }
    let named = try JournalSuites(loaded, beside: journal, or: "no gate could be applied")
    return named.others.map {
      "the journal has no suite \"\($0.name)\" (\($0.file)); its gates are not applied"
    } + named.missing.map { "--suites has no suite \"\($0)\"; no gate is applied to it" }
  }
}

extension [Suite] {
  var gatesByName: [String: SuiteGates] {
    Dictionary(map { ($0.name, $0.gates) }) { first, _ in first }
  }
}
