import Foundation
import JSONModel
import Synchronization

/// Writes each request as a line of JSON. Headers and bodies stay out of it, so keys and prompts do.
package struct RequestLog: Sendable {
  private let sink: @Sendable (String) -> Void

  package init(_ sink: @escaping @Sendable (String) -> Void) {
    self.sink = sink
  }

  struct Entry: Sendable {
    var time: Timestamp
    var method: String
    /// Without the query.
    var path: String
    /// 0 where a fault left none.
    var status: Int
    var facts: Facts
    /// The bytes of the body that were meant to be sent.
    var bytes: Int
    /// The time that the answer was meant to take.
    var delay: Duration
  }

  func write(_ entry: Entry) {
    let (seconds, attoseconds) = entry.delay.components
    var line: JSONObject = [
      "time": .string(entry.time.zuluMilliseconds), "method": .string(entry.method),
      "path": .string(entry.path), "status": .integer(entry.status),
    ]
    line["endpoint"] = entry.facts.endpoint.map { .string($0.rawValue) }
    line["team"] = entry.facts.team.map { .string($0) }
    line["model"] = entry.facts.model.map { .string($0) }
    line["attempt"] = entry.facts.attempt.map { .integer($0) }
    line["rule"] = entry.facts.rule.map { .string($0) }
    line["fault"] = entry.facts.fault.map { .string($0) }
    line["faultRule"] = entry.facts.faultRule.map { .string($0) }
    line["bytes"] = .integer(entry.bytes)
    line["delayMilliseconds"] = .integer(
      Int(seconds) * 1_000 + Int(attoseconds / 1_000_000_000_000_000))
    sink(JSONValue.object(line).text() + "\n")
  }
}

extension SimulatorCounts {
  mutating func note(_ facts: Facts, status: Int) {
    requests += 1
    endpoints[facts.endpoint?.rawValue ?? "unknown", default: 0] += 1
    statuses[status, default: 0] += 1
    if let fault = facts.fault { faults[fault, default: 0] += 1 }
  }
}
