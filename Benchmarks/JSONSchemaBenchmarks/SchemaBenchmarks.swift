import Foundation
import JSONModel

/// Measures checks of one 20-property object, side by side with Python's `jsonschema` where
/// that is installed.
enum SchemaBenchmarks {
  static func run() throws {
    let schemaText = try text("person.schema.json")
    let instanceText = try text("person.json")
    let schemaValue = try JSONValue(parsing: schemaText)
    let instance = try JSONValue(parsing: instanceText)
    let schema = try JSONSchema(compiling: schemaValue)
    var broken = instance.objectValue ?? [:]
    broken["age"] = "28"
    let brokenValue = JSONValue.object(broken)

    let flag = try nanoseconds { try schema.isValid(instance) }
    let invalid = try nanoseconds { try !schema.validate(brokenValue).isValid }
    let compile = try nanoseconds {
      try !JSONSchema(compiling: schemaValue).warnings.isEmpty == false
    }
    print("| 20-property object | ours, µs | Python jsonschema, µs | ratio |")
    print("| --- | ---: | ---: | ---: |")
    let python = PythonPeer.measure()
    row("valid, flag output", flag, python?.valid)
    row("one failure, explained", invalid, python?.invalid)
    row("compile the schema", compile, python?.compile)
  }

  private static func row(_ name: String, _ ours: Double, _ theirs: Double?) {
    let own = String(format: "%.2f", ours / 1000)
    guard let theirs else {
      print("| \(name) | \(own) | not installed | |")
      return
    }
    let other = String(format: "%.1f", theirs / 1000)
    print("| \(name) | \(own) | \(other) | \(String(format: "%.0f", theirs / ours)) × |")
  }

  /// The best of several rounds: what the machine can do when nothing else disturbs it.
  private static func nanoseconds(_ body: () throws -> Bool) throws -> Double {
    let rounds = 15
    let clock = ContinuousClock()
    var best = Double.infinity
    var count = 100
    for _ in 0..<rounds {
      let elapsed = try clock.measure {
        for _ in 0..<count {
          guard try body() else { throw BenchmarkError.wrongAnswer }
        }
      }
      let seconds = elapsed / .seconds(1)
      best = min(best, seconds * 1e9 / Double(count))
      count = max(100, min(100_000, Int(0.02 / (seconds / Double(count)))))
    }
    return best
  }

  private static func text(_ name: String) throws -> String {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    return try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
  }
}

enum BenchmarkError: Error {
  case wrongAnswer
}
