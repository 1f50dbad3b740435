import AssaySuites
import Foundation

/// Loads suites, each in a process of its own so that its peak memory is its own.
enum LoadBenchmark {
  static func compare(folder: String) throws {
    print("load \(DataSet.count) cases          CPU s   peak MB")
    for suite in ["lines", "table"] {
      let process = Process()
      process.executableURL = URL(filePath: CommandLine.arguments[0])
      process.arguments = ["load", "\(folder)/\(suite).json"]
      try process.run()
      process.waitUntilExit()
    }
    // The peer reads the lines with Foundation's decoder and does nothing with them.
    struct Row: Decodable { var id, question, answer, lang: String; var difficulty: Int }
    let start = processorSeconds()
    let data = try Data(contentsOf: URL(filePath: "\(folder)/data.jsonl"))
    let decoder = JSONDecoder()
    let rows = try data.split(separator: UInt8(ascii: "\n")).map {
      try decoder.decode(Row.self, from: $0)
    }
    print(line("Foundation, rows only (\(rows.count))", processorSeconds() - start, nil))
  }

  /// The best of three loads.
  static func load(_ path: String) throws {
    var best = Double.infinity
    for _ in 0..<3 {
      let start = processorSeconds()
      let suites = try SuiteLoader().load([path]).suites
      best = min(best, processorSeconds() - start)
      guard suites[0].cases.count == DataSet.count else { fatalError("cases are missing") }
    }
    var usage = rusage()
    #if os(Linux)
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      let peak = Double(usage.ru_maxrss) / 1_024
    #else
      getrusage(RUSAGE_SELF, &usage)
      let peak = Double(usage.ru_maxrss) / 1_048_576
    #endif
    let name = (path as NSString).lastPathComponent
    print(line("SuiteLoader, \(name)", best, peak))
  }

  private static func line(_ name: String, _ seconds: Double, _ megabytes: Double?) -> String {
    let padded = name.padding(toLength: 32, withPad: " ", startingAt: 0)
    return padded + String(format: "%6.2f", seconds)
      + (megabytes.map { String(format: "%10.0f", $0) } ?? "")
  }

  /// Time that this process has spent computing.
  static func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
