import Foundation
import JSONModel
import TestSupport
import Testing

/// Machines that share out a suite, more of them than it has cases.
@Suite struct ShardedRunTests {
  private static func folder(_ skip: Bool = false) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    // Nothing is recorded: a case that is run is errored.
    try folder.write(
      "{\"log\": {\"version\": \"1.2\", \"creator\": {\"name\": \"t\", \"version\": \"1\"}, "
        + "\"entries\": []}}", to: "fixtures/numbered/none.har")
    try folder.write(
      NumberedSuite.text(cases: 2) { _ in skip ? ["skip": "for now"] : [:] }, to: "suite.json")
    return folder
  }

  /// A sample is drawn once and shared out, not drawn by each machine anew.
  @Test func aSampleIsSharedOut() async throws {
    let folder = try Self.folder()
    try folder.write(NumberedSuite.text(cases: 60), to: "suite.json")
    func cases(_ arguments: [String]) async throws -> [String] {
      let journal = "\(UUID().uuidString).jsonl"
      _ = try await Subprocess.assay(
        ["run", "suite.json", "--sample", "10", "--seed", "7", "--journal", journal] + arguments,
        in: folder.url)
      return try JournalEvidence(folder.url.appending(path: journal)).names
    }
    let whole = try await cases([])
    #expect(whole.count == 10)
    var parts: [String] = []
    for index in 1...3 { parts += try await cases(["--shard", "\(index)/3"]) }
    #expect(parts.sorted() == whole.sorted())
  }

  @Test func aShardWithoutCasesIsNoTrouble() async throws {
    let folder = try Self.folder()
    var cases = 0
    var idle = 0
    for index in 1...8 {
      let shard = "\(index)/8"
      let run = try await Subprocess.assay(
        ["run", "suite.json", "--journal", "\(index).jsonl", "--junit", "\(index).xml"],
        in: folder.url, environment: ["CI_NODE_INDEX": "\(index)", "CI_NODE_TOTAL": "8"])
      let count = try JUnitEvidence(folder.url.appending(path: "\(index).xml")).tests
      cases += count
      guard count == 0 else {
        #expect(run.status == 2)
        continue
      }
      idle += 1
      #expect(run.status == 0, "\(run.output)\(run.errors)")
      #expect(run.output.contains("nothing falls to shard \(shard)"), "\(run.output)")
      let footer = try JournalEvidence(folder.url.appending(path: "\(index).jsonl")).footer
      #expect(footer?["status"] == 0)
      let report = try await Subprocess.assay(["report", "\(index).jsonl"], in: folder.url)
      #expect(report.status == 0 && report.output == run.output)
      let gates = try await Subprocess.assay(
        ["report", "\(index).jsonl", "--suites", "suite.json"], in: folder.url)
      #expect(gates.status == 0, "\(gates.output)\(gates.errors)")
      let plan = try await Subprocess.assay(
        ["plan", "suite.json", "--shard", shard], in: folder.url)
      #expect(plan.status == 0 && plan.errors.contains("nothing falls to shard \(shard)"))
      // With the same selection it is gone on with, and there is still nothing to do.
      let resumed = try await Subprocess.assay(
        ["run", "suite.json", "--shard", shard, "--resume", "\(index).jsonl"], in: folder.url)
      #expect(resumed.status == 0, "\(resumed.errors)")
    }
    #expect(cases == 2 && idle >= 6)
  }

  @Test func whatNobodyHasIsStillASlip() async throws {
    let folder = try Self.folder()
    for index in 1...2 {
      let run = try await Subprocess.assay(
        ["run", "suite.json", "--shard", "\(index)/2", "--case", "case-0", "--prompt", "q"],
        in: folder.url)
      #expect(run.status == 3, "\(run.errors)")
      #expect(run.errors.contains("no prompt is named \"q\""))
    }
    let skipped = try Self.folder(true)
    for index in 1...2 {
      let run = try await Subprocess.assay(
        ["run", "suite.json", "--shard", "\(index)/2"], in: skipped.url)
      #expect(run.status == 3, "\(run.output)\(run.errors)")
    }
  }
}
