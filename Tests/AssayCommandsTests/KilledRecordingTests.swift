import Foundation
import GatewaySimulator
import HTTPFixtures
import TestSupport
import Testing

/// A recording that is killed at any moment loses no finished exchange and leaves no file that
/// cannot be read.
///
/// With one attempt at a time, a request is only sent when the exchange before it is finished: so
/// all but the last of what the gateway was asked must be there.
@Suite struct KilledRecordingTests {
  private static let cases = (1...12).map { "case-\($0)" }

  /// How often it is killed. `ASSAY_KILLS=200 swift test --filter KilledRecordingTests` takes
  /// some minutes.
  private static let kills =
    ProcessInfo.processInfo.environment["ASSAY_KILLS"].flatMap { Int($0) } ?? 6

  private static let suite = """
    {
      "version": 1, "name": "story", "models": ["gpt-4"],
      "prompts": { "p": { "messages": [{ "role": "user", "content": "Say {{word}}." }] } },
      "defaults": { "assert": [{ "type": "contains", "value": "Say" }] },
      "cases": [
        \(cases.map { "{ \"id\": \"\($0)\", \"vars\": { \"word\": \"\($0)\" } }" }
          .joined(separator: ",\n"))
      ]
    }
    """

  /// Starts `assay run` and kills it, without a warning, after a time.
  private static func killed(
    _ mode: String, after delay: Duration, in folder: URL, _ simulator: GatewaySimulator
  ) async throws {
    let process = Process()
    process.executableURL = Subprocess.assayProgram
    process.arguments = ["run", "story.json", "--mode", mode, "--concurrency", "1"]
    process.currentDirectoryURL = folder
    process.environment = [
      "SAAS_LITELLM_API_URL": simulator.baseURL, "SAAS_LITELLM_TEAM_ID": simulator.teamID,
      "SAAS_LITELLM_VIRTUAL_KEY": simulator.virtualKey,
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    let (ends, continuation) = AsyncStream<Void>.makeStream()
    process.terminationHandler = { _ in continuation.finish() }
    try process.run()
    try await Task.sleep(for: delay)
    kill(process.processIdentifier, SIGKILL)
    for await _ in ends {}
  }

  private static let rules = MatchingRules(
    pathTemplates: ["/api/jobs/{job_id}/llm-call", "/api/jobs/{job_id}/complete"])

  /// Who the recordings in the folder are for; none where nothing was recorded yet.
  private static func recordings(_ folder: URL) throws -> [FixtureStore.Reference] {
    let path = folder.appending(path: "fixtures/story").path
    guard FileManager.default.fileExists(atPath: path) else { return [] }
    do {
      return try FixtureStore(folder: path, rules: rules).all
    } catch let error as FixtureError where error.code == .noRecordings {
      return []
    }
  }

  @Test func noFinishedExchangeIsLost() async throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.suite, to: "story.json")
    try await GatewaySimulator.withSimulator { simulator in
      var longest = try await Self.wholeRun(folder.url, simulator)
      var everRecorded = Set(try Self.recordings(folder.url).map(\.labels))
      #expect(everRecorded.count == Self.cases.count + 2)
      for round in 0..<Self.kills {
        // From nothing, onto what is there, and where something is missing.
        let mode = round % 3 == 2 ? "missing" : "record"
        if round % 3 == 0 {
          // There is none if the one before was killed before it made it.
          try? FileManager.default.removeItem(at: folder.url.appending(path: "fixtures"))
          everRecorded = []
        }
        let before = try Self.recordings(folder.url)
        let asked = simulator.counts.requests
        let delay = longest * Double.random(in: 0.05...1.05)
        try await Self.killed(mode, after: delay, in: folder.url, simulator)
        let requests = simulator.counts.requests - asked
        let recordings = try Self.recordings(folder.url)
        let labels = Set(recordings.map(\.labels))
        let place = "round \(round), \(mode), killed after \(delay)"
        #expect(everRecorded.isSubset(of: labels), "\(place)")
        if round % 3 == 0 { #expect(recordings.count >= requests - 1, "\(place)") }
        // In the mode `missing`, only new ones are asked for, but for a job's id made anew.
        if mode == "missing" {
          #expect(recordings.count >= before.count + requests - 2, "\(place)")
        }
        everRecorded.formUnion(labels)
      }
      longest = try await Self.wholeRun(folder.url, simulator)
      #expect(longest > .zero)
    }
    // Nothing is left lying about, and what there is replays.
    let files = try FileManager.default.contentsOfDirectory(
      atPath: folder.url.appending(path: "fixtures/story").path)
    #expect(files == ["gpt-4.har"])
    let replay = try await Subprocess.assay(
      ["run", "story.json", "--fail-on", "unused"], in: folder.url)
    #expect(replay.status == 0, "\(replay.output)\(replay.errors)")
  }

  /// Records to the end, and gives the time it took.
  private static func wholeRun(_ folder: URL, _ simulator: GatewaySimulator) async throws
    -> Duration
  {
    try await ContinuousClock().measure {
      let run = try await Subprocess.assay(
        ["run", "story.json", "--mode", "record", "--concurrency", "1"], in: folder,
        environment: [
          "SAAS_LITELLM_API_URL": simulator.baseURL, "SAAS_LITELLM_TEAM_ID": simulator.teamID,
          "SAAS_LITELLM_VIRTUAL_KEY": simulator.virtualKey,
        ])
      #expect(run.status == 0, "\(run.output)\(run.errors)")
    }
  }
}
