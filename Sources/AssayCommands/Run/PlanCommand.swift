import ArgumentParser
import AssayAssertions
import AssayCore
import AssayInput
import AssayReports
import AssaySuites

/// `assay plan`.
struct PlanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Show what a run would ask, before anything is spent.",
    discussion: """
      Prints cases and calls for each suite and model: one call for each turn of each attempt, and \
      those to judges. Tokens and costs are estimated from an earlier run: by default the last one \
      in this folder that was of these suites. Where it does not tell, the most that the calls can \
      take is shown with ≤, by max_tokens, the size of the requests, and the prices of assay.json. \
      What nothing tells is shown as unknown. Requests that have to be repeated come on top.
      """)

  @Argument(
    help:
      "Suite files, or folders with suite files in them; otherwise those of assay.json, or suites.")
  var suites: [String] = []

  @Option(
    help: "The journal that tokens and costs are estimated from.",
    completion: .file(extensions: ["jsonl"]))
  var from: String?

  @OptionGroup(title: "Selection") var selection: SelectionOptions
  @OptionGroup var console: ConsoleOptions

  func run() throws {
    let project = try ProjectConfiguration.find()
    let loaded = try SuiteLoader(
      registry: .standard.allowingPrograms(), endpoints: project.endpoints
    ).load(project.suitePaths(suites))
    for warning in loaded.warnings { console.note(warning.description) }
    let selection = try selection.selection()
    let unknown = selection.unknownNames(loaded.suites)
    guard unknown.isEmpty else {
      throw CommandFailure(
        .nothingSelected, "no case would be run: \(unknown.joined(separator: "; "))")
    }
    let earlier =
      try from.map { try JournalFiles.read($0) }
      ?? JournalFiles.last(of: loaded.suites) { console.note("assay: \($0)") }
    let forecast = RunForecast(
      loaded.suites, selection, earlier: earlier, prices: project.prices)
    Standard.output.write(ForecastText.table(forecast, earlier: earlier?.path))
    if forecast.parts.allSatisfy({ $0.attempts == 0 }) {
      if let shard = selection.idleShard(loaded.suites) {
        console.note("assay: nothing falls to shard \(shard)")
        return
      }
      throw CommandFailure(
        .nothingSelected, "no case would be run: \(selection.whyNothing(loaded.suites))")
    }
  }
}
