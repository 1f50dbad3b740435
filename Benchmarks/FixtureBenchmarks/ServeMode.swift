import Foundation
import HTTPFixtures
import HTTPTransport
import JSONModel

/// Opens a folder of generated recordings, serves every one of them, and prints as JSON how long
/// that took and how much memory.
enum ServeMode {
  static func run(folder: String) async throws {
    let clock = ContinuousClock()
    let path = folder + "/\(GeneratedRecordings.model).har"
    let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
    // The requests are made beforehand: making them is the asker's work.
    let before = Memory.resident
    let start = clock.now
    let store = try FixtureStore(folder: folder)
    let transport = try ReplayingTransport(store: store, rules: GeneratedRecordings.rules)
    let opened = clock.now
    let count = store.count - 1
    var made = Duration.zero
    var bytes = 0
    for number in 0..<count {
      let makeStart = clock.now
      let call = GeneratedRecordings.call(number, job: "0b9f5d3c-77aa-4d0e-9a11-1f2e3d4c5b6a")
      made += clock.now - makeStart
      let response = try await transport.labelled(call.labels).send(call.request)
      bytes += try await response.body.collect(upTo: 1 << 20).bytes.count
    }
    let served = clock.now
    let peak = Memory.peak
    guard bytes > 0, store.unused.count == 1 else { throw BenchmarkError.wrongAnswer }
    let result: JSONValue = [
      "count": .number(JSONNumber(count)), "size": .number(JSONNumber(size)),
      "open": number((opened - start) / .seconds(1)),
      "serve": number((served - opened - made) / .seconds(1)),
      "memory": .number(JSONNumber(peak - before)),
    ]
    print(result.text())
  }

  private static func number(_ value: Double) -> JSONValue {
    JSONNumber(value).map { .number($0) } ?? .null
  }
}

enum BenchmarkError: Error {
  case wrongAnswer, childFailed(String)
}

/// What the process has in memory, in bytes (Linux).
enum Memory {
  static var resident: Int { value("VmRSS:") }
  /// The most that there was at any time.
  static var peak: Int { value("VmHWM:") }

  private static func value(_ name: String) -> Int {
    guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix(name) }),
      let kilobytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first
    else { return 0 }
    return (Int(kilobytes) ?? 0) * 1024
  }
}
