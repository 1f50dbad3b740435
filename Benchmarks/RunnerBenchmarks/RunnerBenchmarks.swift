import Foundation

/// What can be measured of whole runs of `assay`, beside peers.
struct RunnerBenchmarks {
  private let assay: String
  private let own: String
  /// The Python of the environment with the peers; nil runs without them.
  private let python: String?
  private let peers: String
  private let folder: String
  /// The stand-ins: one that answers at once, one that takes 50 ms.
  private let fast: String
  private let slow: String
  private let rounds: Int
  private let connections = 64

  init() throws {
    let environment = ProcessInfo.processInfo.environment
    func variable(_ name: String) throws -> String {
      guard let value = environment[name], !value.isEmpty else {
        throw BenchmarkError("\(name) is not set: start this by Benchmarks/RunnerBenchmarks/run.sh")
      }
      return value
    }
    assay = try variable("ASSAY_BENCHMARK_ASSAY")
    folder = try variable("ASSAY_BENCHMARK_FOLDER")
    fast = try variable("ASSAY_BENCHMARK_URL")
    slow = try variable("ASSAY_BENCHMARK_SLOW_URL")
    peers = try variable("ASSAY_BENCHMARK_PEERS")
    python = environment["ASSAY_BENCHMARK_PYTHON"].flatMap { $0.isEmpty ? nil : $0 }
    rounds = environment["ASSAY_BENCHMARK_ROUNDS"].flatMap { Int($0) } ?? 5
    own = CommandLine.arguments[0]
  }

  func run(_ parts: [String]) throws {
    let known: [(String, () throws -> Void)] = [
      ("live", { try live(fast, "live, no delay", ideal: nil) }),
      ("delayed", { try live(slow, "live, replies after 50 ms", ideal: 0.050) }),
      ("replay", replay), ("steady", steady), ("sustained", sustained), ("memory", memory),
    ]
    for part in parts where !known.contains(where: { $0.0 == part }) {
      throw BenchmarkError("there is no part \(part)")
    }
    for (name, body) in known where parts.isEmpty || parts.contains(name) { try body() }
  }

  // MARK: Parts

  private func live(_ url: String, _ title: String, ideal: Double?) throws {
    let suite = try suite(2000)
    var contenders = [liveRun(suite, url), bare(url, suite.count)]
    for (name, script) in [
      ("hand-written httpx loop", "httpx_loop.py"), ("pydantic-evals", "pydantic_evals_peer.py"),
      ("deepeval", "deepeval_peer.py"), ("inspect_ai", "inspect_peer.py"),
    ] {
      contenders += peer(name, script, suite, url)
    }
    try Contest(
      title: "\(title), \(connections) at once", count: suite.count, contenders: contenders,
      ideal: ideal.map { $0 * Double(suite.count) / Double(connections) }
    ).run(rounds: rounds)
  }

  private func replay() throws {
    let suite = try suite(2000)
    try suite.record(by: assay, from: fast)
    try Contest(
      title: "replay, from the start of the process to the JUnit file", count: suite.count,
      contenders: [replayRun(suite)]
    ).run(rounds: rounds)
    let small = try self.suite(1000)
    try small.record(by: assay, from: fast)
    try Contest(
      title: "replay", count: small.count,
      contenders: [replayRun(small)] + peer("vcrpy with httpx", "vcr_peer.py", small, fast)
    ).run(rounds: 1)
  }

  /// What one more case costs, which a start and an end do not blur.
  private func steady() throws {
    let (few, many) = (try suite(2000), try suite(34_000))
    for suite in [few, many] { try suite.record(by: assay, from: fast) }
    let pairs: [(String, Contender, Contender)] = [
      ("assay, replay", replayRun(few), replayRun(many)),
      ("assay, live", liveRun(few, fast), liveRun(many, fast)),
      ("bare AsyncHTTPClient loop", bare(fast, few.count), bare(fast, many.count)),
    ]
    try compare(few, many, pairs)
  }

  /// The same where a reply takes 50 ms: how much of the ideal is reached once a run is under way.
  private func sustained() throws {
    let (few, many) = (try suite(2000), try suite(22_000))
    try compare(
      few, many,
      [
        ("assay, live", liveRun(few, slow), liveRun(many, slow)),
        ("bare AsyncHTTPClient loop", bare(slow, few.count), bare(slow, many.count)),
      ], ideal: Double(connections) / 0.050)
  }

  /// - Parameter ideal: The most cases a second that there can be, where the server sets it.
  private func compare(
    _ few: BenchmarkSuite, _ many: BenchmarkSuite, _ pairs: [(String, Contender, Contender)],
    ideal: Double? = nil
  ) throws {
    var table = Table(
      ["one more case", "cases/s", "cpu, µs"] + (ideal == nil ? [] : ["of ideal"]))
    var times: [[(wall: Double, processor: Double)]] = Array(repeating: [], count: pairs.count)
    for _ in 0..<rounds {
      for (place, pair) in pairs.enumerated() {
        let (short, long) = (try pair.1.round(few.count), try pair.2.round(many.count))
        times[place].append(
          (long.run - short.run, long.process.processor - short.process.processor))
      }
    }
    let more = Double(many.count - few.count)
    for (pair, times) in zip(pairs, times) {
      let rate = more / Contest.median(times.map(\.wall))
      table.add(
        [
          pair.0, Table.number(rate, 0),
          Table.number(Contest.median(times.map(\.processor)) / more * 1e6, 1),
        ] + (ideal.map { ["\(Table.number(rate / $0 * 100, 1)) %"] } ?? []))
    }
    print(
      "\(many.count) cases against \(few.count), the median of \(rounds) rounds\n\n\(table.text)")
  }

  private func memory() throws {
    var table = Table(["cases", "live, MB", "replay, MB", "recordings, MB"])
    for count in [1000, 10_000, 100_000] {
      let suite = try suite(count)
      try suite.record(by: assay, from: fast)
      let file = try FileManager.default.attributesOfItem(
        atPath: "\(suite.fixtures)/\(suite.name)/gpt-4.har")
      table.add([
        String(count), Table.number(try liveRun(suite, fast).round(count).process.peak, 1),
        Table.number(try replayRun(suite).round(count).process.peak, 1),
        Table.number((file[.size] as? Double ?? 0) / 1e6, 1),
      ])
    }
    print("peak memory of whole runs, journal and JUnit written\n\n\(table.text)")
  }

  // MARK: Contenders

  private func suite(_ count: Int) throws -> BenchmarkSuite {
    let suite = BenchmarkSuite(folder: folder, count: count)
    if !FileManager.default.fileExists(atPath: suite.path) { try suite.write() }
    return suite
  }

  private func outputs(_ suite: BenchmarkSuite) -> [String] {
    let journal = "\(folder)/journal-\(suite.count).jsonl"
    return ["--journal", journal, "--junit", "\(folder)/junit-\(suite.count).xml", "--quiet"]
  }

  private func liveRun(_ suite: BenchmarkSuite, _ url: String) -> Contender {
    Contender(
      name: "assay", arguments: withoutJournal(suite, ["--mode", "live", "-c", "\(connections)"]),
      environment: Contender.gateway(url), tells: false)
  }

  private func replayRun(_ suite: BenchmarkSuite) -> Contender {
    Contender(
      name: "assay", arguments: withoutJournal(suite, ["--fixtures", suite.fixtures]),
      tells: false)
  }

  /// A journal is never written over, so the last round's goes first; the shell replaces itself.
  private func withoutJournal(_ suite: BenchmarkSuite, _ options: [String]) -> [String] {
    [
      "/bin/sh", "-c", "rm -f \"$1\"; shift; exec \"$@\"", "sh",
      "\(folder)/journal-\(suite.count).jsonl", assay, "run", suite.path,
    ] + options + outputs(suite)
  }

  private func bare(_ url: String, _ count: Int) -> Contender {
    Contender(
      name: "bare AsyncHTTPClient loop",
      arguments: [
        own, "bare", "\(url)/api/jobs/0b9f5d3c-77aa-4d0e-9a11-1f2e3d4c5b6a/llm-call", "\(count)",
        "\(connections)",
      ])
  }

  private func peer(
    _ name: String, _ script: String, _ suite: BenchmarkSuite, _ url: String
  ) -> [Contender] {
    guard let python else { return [] }
    return [
      Contender(
        name: name,
        arguments: [python, "\(peers)/\(script)", suite.casesPath, url, "\(connections)"])
    ]
  }
}
