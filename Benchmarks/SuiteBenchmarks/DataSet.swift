import Foundation

/// 100,000 rows of question and answer, as JSON Lines and as CSV, and suites that read them.
struct DataSet {
  let folder: String

  static let count = 100_000

  func write() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var lines = ""
    var table = "id,question,answer,lang,difficulty\n"
    for number in 0..<Self.count {
      let question =
        "What is the sum of \(number) and \(number * 7 % 1_013), and why does it matter to you?"
      let answer = String(number + number * 7 % 1_013)
      let lang = ["en", "de", "fr"][number % 3]
      lines +=
        "{\"id\": \"row-\(number)\", \"question\": \"\(question)\", \"answer\": \"\(answer)\", "
        + "\"lang\": \"\(lang)\", \"difficulty\": \(number % 5)}\n"
      table += "row-\(number),\"\(question)\",\(answer),\(lang),\(number % 5)\n"
    }
    try write(lines, "data.jsonl")
    try write(table, "data.csv")
    for (name, file) in [("lines", "data.jsonl"), ("table", "data.csv")] {
      try write(
        """
        { "version": 1, "name": "\(name)", "models": ["m"],
          "parameters": { "temperature": 0 },
          "prompts": { "ask": { "messages": [
            { "role": "system", "content": "You answer in {{lang}} with a number." },
            { "role": "user", "content": "{{question}}" } ] } },
          "defaults": { "assert": [{ "type": "contains", "value": "{{answer}}" }, { "type": "latency", "max": 20 }] },
          "cases": [{ "from": "\(file)" }] }
        """, "\(name).json")
    }
  }

  private func write(_ text: String, _ name: String) throws {
    try text.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
  }
}
