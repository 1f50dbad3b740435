import ArgumentParser
import AssayAssertions
import AssayCore
import AssayInput
import AssayReports
import AssaySuites

/// `assay rescore`.
struct RescoreCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rescore",
    abstract: "Apply changed assertions to the replies of an earlier run.",
    discussion: """
      Nothing is asked of anybody: the replies are those of the journal. Prints every verdict that \
      is another one now, then the results. The journal stays as it is. Assertions that ask a \
      judge cannot be applied this way; their attempts keep their verdicts.
      """)

  @Argument(
    help: "The journal; \"last\" is that of the last run in this folder.",
    completion: .file(extensions: ["jsonl"]))
  var journal = "last"

  @Option(
    parsing: .upToNextOption, help: "The suites; otherwise the files that the journal names.",
    completion: .file(extensions: ["json"]))
  var suites: [String] = []

  @Option(help: "Write a JUnit XML report to this file.", completion: .file(extensions: ["xml"]))
  var junit: String?

  @Flag(help: "Let exec assertions run the programs that the suites name.")
  var allowExec = false

  @OptionGroup var console: ConsoleOptions

  func run() async throws {
    let journal = try JournalFiles.read(journal)
    // Where it cannot be written is better told first.
    let spool = try junit.map { try JUnitFile.spool(for: $0, of: journal) }
    let loaded = try SuiteLoader(
      registry: .standard.allowingPrograms(allowExec),
      endpoints: ProjectConfiguration.find().endpoints
    ).load(
      suites.isEmpty ? journal.header.suites.map(\.file) : suites
    ).suites
    let named = try JournalSuites(loaded, beside: journal, or: "nothing could be judged again")
    for suite in named.others {
      console.note("assay: the journal has no suite \"\(suite.name)\" (\(suite.file))")
    }
    let rescoring: Rescoring
    do {
      rescoring = try await Rescoring(journal, by: loaded)
    } catch let error as JournalError {
      throw CommandFailure(.invalidInput, "\(error)")
    }
    let results = rescoring.results(journal, gates: loaded.gatesByName)
    for flip in rescoring.flips {
      Standard.output.write(RescoringText.line(flip, console.style) + "\n")
    }
    let count = rescoring.flips.count
    Standard.output.write(
      "\(rescoring.rescored) replies judged again: "
        + "\(count == 0 ? "no verdict" : "\(count) \(count == 1 ? "verdict" : "verdicts")") changed\n\n"
    )
    if rescoring.needingJudge > 0 {
      console.note(
        "assay: \(rescoring.needingJudge) keep their verdicts: their assertions ask a judge")
    }
    if rescoring.longer > 0 {
      console.note(
        "assay: \(rescoring.longer) keep their verdicts: the conversations would go on now, and the "
          + "journal has no further reply")
    }
    if !rescoring.unknown.isEmpty {
      console.note(
        "assay: \(rescoring.unknown.count) attempts are of cases or prompts that the suites do not have"
      )
    }
    let verdict = Verdict.of(results)
    if let spool { try JUnitFile.write(results, verdict, of: journal, spool) }
    Standard.output.write(
      ConsoleReport(style: console.style).text(results, verdict))
    throw ExitCode(verdict.status.rawValue)
  }
}
