import Foundation

/// Somebody who runs the cases: a name and the command line of it.
struct Contender {
  var name: String
  var arguments: [String]
  var environment: [String: String] = [:]
  /// Whether it tells by itself how long it took without its start: a line of JSON with
  /// `seconds` and `passed`.
  var tells = true

  struct Round {
    var process: MeasuredProcess
    /// Without the start of the program where it tells that, else all of it; seconds.
    var run: Double
  }

  /// - Throws: ``BenchmarkError`` if not all cases passed: then there is nothing to compare.
  func round(_ count: Int) throws -> Round {
    let process = try Process.measure(arguments, environment: environment)
    guard process.status == 0 else {
      throw BenchmarkError(
        "\(name) ended with \(process.status); ASSAY_BENCHMARK_ERRORS=1 shows what it says\n"
          + process.output)
    }
    guard tells else { return Round(process: process, run: process.wall) }
    struct Told: Decodable {
      var seconds: Double
      var passed: Int
    }
    let line = process.output.split(separator: "\n").last { $0.hasPrefix("{\"seconds\"") }
    guard let line, let told = try? JSONDecoder().decode(Told.self, from: Data(line.utf8)) else {
      throw BenchmarkError("\(name) does not tell how long it took: \(process.output)")
    }
    guard told.passed == count else {
      throw BenchmarkError("\(name): \(told.passed) of \(count) passed")
    }
    return Round(process: process, run: told.seconds)
  }

  /// The environment of `assay` that names the gateway.
  static func gateway(_ url: String) -> [String: String] {
    [
      "SAAS_LITELLM_API_URL": url, "SAAS_LITELLM_TEAM_ID": "team-benchmark",
      "SAAS_LITELLM_VIRTUAL_KEY": "sk-benchmark-000000000000",
    ]
  }
}

/// Rounds in which contenders take turns, so that a machine that slows down slows all of them.
struct Contest {
  var title: String
  var count: Int
  var contenders: [Contender]
  /// The shortest time there can be; nil where there is none.
  var ideal: Double?

  func run(rounds: Int) throws {
    var all: [[Contender.Round]] = Array(repeating: [], count: contenders.count)
    for _ in 0..<rounds {
      for place in contenders.indices { all[place].append(try contenders[place].round(count)) }
    }
    var columns = ["", "process, s", "run, s", "cases/s", "× assay", "cpu, s", "peak, MB"]
    if ideal != nil { columns.append("of ideal") }
    var table = Table(columns)
    let first = Self.median(all[0].map(\.process.wall))
    for (contender, rounds) in zip(contenders, all) {
      let wall = Self.median(rounds.map(\.process.wall))
      let run = Self.median(rounds.map(\.run))
      var row = [
        contender.name, Table.number(wall, 3), Table.number(run, 3),
        Table.number(Double(count) / run, 0), Table.number(run / first, 2),
        Table.number(Self.median(rounds.map(\.process.processor)), 2),
        Table.number(Self.median(rounds.map(\.process.peak)), 1),
      ]
      if let ideal { row.append(Table.number(ideal / run * 100, 1) + " %") }
      table.add(row)
    }
    print("\(title), \(count) cases, the median of \(rounds) rounds\n\n\(table.text)")
  }

  static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }
}

/// A table in Markdown.
struct Table {
  private var rows: [[String]]

  init(_ columns: [String]) {
    rows = [columns, ["---"] + columns.dropFirst().map { _ in "---:" }]
  }

  mutating func add(_ row: [String]) { rows.append(row) }

  var text: String { rows.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined() }

  static func number(_ value: Double, _ decimals: Int) -> String {
    String(format: "%.\(decimals)f", value)
  }
}
