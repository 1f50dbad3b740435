import Foundation
import HTTPFixtures
import HTTPTransport
import HTTPTypes

/// What keeping an exchange costs in processor time, without a server in the same process.
enum RecordingCost {
  /// A server that needs no time.
  private struct Instant: HTTPTransport {
    let reply: [UInt8]

    func send(_ request: TransportRequest) async throws -> TransportResponse {
      let bytes = reply
      return TransportResponse(
        status: .ok, headers: GeneratedRecordings.responseHeaders,
        body: ResponseBody {
          var isOver = false
          return {
            defer { isOver = true }
            return isOver ? nil : BodyChunk(bytes: bytes, elapsed: .milliseconds(1))
          }
        })
    }
  }

  /// Microseconds for one exchange: while it is recorded, and with its part of the end.
  struct Figures {
    var whileRecording: Double
    var whole: Double
  }

  static func measure(count: Int) async throws -> Figures {
    let calls = (0..<count).map { GeneratedRecordings.call($0) }
    let live = try await processorTime(.live, calls)
    let recorded = try await processorTime(.record, calls)
    return Figures(
      whileRecording: (recorded.exchanges - live.exchanges) / Double(count),
      whole: (recorded.whole - live.whole) / Double(count))
  }

  private static func processorTime(
    _ mode: FixtureMode, _ calls: [GeneratedRecordings.Call]
  ) async throws -> (exchanges: Double, whole: Double) {
    let folder = FileManager.default.temporaryDirectory.appending(path: "fixture-cost")
    defer { try? FileManager.default.removeItem(at: folder) }
    let start = Processor.microseconds
    let session = try FixtureSession(
      .init(
        mode: mode, folder: folder.path, rules: GeneratedRecordings.rules,
        redaction: RedactionRules(secrets: ["sk-generated-000000000000"]),
        recording: RecordingOptions(sortLabels: ["case"])),
      upstream: { Instant(reply: GeneratedRecordings.reply(7)) })
    try await withThrowingTaskGroup(of: Void.self) { group in
      let workers = 8
      for worker in 0..<workers {
        group.addTask {
          for number in stride(from: worker, to: calls.count, by: workers) {
            let response = try await session.transport(calls[number].labels)
              .send(calls[number].request)
            _ = try await response.body.collect(upTo: 1 << 20)
          }
        }
      }
      try await group.waitForAll()
    }
    let exchanged = Processor.microseconds
    try session.finish()
    return (exchanged - start, Processor.microseconds - start)
  }
}

/// The time that this process has had of the processors.
enum Processor {
  static var microseconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) * 1e6 + Double(time.tv_nsec) / 1e3
  }
}
