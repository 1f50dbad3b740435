import Foundation

/// The server that `run.sh` has started.
enum BenchmarkServer {
  static var url: String {
    ProcessInfo.processInfo.environment["ASSAY_BENCHMARK_URL"] ?? "http://127.0.0.1:18003"
  }

  /// How many requests are under way at once.
  static let concurrency = 64

  /// Runs `body` for every call, a fixed number at once.
  static func calls(_ count: Int, _ body: @escaping @Sendable () async throws -> Void) async throws
  {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for worker in 0..<concurrency {
        let share = count / concurrency + (worker < count % concurrency ? 1 : 0)
        group.addTask {
          for _ in 0..<share { try await body() }
        }
      }
      try await group.waitForAll()
    }
  }
}

/// What the process has used.
struct Usage {
  /// Seconds of processor time, of the program and of the kernel for it.
  var processor: Double
  var clock: ContinuousClock.Instant

  static var now: Usage {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Usage(processor: Double(time.tv_sec) + Double(time.tv_nsec) / 1e9, clock: .now)
  }

  /// The memory that is resident, in bytes; nil where the system does not tell.
  static var residentBytes: Int? {
    guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else {
      return nil
    }
    let fields = text.split(separator: " ")
    guard fields.count > 1, let pages = Int(fields[1]) else { return nil }
    return pages * sysconf(Int32(_SC_PAGESIZE))
  }
}
