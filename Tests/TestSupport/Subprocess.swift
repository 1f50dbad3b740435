package import Foundation

/// A program that was run to its end.
package struct Subprocess: Sendable {
  package var output: String
  package var errors: String
  package var status: Int32

  /// Runs the `assay` that was built with the tests.
  package static func assay(
    _ arguments: [String], in folder: URL = Repository.root, environment: [String: String] = [:]
  ) async throws -> Subprocess {
    try await run(assayProgram, arguments, in: folder, environment)
  }

  package static func run(
    _ program: URL, _ arguments: [String], in folder: URL, _ environment: [String: String] = [:]
  ) async throws -> Subprocess {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ["PATH": "/usr/bin:/bin"].merging(environment) { $1 }
    // Files instead of pipes: nothing to drain, so nothing can block.
    let temporary = try TemporaryFolder()
    let output = temporary.url.appending(path: "out")
    let errors = temporary.url.appending(path: "err")
    for file in [output, errors] {
      _ = FileManager.default.createFile(atPath: file.path, contents: nil)
    }
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    process.standardInput = FileHandle.nullDevice
    // Waiting must not hold a thread of the pool: servers inside the tests run on it.
    try await withCheckedThrowingContinuation {
      (continuation: CheckedContinuation<Void, any Error>) in
      process.terminationHandler = { _ in continuation.resume() }
      do {
        try process.run()
      } catch {
        process.terminationHandler = nil
        continuation.resume(throwing: error)
      }
    }
    return Subprocess(
      output: try String(contentsOf: output, encoding: .utf8),
      errors: try String(contentsOf: errors, encoding: .utf8), status: process.terminationStatus)
  }

  /// The `assay` that was built with the tests.
  package static var assayProgram: URL { builtProducts.appending(path: "assay") }

  /// The folder with the products of the build that the running tests belong to.
  private static var builtProducts: URL {
    // The test bundle (macOS) or test program (Linux) lies among the products.
    let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
    return bundle?.bundleURL.deletingLastPathComponent()
      ?? Bundle.main.bundleURL
  }
}

/// A folder that goes when nobody holds it any more.
package final class TemporaryFolder: Sendable {
  package let url: URL

  package init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "assay-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  /// Writes a file, with the folders it needs, and gives its path.
  @discardableResult
  package func write(_ text: String, to path: String) throws -> String {
    let file = url.appending(path: path)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try text.write(to: file, atomically: true, encoding: .utf8)
    return file.path
  }
}
