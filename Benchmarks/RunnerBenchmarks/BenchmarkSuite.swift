import Foundation

/// A suite whose cases stand in a file that the peers read, too: a template with one variable, a
/// shape that every reply must have, and one assertion on it.
struct BenchmarkSuite {
  let folder: String
  let count: Int

  var name: String { "people-\(count)" }
  var path: String { "\(folder)/\(name).json" }
  /// The cases: JSON Lines with `id` and `text`.
  var casesPath: String { "\(folder)/\(name).jsonl" }
  var fixtures: String { "\(folder)/fixtures" }

  func write() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var lines = ""
    for number in 0..<count {
      lines +=
        "{\"id\": \"case-\(number)\", \"text\": \"Letter \(number): Sarah Johnson, who turned 28 "
        + "last week, asks you to write to sarah@example.com from now on.\"}\n"
    }
    try lines.write(toFile: casesPath, atomically: true, encoding: .utf8)
    try """
    {
      "version": 1, "name": "\(name)", "models": ["gpt-4"],
      "parameters": { "temperature": 0, "max_tokens": 200 },
      "prompts": { "terse": { "messages": [
        { "role": "system", "content": "Answer with a JSON object of name, age and email." },
        { "role": "user", "content": "Extract the person: {{text}}" } ] } },
      "shapes": { "Person": { "name": "string", "age": "integer", "email": "string?" } },
      "response": { "shape": "Person" },
      "defaults": { "assert": [{ "type": "jsonpath", "path": "$.age", "equals": 28 }] },
      "cases": [{ "from": "\(name).jsonl" }]
    }
    """.write(toFile: path, atomically: true, encoding: .utf8)
  }

  /// Records every case from a gateway that answers at once, unless that was done before.
  func record(by assay: String, from gateway: String) throws {
    if FileManager.default.fileExists(atPath: "\(fixtures)/\(name)/gpt-4.har") { return }
    let run = try Process.measure(
      [
        assay, "run", path, "--mode", "record", "--fixtures", fixtures, "-c", "32",
        "--no-journal", "--quiet",
      ], environment: Contender.gateway(gateway))
    guard run.status == 0 else { throw BenchmarkError("the cases could not be recorded") }
  }
}

struct BenchmarkError: Error, CustomStringConvertible {
  var description: String

  init(_ description: String) {
    self.description = description
  }
}
