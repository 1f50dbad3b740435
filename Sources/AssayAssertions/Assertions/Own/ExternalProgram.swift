import Foundation
import Subprocess
import Synchronization

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// Runs a program with nothing of ours but what it is given, and not for long.
struct ExternalProgram: Sendable {
  let command: [String]
  /// Beside what every program gets.
  let environment: [String: String]
  let timeLimit: Duration
  let folder: String

  /// How many bytes it may write to each of its outputs.
  static let outputLimit = 1 << 20

  struct Result: Sendable {
    var output: String
    var errors: String
    var ending: Ending
  }

  /// How a program came to its end.
  enum Ending: Sendable, Hashable, CustomStringConvertible {
    case exited(Int)
    case killed(signal: Int)

    var description: String {
      switch self {
      case .exited(let code): "ended with exit code \(code)"
      case .killed(let signal): "was killed by signal \(signal)"
      }
    }
  }

  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// Runs the program with `input` on its standard input. When this returns or throws, neither it
  /// nor anything that it started is left; see ``ProcessFamily`` for what that means.
  ///
  /// - Throws: ``Failure`` if it cannot be run, takes too long or writes too much.
  func run(_ input: [UInt8]) async throws -> Result {
    let family = ProcessFamily()
    let name = command[0]
    do {
      return try await withThrowingTaskGroup(of: Result?.self) { tasks in
        tasks.addTask { try await execute(input, family) }
        tasks.addTask {
          try await Task.sleep(for: timeLimit, clock: .continuous)
          return nil
        }
        defer {
          family.end()
          tasks.cancelAll()
        }
        guard let first = try await tasks.next(), let result = first else {
          throw Failure(description: "\(name) took longer than \(seconds) s and was ended")
        }
        return result
      }
    } catch let error as SubprocessError {
      throw Failure(description: "\(name): \(Self.text(error))")
    }
  }

  private func execute(
    _ input: [UInt8], _ family: ProcessFamily
  ) async throws -> Result {
    var options = PlatformOptions()
    options.processGroupID = 0
    let result = try await Subprocess.run(
      executable, arguments: Arguments(Array(command.dropFirst())),
      environment: .custom(environment(marked: family)), workingDirectory: FilePath(absoluteFolder),
      platformOptions: options,
      input: .fileDescriptor(try Self.file(input), closeAfterSpawningProcess: true),
      output: .bytes(limit: Self.outputLimit), error: .bytes(limit: Self.outputLimit)
    ) { execution in
      family.begin(execution.processIdentifier.value)
    }
    let ending: Ending =
      switch result.terminationStatus {
      case .exited(let code): .exited(Int(code))
      case .signaled(let signal): .killed(signal: Int(signal))
      }
    return Result(
      output: String(decoding: result.standardOutput, as: UTF8.self),
      errors: String(decoding: result.standardError, as: UTF8.self), ending: ending)
  }

  /// The input as a file without a name. With a pipe, a program that ends before it has read
  /// everything would end us too (SIGPIPE).
  private static func file(_ bytes: [UInt8]) throws -> FileDescriptor {
    var template = Array(
      FileManager.default.temporaryDirectory.appending(path: "assay-input-XXXXXX").path.utf8CString)
    let number = mkstemp(&template)
    guard number >= 0 else {
      throw Failure(description: "no temporary file: \(String(cString: strerror(errno)))")
    }
    unlink(template)
    let file = FileDescriptor(rawValue: number)
    do {
      try file.writeAll(bytes)
      try file.seek(offset: 0, from: .start)
    } catch {
      try? file.close()
      throw Failure(description: "the temporary file cannot be written: \(error)")
    }
    return file
  }

  private var seconds: String { MeasureBounds.text(timeLimit / .seconds(1)) }

  private var absoluteFolder: String { URL(filePath: folder).path }

  private var executable: Executable {
    guard command[0].contains("/") else { return .name(command[0]) }
    let url = URL(filePath: command[0], relativeTo: URL(filePath: absoluteFolder + "/"))
    return .path(FilePath(url.path))
  }

  /// What programs need to be found and to write texts; nothing that could be a secret.
  private func environment(marked family: ProcessFamily) -> [Environment.Key: String] {
    let ours = ProcessInfo.processInfo.environment
    var clean: [String: String] = [:]
    for name in ["PATH", "LANG", "LC_ALL", "TZ", "TMPDIR"] { clean[name] = ours[name] }
    clean.merge(environment) { $1 }
    clean[ProcessFamily.variable] = family.mark
    return Dictionary(
      uniqueKeysWithValues: clean.map { (Environment.Key(stringLiteral: $0), $1) })
  }

  private static func text(_ error: SubprocessError) -> String {
    switch error.code {
    case .executableNotFound: "there is no such program, or it may not be run"
    case .outputLimitExceeded: "it wrote more than \(outputLimit) bytes and was ended"
    default: "\(error)"
    }
  }
}
