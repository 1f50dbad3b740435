import Foundation

/// A program that was run once, as the system accounts for it.
struct MeasuredProcess {
  var status: Int32
  /// From before its start to after its end, seconds.
  var wall: Double
  /// Of the processor, in user and system mode, seconds.
  var processor: Double
  /// Largest resident set, MB of 1,000,000 bytes.
  var peak: Double
  /// Standard output.
  var output: String
}

extension Process {
  /// Runs a program and waits for it. What it says on standard error is dropped, unless
  /// `ASSAY_BENCHMARK_ERRORS` is set.
  static func measure(
    _ arguments: [String], environment: [String: String] = [:]
  ) throws -> MeasuredProcess {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    let file = FileManager.default.temporaryDirectory.appending(
      path: "runner-benchmark-\(getpid()).out"
    ).path
    defer { unlink(file) }
    posix_spawn_file_actions_addopen(&actions, 1, file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    if ProcessInfo.processInfo.environment["ASSAY_BENCHMARK_ERRORS"] == nil {
      posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    }
    let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let program = arguments[0]
    var process = pid_t()
    let start = ContinuousClock.now
    let code = withCStrings(arguments) { arguments in
      withCStrings(variables.map { "\($0)=\($1)" }) { variables in
        posix_spawnp(&process, program, &actions, nil, arguments, variables)
      }
    }
    guard code == 0 else {
      throw BenchmarkError("\(arguments[0]) cannot be started: \(String(cString: strerror(code)))")
    }
    var status: Int32 = 0
    var usage = rusage()
    while wait4(process, &status, 0, &usage) < 0, errno == EINTR {}
    let wall = (ContinuousClock.now - start) / .seconds(1)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    return MeasuredProcess(
      status: status & 0x7F == 0 ? status >> 8 & 0xFF : -(status & 0x7F), wall: wall,
      processor: seconds(usage.ru_utime) + seconds(usage.ru_stime),
      peak: Double(usage.ru_maxrss) * 1024 / 1e6,
      output: (try? String(contentsOfFile: file, encoding: .utf8)) ?? "")
  }
}

private func withCStrings<Result>(
  _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
) -> Result {
  let pointers = texts.map { strdup($0) }
  defer { for pointer in pointers { free(pointer) } }
  return body(pointers + [nil])
}
