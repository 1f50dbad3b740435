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
      """)

  @Argument(help: "Suite files, or folders with suite files in them.")
  var suites: [String] = ["suites"]

  @Option(help: "Write a JUnit XML report to this file.", completion: .file(extensions: ["xml"]))
  var junit: String?

  @Option(help: "The folder with the recordings, a sub-folder for each suite.")
  var fixtures = "fixtures"

  @Option(help: "replay, record, missing or live.")
  var mode = "replay"

  @Option(help: "How many attempts run at once.")
  var concurrency = 8

  @Flag(help: "Let exec assertions run the programs that the suites name.")
  var allowExec = false

  @OptionGroup var replay: ReplayOptions
  @OptionGroup var gates: RecordingGates
  @OptionGroup var gateway: GatewayOptions
  @OptionGroup var console: ConsoleOptions

  func validate() throws {
    if concurrency < 1 { throw ValidationError("--concurrency must be at least 1.") }
    _ = try parsedMode
    if suites.contains("") { throw ValidationError("The path of a suite cannot be empty.") }
  }

  func run() async throws {
    let loaded = try SuiteLoader(registry: .standard.allowingPrograms(allowExec)).load(suites)
    for warning in loaded.warnings { console.note(warning.description) }
    let (results, complaints) = try await gateway.withGateway(for: parsedMode) { [self] gateway in
      let configuration = RunConfiguration(
        mode: try parsedMode, fixtures: fixtures, pacing: replay.pace, concurrency: concurrency,
        gateway: gateway)
      // All fixtures are opened before the first attempt, so that a missing folder costs nothing.
      let runners = try Runner.prepare(loaded.suites, configuration)
      var runs: [(runner: Runner, result: SuiteResult)] = []
      for runner in runners { runs.append((runner, try await runner.run())) }
      return (runs.map(\.result), try gates.complaints(runs, now: Date()))
    }
    if let junit { try Self.writeJUnit(results, to: junit) }
    Standard.output.write(ConsoleReport(style: console.style).text(results))
    for complaint in complaints { Standard.error.write("assay: " + complaint) }
    let status = complaints.isEmpty ? Verdict.exitCode(of: results) : .failed
    if status == .nothingSelected { Standard.error.write("assay: no case was run\n") }
    throw ExitCode(status.rawValue)
  }

  private var parsedMode: FixtureMode {
    get throws {
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

  private static func writeJUnit(_ results: [SuiteResult], to path: String) throws {
    do {
      try AtomicFile.write(try JUnitProjection.xml(results), to: path)
    } catch {
      throw CommandFailure(.invalidInput, "the JUnit report could not be written: \(error)")
    }
  }
}

/// How a command talks to its terminal.
struct ConsoleOptions: ParsableArguments {
  @Flag(help: "Print no colours.")
  var noColor = false

  @Flag(name: .shortAndLong, help: "Print results only, no notes.")
  var quiet = false

  /// Colours go to terminals only, and not where `NO_COLOR` or `CI` is set (no-color.org).
  var style: ConsoleStyle {
    let environment = ProcessInfo.processInfo.environment
    let isSet = { (name: String) in environment[name].map { !$0.isEmpty } ?? false }
    return ConsoleStyle(
      usesColor: Standard.output.isTerminal && !noColor && !isSet("NO_COLOR") && !isSet("CI"))
  }

  /// Says something that is not a result.
  func note(_ text: String) {
    if !quiet { Standard.error.write(text + "\n") }
  }
}
