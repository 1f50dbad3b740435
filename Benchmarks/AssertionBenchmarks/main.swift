import AssayAssertions
import AssayInput
import Foundation
import JSONModel

/// How long one assertion takes on one reply: processor time of one thread, the best of several
/// rounds, so that it holds on a busy machine.
let reply = """
  {"name": "Sarah Johnson", "age": 28, "email": "sarah@example.com", "tags": ["a", "b", "c"]}
  """
let prose = String(
  repeating: "The quick brown fox jumps over the lazy dog, and Paris is the capital. ", count: 8)

let rows: [(name: String, text: String, reply: String)] = [
  ("contains", #"{"type":"contains","value":"Paris"}"#, prose),
  ("icontains", #"{"type":"icontains","value":"paris"}"#, prose),
  ("equals", #"{"type":"equals","value":"Paris"}"#, prose),
  (
    "contains-all of 5", #"{"type":"contains-all","value":["fox","dog","Paris","lazy","the"]}"#,
    prose
  ),
  ("regex", #"{"type":"regex","value":"capital\\."}"#, prose),
  ("word-count", #"{"type":"word-count","max":500}"#, prose),
  ("is-json", #"{"type":"is-json"}"#, reply),
  ("jsonpath equals", #"{"type":"jsonpath","path":"$.age","equals":28}"#, reply),
  (
    "json-schema",
    #"{"type":"json-schema","schema":{"type":"object","required":["name","age"],"properties":{"age":{"type":"integer"}}}}"#,
    reply
  ),
  ("json-equals", #"{"type":"json-equals","value":\#(reply)}"#, reply),
  (
    "all of 2",
    #"{"type":"all","assert":[{"type":"is-json"},{"type":"contains","value":"Sarah"}]}"#, reply
  ),
  ("rouge-l", #"{"type":"rouge-l","value":"the quick brown fox and the lazy dog"}"#, prose),
  ("bleu", #"{"type":"bleu","value":"the quick brown fox and the lazy dog"}"#, prose),
]

func processorTime() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

func evaluate(_ assertion: ConfiguredAssertion, _ context: EvaluationContext) async -> Int {
  await assertion.evaluate(context).components.count
}

print("| assertion | µs |\n| --- | ---: |")
for row in rows {
  let collector = DiagnosticCollector(file: "benchmark")
  let scope = AssertionScope(registry: .standard, collector: collector)
  guard let assertion = scope.read(try JSONDocument(parsing: row.text).root) else {
    fatalError("\(collector.diagnostics)")
  }
  let context = EvaluationContext(reply: Reply(text: row.reply))
  var best = Double.infinity
  for _ in 0..<7 {
    let rounds = 2_000
    let start = processorTime()
    for _ in 0..<rounds { _ = await evaluate(assertion, context) }
    best = min(best, (processorTime() - start) / Double(rounds))
  }
  print("| \(row.name) | \((best * 1e8).rounded() / 100) |")
}
