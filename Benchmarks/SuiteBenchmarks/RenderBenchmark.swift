import AssayInput
import Foundation
import JSONModel

/// Renders a prompt of three variables, and one with sections.
enum RenderBenchmark {
  static let plain = "You answer in {{lang}}.\nQuestion {{id}}: {{question}}\nAnswer with a number."
  static let sectioned =
    "{{#examples}}\nQ: {{question}}\nA: {{answer}}\n{{/examples}}\nQ: {{question}}\n{{^hint}}Think.{{/hint}}\n"

  static func run() throws {
    let variables: JSONObject = [
      "id": "row-17", "question": "What is the sum of 17 and 119, and why does it matter to you?",
      "answer": "136", "lang": "en", "difficulty": 2, "hint": nil,
      "examples": [
        ["question": "1 + 1?", "answer": "2"], ["question": "2 + 3?", "answer": 5],
        ["question": "4 + 4?", "answer": "8"],
      ],
    ]
    print("\nrender a prompt                   µs")
    for (name, text) in [("three variables", plain), ("sections, three examples", sectioned)] {
      let template = try Template(text)
      var best = Double.infinity
      for _ in 0..<5 {
        let start = LoadBenchmark.processorSeconds()
        var length = 0
        for _ in 0..<200_000 { length += try template.render(variables).utf8.count }
        best = min(best, LoadBenchmark.processorSeconds() - start)
        guard length > 0 else { fatalError("nothing was rendered") }
      }
      print(
        name.padding(toLength: 30, withPad: " ", startingAt: 0)
          + String(format: "%7.2f", best / 200_000 * 1e6))
    }
  }
}
