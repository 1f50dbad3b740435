import Foundation

/// Python's `jsonschema`, measured by a script of its own in the same run.
enum PythonPeer {
  struct Figures {
    /// Nanoseconds a call.
    var valid: Double
    var invalid: Double
    var compile: Double
  }

  /// The figures, or nil if the interpreter or the package is missing. `ASSAY_BENCHMARK_PYTHON`
  /// names the interpreter; `Benchmarks/make-venv.sh` makes one.
  static func measure() -> Figures? {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    let python = ProcessInfo.processInfo.environment["ASSAY_BENCHMARK_PYTHON"] ?? "python3"
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [python, folder.appendingPathComponent("peer.py").path]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let numbers = text.split(whereSeparator: \.isWhitespace).compactMap { Double($0) }
    guard process.terminationStatus == 0, numbers.count == 3 else { return nil }
    return Figures(valid: numbers[0], invalid: numbers[1], compile: numbers[2])
  }
}
