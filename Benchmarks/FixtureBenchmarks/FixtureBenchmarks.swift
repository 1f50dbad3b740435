import Foundation
import HTTPFixtures
import HTTPTransport
import JSONModel

/// The whole comparison: each figure from a process of its own, in one run.
enum FixtureBenchmarks {
  private static let count = 10_000
  private static let vcrCount = 1_000

  static func run() async throws {
    let root = FileManager.default.temporaryDirectory.appending(path: "fixture-benchmarks")
    defer { try? FileManager.default.removeItem(at: root) }
    let folder = root.appending(path: "\(count)").path
    try GeneratedRecordings(count: count).write(to: folder)

    // Taken in turns, so that a busy machine disturbs all alike; the best of each.
    var ours: [Figures] = []
    var peers: [JSONValue] = []
    let rounds = 5
    for round in 0..<rounds {
      ours.append(try Figures(Child.run(["serve", folder])))
      if let peer = PythonPeers.measure(folder, vcrCount: round == 0 ? vcrCount : 0) {
        peers.append(peer)
      }
    }
    guard let best = ours.min(by: { $0.total < $1.total }) else { return }
    print("\(count) recordings, \(best.size / 1_000_000) MB\n")
    print("| | time, ms | in parse times of orjson |")
    print("| --- | ---: | ---: |")
    let orjson = peers.compactMap { $0["orjson"]?.doubleValue }.min()
    row("orjson: parse the same bytes", orjson, orjson)
    row("open", best.open, orjson)
    row("serve all of them", best.serve, orjson)
    row("open and serve (target: under 4)", best.total, orjson)
    let megabytes = { (bytes: Int) in String(format: "%.1f MB", Double(bytes) / 1e6) }
    print(
      "\nMemory above that of the program: \(megabytes(best.memory)), "
        + "\(megabytes(best.memory - best.size)) more than the file (target: under 50 MB)")
    let lookup = try LookupBenchmark.measure(folder)
    print(
      String(
        format:
          "One lookup: %.2f µs (target: under 2); making the request's key before it: %.2f µs",
        lookup.lookup / 1000, lookup.question / 1000))
    if let peer = peers.first, let open = peer["vcrOpen"]?.doubleValue,
      let serve = peer["vcrServe"]?.doubleValue
    {
      print(
        String(
          format: "vcrpy, %d recordings (JSON cassette): open %.0f ms, serve %.0f ms",
          vcrCount, open * 1000, serve * 1000))
      let small = root.appending(path: "small").path
      try GeneratedRecordings(count: vcrCount).write(to: small)
      let figures = try Figures(Child.run(["serve", small]))
      print(
        String(
          format: "ours, the same %d: open %.1f ms, serve %.1f ms", vcrCount,
          figures.open * 1000, figures.serve * 1000))
    }
    print("")
    try await RecordBenchmark.run()
  }

  private static func row(_ name: String, _ seconds: Double?, _ unit: Double?) {
    let time = seconds.map { String(format: "%.0f", $0 * 1000) } ?? "not installed"
    let ratio = seconds.flatMap { seconds in
      unit.map { String(format: "%.2f", seconds / $0) }
    }
    print("| \(name) | \(time) | \(ratio ?? "") |")
  }
}

/// What ``ServeMode`` prints.
struct Figures {
  var size: Int
  var open: Double
  var serve: Double
  var memory: Int

  var total: Double { open + serve }

  init(_ value: JSONValue) throws {
    guard let size = value["size"]?.intValue, let open = value["open"]?.doubleValue,
      let serve = value["serve"]?.doubleValue, let memory = value["memory"]?.intValue
    else { throw BenchmarkError.childFailed(value.text()) }
    (self.size, self.open, self.serve, self.memory) = (size, open, serve, memory)
  }
}

/// This program, run once more.
enum Child {
  static func run(_ arguments: [String]) throws -> JSONValue {
    try JSONValue(
      parsing: output(URL(filePath: CommandLine.arguments[0]), arguments) ?? "")
  }

  /// What a program prints; nil if it cannot be started or fails.
  static func output(_ program: URL, _ arguments: [String]) -> String? {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    guard (try? process.run()) != nil else { return nil }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? String(decoding: data, as: UTF8.self) : nil
  }
}

/// Python's orjson and vcrpy, measured by a script of their own in the same run.
enum PythonPeers {
  /// The figures, or nil if the interpreter or a package is missing. `ASSAY_BENCHMARK_PYTHON`
  /// names the interpreter.
  static func measure(_ folder: String, vcrCount: Int) -> JSONValue? {
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "peers.py")
    let python = ProcessInfo.processInfo.environment["ASSAY_BENCHMARK_PYTHON"] ?? "python3"
    return Child.output(
      URL(filePath: "/usr/bin/env"), [python, script.path, folder, String(vcrCount)]
    ).flatMap { try? JSONValue(parsing: $0) }
  }
}
