import Foundation
import HTTPTransport
import HTTPTypes
import JSONModel
import Synchronization
import TestSupport
import Testing

@testable import HTTPFixtures

/// Random traffic, recorded under concurrency, replays equally under any other interleaving.
@Suite struct InterleavingTests {
  private static let rules = MatchingRules(
    pathTemplates: ["/jobs/{job}/call"],
    captures: [
      IdentifierCapture(
        method: "POST", path: "/jobs", pointer: JSONPointer(tokens: ["id"]), name: "job")
    ])

  /// What one asker does: creates a job and calls it, often with the very same request.
  private struct Asker: Sendable {
    var labels: ExchangeLabels
    var calls: [Int]
    var isStreamed: Bool
  }

  private static func askers(_ random: inout SplitMix64) -> [Asker] {
    (0..<12).flatMap { number in
      (1...3).map { attempt in
        Asker(
          labels: [
            "case": "case-\(number % 8)", "prompt": "p\(number / 8)", "attempt": "\(attempt)",
          ],
          calls: (0..<Int.random(in: 0...5, using: &random)).map { _ in
            Int.random(in: 0...1, using: &random)
          }, isStreamed: Bool.random(using: &random))
      }
    }
  }

  /// All answers of an asker; the job's id is part of what it asks next.
  private static func run(_ asker: Asker, _ transport: any HTTPTransport) async throws -> [String] {
    let created = try await transport.text(.post("/jobs", "{}"))
    let job = try #require(try JSONValue(parsing: created)["id"]?.stringValue)
    var answers = [created]
    for call in asker.calls {
      let body = "{\"text\": \"\(call)\", \"stream\": \(asker.isStreamed), \"of\": \"\(job)\"}"
      let chunks = try await transport.chunks(.post("/jobs/\(job)/call", body))
      answers += chunks.map { String(decoding: $0.bytes, as: UTF8.self) }
      await Task.yield()
    }
    return answers
  }

  /// Lets `concurrency` askers go at once, in a random order.
  private static func run(
    _ askers: [Asker], concurrency: Int, _ random: inout SplitMix64,
    _ transport: @escaping @Sendable (ExchangeLabels) -> any HTTPTransport
  ) async throws -> [[String]] {
    var order = askers.indices.shuffled(using: &random)
    return try await withThrowingTaskGroup(of: (Int, [String]).self) { group in
      func startNext() {
        guard let next = order.popLast() else { return }
        group.addTask { (next, try await run(askers[next], transport(askers[next].labels))) }
      }
      for _ in 0..<concurrency { startNext() }
      var answers = Array(repeating: [String](), count: askers.count)
      for try await (index, answer) in group {
        answers[index] = answer
        startNext()
      }
      return answers
    }
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func replayIsEqualUnderAnyInterleaving(seed: UInt64) async throws {
    let folder = try TemporaryFolder()
    var random = SplitMix64(state: seed)
    let askers = Self.askers(&random)
    // No two answers of the server are equal.
    let counter = Mutex(0)
    let upstream = ScriptedUpstream { request in
      for _ in 0..<Int.random(in: 0...3) { await Task.yield() }
      let number = counter.withLock { count in
        count += 1
        return count
      }
      if request.url.hasSuffix("/jobs") { return .init("{\"id\": \"job-\(number)\"}") }
      return String(decoding: request.body, as: UTF8.self).contains("true")
        ? .init("data: \(number)\n\n", "data: more\n\n") : .init("{\"n\": \(number)}")
    }
    let configuration = FixtureSession.Configuration(
      mode: .record, folder: folder.url.path, rules: Self.rules,
      recording: RecordingOptions(sortLabels: ["case", "prompt", "attempt"]))
    let recording = try FixtureSession(configuration, upstream: { upstream })
    let live = try await Self.run(askers, concurrency: 8, &random) { recording.transport($0) }
    try recording.finish()

    for concurrency in [1, 3, 16] {
      var replayed = configuration
      replayed.mode = .replay
      let replay = try FixtureSession(replayed, upstream: { NoNetwork() })
      let answers = try await Self.run(askers, concurrency: concurrency, &random) {
        replay.transport($0)
      }
      #expect(answers == live)
      #expect(replay.unused.isEmpty)
    }
  }
}
