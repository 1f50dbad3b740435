import Foundation
import TestSupport
import Testing

/// The walk in `docs/simulator.md` leads where it says, from an empty folder.
@Suite struct SimulatorWalkTests {
  /// The blocks of shell commands of the first section.
  private static func blocks() throws -> [String] {
    let document = try String(
      contentsOf: Repository.root.appending(path: "docs/simulator.md"), encoding: .utf8)
    let section = try #require(
      document.components(separatedBy: "\n## ").first { $0.hasPrefix("From nothing") })
    return section.components(separatedBy: "```").filter { $0.hasPrefix("sh\n") }
      .map { String($0.dropFirst(3)) }
  }

  @Test func everyCommandRuns() async throws {
    let folder = try TemporaryFolder()
    let shell = URL(filePath: "/bin/sh")
    let path = "\(Subprocess.assayProgram.deletingLastPathComponent().path):/usr/bin:/bin"
    func run(_ commands: String) async throws -> Subprocess {
      try await Subprocess.run(shell, ["-euc", commands], in: folder.url, ["PATH": path])
    }
    let blocks = try Self.blocks()
    try #require(blocks.count == 5)
    #expect(try await run(blocks[0]).status == 0)

    try #require(blocks[1].hasPrefix("assay simulate ") && blocks[1].hasSuffix(" > .env &\n"))
    let file = folder.url.appending(path: ".env")
    try await RunningProgram.with(
      shell, ["-euc", "exec \(blocks[1].dropLast(3))"], in: folder.url, ["PATH": path]
    ) { simulator in
      try await simulator.wait(for: "the variables") {
        (try? String(contentsOf: file, encoding: .utf8))?.contains("VIRTUAL_KEY=") == true
      }
      #expect(try await run(blocks[2]).status == 0)
      let recorded = try await run(blocks[3])
      #expect(recorded.status == 0, "\(recorded.output)\(recorded.errors)")
      simulator.send(signal: SIGINT)
      #expect(try await simulator.waitForEnd() == 0)
    }
    // Nothing is asked of anybody any more.
    try FileManager.default.removeItem(at: file)
    let replayed = try await run(blocks[4])
    #expect(replayed.status == 0, "\(replayed.output)\(replayed.errors)")
    #expect(replayed.output.contains("capitals"))
    let recordings = try FileManager.default.contentsOfDirectory(
      atPath: folder.url.appending(path: "fixtures/capitals").path)
    #expect(!recordings.isEmpty)
  }
}
