import ArgumentParser
import AssayCore
import AssayInput
import Dispatch
import Foundation
import GatewaySimulator

/// `assay simulate`.
struct SimulateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "Run a gateway to develop against: no key, no costs, faults on demand.",
    discussion: """
      Listens on this machine only, unless told otherwise, and prints the three environment \
      variables that other commands need. Stop it with Ctrl-C.

      Without a script, replies fill the JSON Schema that was asked for, call the tool that was \
      offered, or repeat the last message. The request header X-Simulate-Fault makes one request \
      go wrong, as in "X-Simulate-Fault: status; code=429; retryAfter=2".
      """)

  @Option(
    help: "A script with teams, models, replies and faults.",
    completion: .file(extensions: ["json"]))
  var script: String?

  @Option(help: "The port; 0 for any that is free.")
  var port = 0

  @Option(help: "The address to listen at.")
  var host = "127.0.0.1"

  @Option(help: "Whose shapes to speak: running or documented. Overrides the script's.")
  var shapes: Shapes?

  @Option(help: "What random draws are made from. Overrides the script's.")
  var seed: UInt64?

  @Option(
    help: "Append each request to this file as a line of JSON; - for standard output.",
    completion: .file(extensions: ["jsonl"]))
  var log: String?

  @Option(help: "Refuse bodies of more bytes than this, with status 413.")
  var maxBody = 10 * 1_024 * 1_024

  /// The values of `--shapes`.
  enum Shapes: String, ExpressibleByArgument, CaseIterable {
    case running, documented
  }

  func validate() throws {
    guard (0...65_535).contains(port) else {
      throw ValidationError("--port must be from 0 to 65535.")
    }
    if maxBody < 1 { throw ValidationError("--max-body must be at least 1.") }
    if host.isEmpty { throw ValidationError("--host cannot be empty.") }
  }

  func run() async throws {
    do {
      try await simulate(
        loadedScript(),
        SimulatorConfiguration(
          host: host, port: port, bodyLimit: maxBody, requestLog: log.map(Self.sink)))
    } catch let error as SimulatorError {
      throw CommandFailure(.invalidInput, error.message)
    }
  }

  private func loadedScript() throws -> SimulatorScript {
    var script = try script.map { try SimulatorScript(contentsOf: $0) } ?? .default
    if let shapes { script.shapes = shapes == .running ? .running : .documented }
    if let seed { script.seed = seed }
    return script
  }

  private func simulate(_ script: SimulatorScript, _ configuration: SimulatorConfiguration)
    async throws
  {
    // Before the port opens, so that no signal is missed.
    let signals = StopSignals()
    defer { signals.cancel() }
    try await GatewaySimulator.withSimulator(script: script, configuration: configuration) {
      simulator in
      Standard.output.write(
        """
        export SAAS_LITELLM_API_URL=\(ShellWord.text(simulator.baseURL))
        export SAAS_LITELLM_TEAM_ID=\(ShellWord.text(simulator.teamID))
        export SAAS_LITELLM_VIRTUAL_KEY=\(ShellWord.text(simulator.virtualKey))

        """)
      Standard.error.write("Simulating the gateway at \(simulator.baseURL); stop with Ctrl-C.\n")
      await signals.first()
      // From here on, a second Ctrl-C ends the process at once.
      signals.cancel()
      Standard.error.write(Self.summary(simulator.counts, jobs: simulator.jobs))
    }
  }

  /// What was served, in a line.
  static func summary(_ counts: SimulatorCounts, jobs: [String: Int] = [:]) -> String {
    func list(_ pairs: [(String, Int)]) -> String {
      pairs.map { "\($0.0): \($0.1)" }.joined(separator: ", ")
    }
    var text = "Served \(counts.requests) requests"
    if counts.requests > 0 {
      let statuses = counts.statuses.sorted { $0.key < $1.key }
        .map { ($0.key == 0 ? "none" : String($0.key), $0.value) }
      text += "; by status: \(list(statuses))"
    }
    if counts.replies > 0 {
      text +=
        "; \(counts.replies) replies with \(counts.promptTokens) tokens in and "
        + "\(counts.completionTokens) out"
    }
    if !counts.faults.isEmpty {
      text += "; faults: \(list(counts.faults.sorted { $0.key < $1.key }))"
    }
    if !jobs.isEmpty { text += "; jobs: \(list(jobs.sorted { $0.key < $1.key }))" }
    return text + ".\n"
  }

  /// - Throws: `CommandFailure` if the file cannot be opened.
  private static func sink(_ path: String) throws -> @Sendable (String) -> Void {
    let descriptor = path == "-" ? STDOUT_FILENO : open(path, O_WRONLY | O_CREAT | O_APPEND, 0o644)
    guard descriptor >= 0 else {
      let reason = String(cString: strerror(errno))
      throw CommandFailure(.invalidInput, "\(path): the log cannot be written: \(reason)")
    }
    return { line in
      // One call a line: the system keeps the lines of several connections apart.
      var line = line
      line.withUTF8 { _ = write(descriptor, $0.baseAddress, $0.count) }
    }
  }
}

/// Waits for SIGINT or SIGTERM.
private struct StopSignals {
  private let sources: [any DispatchSourceSignal]
  private let stream: AsyncStream<Void>

  init() {
    let (stream, continuation) = AsyncStream<Void>.makeStream()
    self.stream = stream
    sources = [SIGINT, SIGTERM].map { number in
      // The default would end the process before the source hears of it.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { continuation.yield() }
      source.resume()
      return source
    }
  }

  func first() async {
    for await _ in stream { return }
  }

  /// Lets the signals do what they usually do.
  func cancel() {
    for source in sources { source.cancel() }
    for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
  }
}
