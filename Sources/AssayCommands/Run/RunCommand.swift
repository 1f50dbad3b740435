import ArgumentParser
import AssayAssertions
import AssayCore
import AssayInput
import AssayReports
import AssaySuites
import Foundation
import HTTPFixtures

/// `assay run`.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run suites and judge the replies.",
    discussion: """
      Replays the recordings of the fixtures folder; no network is used unless another mode is \
      asked for by name. A folder stands for the suite files directly in it, not for those of \
      its sub-folders.

      Modes: replay (default) answers from recordings only; record asks the gateway for \
      everything and records it; missing replays what is recorded and records the rest; live \
      asks the gateway and keeps nothing.

      Every attempt is written to a journal as it ends (.assay/runs): --resume goes on with an \
      interrupted run, assay report shows it again.
      """)

  @Argument(
    help:
      "Suite files, or folders with suite files in them; otherwise those of assay.json, or suites.")
  var suites: [String] = []

  @Option(help: "Write a JUnit XML report to this file.", completion: .file(extensions: ["xml"]))
  var junit: String?

  @Option(
    help:
      "The folder with the recordings, a sub-folder for each suite; otherwise that of assay.json, or fixtures."
  )
  var fixtures: String?

  @Option(help: "replay, record, missing or live.")
  var mode = "replay"

  @Flag(help: "Let exec assertions run the programs that the suites name.")
  var allowExec = false

  @OptionGroup(title: "Selection") var selection: SelectionOptions
  @OptionGroup(title: "Verdict") var verdict: VerdictOptions
  @OptionGroup(title: "Limits") var limits: LimitOptions
  @OptionGroup(title: "Budget") var budget: BudgetOptions
  @OptionGroup(title: "Deadlines") var deadlines: DeadlineOptions
  @OptionGroup(title: "Journal") var journal: JournalOptions
  @OptionGroup(title: "Recordings") var replay: ReplayOptions
  @OptionGroup var gates: RecordingGates
  @OptionGroup(title: "Gateway") var gateway: GatewayOptions
  @OptionGroup(title: "Output") var console: ConsoleOptions

  func validate() throws {
    _ = try ModeOption.parse(mode)
    if suites.contains("") { throw ValidationError("The path of a suite cannot be empty.") }
  }

  func run() async throws {
    let project = try ProjectConfiguration.find()
    let loaded = try SuiteLoader(
      registry: .standard.allowingPrograms(allowExec), endpoints: project.endpoints
    ).load(project.suitePaths(suites))
    for warning in loaded.warnings { console.note(warning.description) }
    let mode = try ModeOption.parse(mode)
    let concurrency =
      limits.total ?? project.concurrency ?? LimitOptions.defaultConcurrency
    let status = try await gateway.withNetwork(
      for: mode, loaded.suites, connections: concurrency
    ) { [self] access in
      try await run(loaded.suites, configuration(mode, access, project, concurrency, loaded.suites))
    }
    throw ExitCode(status.rawValue)
  }

  private func configuration(
    _ mode: FixtureMode, _ access: NetworkAccess, _ project: ProjectConfiguration,
    _ concurrency: Int, _ suites: [Suite]
  ) throws -> RunConfiguration {
    var configuration = RunConfiguration(
      mode: mode, fixtures: fixtures ?? project.fixtures ?? "fixtures", pacing: replay.pace,
      concurrency: concurrency, gateway: access.gateway)
    configuration.network = access.network
    configuration.key = access.key
    configuration.prices = project.prices
    configuration.limits = limits.limits(suites)
    configuration.budget = budget.limits(project.limits)
    configuration.deadlines = deadlines.deadlines(project.limits)
    configuration.maximumFailures = verdict.maxFailures
    configuration.selection = try selection.selection(resuming: journal.resume)
    configuration.allowsPrograms = allowExec
    configuration.namesFixtures = fixtures != nil
    configuration.gatewayOptions = gateway.words
    if let grace = deadlines.grace { configuration.grace = grace.duration }
    return configuration
  }

  private func run(
    _ suites: [Suite], _ configuration: RunConfiguration
  ) async throws -> ExitStatus {
    var configuration = configuration
    // The journal has the replies; memory need not.
    configuration.keepsReplies = journal.noJournal
    let unknown = configuration.selection.unknownNames(suites)
    if !unknown.isEmpty { throw nothingSelected(unknown.joined(separator: "; ")) }
    let unlimited = limits.unknownNames(suites)
    guard unlimited.isEmpty else {
      throw CommandFailure(.invalidInput, unlimited.joined(separator: "; "))
    }
    // All fixtures are opened before the first attempt, so that a missing folder costs nothing.
    let run = try Runner(configuration).prepare(suites)
    let idleShard = configuration.selection.idleShard(suites)
    if run.isEmpty, idleShard == nil {
      throw nothingSelected(configuration.selection.whyNothing(suites))
    }
    if verdict.failOnUnused { console.note("assay: --fail-on-unused is now --fail-on unused") }
    if let warning = BudgetOptions.warning(suites, configuration) {
      console.note("assay: \(warning)")
    }
    // From here on there is something to leave in good order.
    let interruption = Interruption()
    let signals = InterruptSignals(interruption) { [console] in console.note("assay: \($0)") }
    defer { signals.finish() }
    let recipe = run.recipe
    // What cannot be written in the end is better told before anything is spent.
    let spool = try junit.map {
      try JUnitFile.spool(for: $0, sparing: journal.paths + suites.flatMap(\.files))
    }
    let opened = try journal.open(suites, recipe, paths: self.suites)
    let earlier = opened?.earlierRun ?? EarlierRun()
    let observers = try RunObservers(run, opened, spool, console) { [verdict, gates] results in
      var policy = Verdict.Policy(failsOn: verdict.conditions, idleShard: idleShard)
      let unused =
        policy.failsOn.contains(.unused)
        ? run.recordingUse(results, goingOnWith: earlier).flatMap(\.unused) : []
      policy.unusedRecordings = unused.count
      return RunConclusion(
        verdict: Verdict.of(results, policy), recordings: gates.complaints(run, now: Date()),
        unused: unused)
    }
    let results: RunResults
    do {
      results = try await run.run(
        goingOnWith: earlier, interruption: interruption, observers.observe)
    } catch let error as JournalError {
      throw CommandFailure(.invalidInput, "\(error)")
    }
    UntilExit.keep(suites, run, results, earlier)
    return try report(
      results, observers, observers.conclusion(results), recipe, journalPath: opened?.writer.path)
  }

  private func nothingSelected(_ reason: String) -> CommandFailure {
    CommandFailure(.nothingSelected, "no case was run: \(reason)")
  }

  private func report(
    _ results: RunResults, _ observers: RunObservers, _ conclusion: RunConclusion,
    _ recipe: RunRecipe, journalPath: String?
  ) throws -> ExitStatus {
    let verdict = conclusion.verdict
    Standard.output.write(
      ConsoleReport(style: console.style).text(results, verdict))
    if !conclusion.unused.isEmpty {
      Standard.error.write("assay: " + UnusedText.list(conclusion.unused))
    }
    for complaint in conclusion.recordings { Standard.error.write("assay: " + complaint) }
    if verdict.status == .nothingSelected {
      Standard.error.write("assay: no case was run: every case is skipped by its suite\n")
    }
    let again = NextCommand(suites: suites, recipe: recipe)
    if let command = again.after(results, verdict.status, journalPath: journalPath) {
      console.note("assay: \(ConsoleText.safe(command))")
    }
    // Last: where it cannot be written, what the run found has been told.
    do {
      try observers.writeReports(results)
    } catch var failure as CommandFailure {
      if let journalPath, let junit {
        let command = ShellCommand.text(
          ["assay", "report", ShellCommand.path(journalPath)]
            + ShellCommand.option("--junit", junit))
        failure.message += "; the journal has all of it: \(command)"
      }
      throw failure
    }
    return conclusion.inAll.status
  }
}

extension Suite {
  /// The files that it and its cases stand in.
  fileprivate var files: [String] { [file] + Set(cases.map(\.file)) }
}

/// The option `--mode`.
enum ModeOption {
  static func parse(_ mode: String) throws -> FixtureMode {
    do {
      return try FixtureMode(parsing: mode)
    } catch {
      let names = FixtureMode.allCases.map(\.description)
      let nearest = NearestName.find(mode, among: names).map { " Did you mean \"\($0)\"?" } ?? ""
      throw ValidationError(
        "There is no mode \"\(mode)\"; the modes are \(names.joined(separator: ", ")).\(nearest)")
    }
  }
}

extension ProjectConfiguration {
  /// The suites that are meant: those of the command line, else those of `assay.json`.
  func suitePaths(_ given: [String]) -> [String] {
    given.isEmpty ? suites ?? ["suites"] : given
  }
}
