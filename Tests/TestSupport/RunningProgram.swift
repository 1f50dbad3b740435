package import Foundation

/// A program that is running, for those that do not end by themselves.
package final class RunningProgram: Sendable {
  private let process: Process
  private let folder: TemporaryFolder

  /// It never said what was waited for.
  package struct Silent: Error, CustomStringConvertible {
    package var description: String
  }

  /// Starts the `assay` that was built with the tests, gives it to `body`, and kills it if it is
  /// still there when `body` ends.
  package static func withAssay<Result>(
    _ arguments: [String], in folder: URL = Repository.root, environment: [String: String] = [:],
    _ body: (RunningProgram) async throws -> Result
  ) async throws -> Result {
    try await with(Subprocess.assayProgram, arguments, in: folder, environment, body)
  }

  /// The same with any program. One that starts others in the background must `exec` the last:
  /// a process counts as running for as long as its children do.
  package static func with<Result>(
    _ program: URL, _ arguments: [String], in folder: URL, _ environment: [String: String] = [:],
    _ body: (RunningProgram) async throws -> Result
  ) async throws -> Result {
    let program = try RunningProgram(program, arguments, folder, environment)
    defer { program.kill() }
    return try await body(program)
  }

  private init(
    _ program: URL, _ arguments: [String], _ directory: URL, _ environment: [String: String]
  ) throws {
    folder = try TemporaryFolder()
    process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = directory
    process.environment = ["PATH": "/usr/bin:/bin"].merging(environment) { $1 }
    process.standardOutput = try Self.file("out", in: folder)
    process.standardError = try Self.file("err", in: folder)
    process.standardInput = FileHandle.nullDevice
    try process.run()
  }

  private static func file(_ name: String, in folder: TemporaryFolder) throws -> FileHandle {
    let url = folder.url.appending(path: name)
    _ = FileManager.default.createFile(atPath: url.path, contents: nil)
    return try FileHandle(forWritingTo: url)
  }

  /// What it has written so far.
  package var output: String { read("out") }
  package var errors: String { read("err") }

  private func read(_ name: String) -> String {
    (try? String(contentsOf: folder.url.appending(path: name), encoding: .utf8)) ?? ""
  }

  package func send(signal: Int32) {
    Foundation.kill(process.processIdentifier, signal)
  }

  private func kill() {
    if process.isRunning { send(signal: SIGKILL) }
  }

  package var hasEnded: Bool { !process.isRunning }

  /// Waits until its output has this text.
  package func waitForOutput(containing text: String) async throws {
    try await wait(for: "the output \"\(text)\"") { self.output.contains(text) }
  }

  /// Waits until it has ended, and gives its exit status.
  package func waitForEnd() async throws -> Int32 {
    try await wait(for: "its end") { !self.process.isRunning }
    return process.terminationStatus
  }

  package func wait(for what: String, _ isThere: () -> Bool) async throws {
    // A minute is for machines under load; usually it takes some milliseconds.
    for _ in 0..<3_000 {
      if isThere() { return }
      try await Task.sleep(for: .milliseconds(20))
    }
    throw Silent(description: "waited in vain for \(what); \(output)\(errors)")
  }
}
