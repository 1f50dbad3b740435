import Foundation
import JSONModel

/// Microseconds a call on small values.
enum SmallBenchmarks {
  static func run() throws {
    let reply = Sample.reply
    let replyData = Data(reply)
    let document = try JSONDocument(parsing: reply)
    let decoder = JSONDecoder()
    let person = try JSONValue(parsing: PersonSample.instance)
    let schema = try JSONSchema(compiling: JSONValue(parsing: PersonSample.schema))
    let other = try JSONValue(parsing: PersonSample.instance.replacing("28", with: "29"))

    print("| call | µs | Foundation, µs | ratio |")
    print("| --- | ---: | ---: | ---: |")
    let typed = try Measure.nanoseconds {
      try JSONDocument(parsing: reply).decode(Reply.self).usage.totalTokens == 130
    }
    let foundation = try Measure.nanoseconds {
      try decoder.decode(Reply.self, from: replyData).usage.totalTokens == 130
    }
    row("read and decode a typed reply of \(reply.count) bytes", typed, foundation)
    let decodeOnly = try Measure.nanoseconds {
      try document.decode(Reply.self).usage.totalTokens == 130
    }
    row("decode it when read", decodeOnly, nil)
    let read = try Measure.nanoseconds { try JSONDocument(parsing: reply).root.count == 6 }
    row("scan it", read, nil)
    let value = try Measure.nanoseconds { try JSONValue(parsing: reply)["model"] != nil }
    let serialization = try Measure.nanoseconds {
      try JSONSerialization.jsonObject(with: replyData) is [String: Any]
    }
    row("read it into values", value, serialization)
    let check = try Measure.nanoseconds { try schema.isValid(person) }
    row("validate a 20-property object", check, nil)
    for text in PersonSample.paths {
      let path = try JSONPath(text)
      let time = try Measure.nanoseconds { !path.values(in: person).isEmpty }
      row("query it by `\(text.replacing("|", with: "\\|"))`", time, nil)
    }
    let diff = try Measure.nanoseconds { JSONDiff(from: person, to: other).entries.count == 1 }
    row("diff it with another", diff, nil)
    let canonical = try Measure.nanoseconds { person.canonicalBytes().count > 100 }
    row("its canonical form", canonical, nil)
    print()
  }

  private static func row(_ name: String, _ ours: Double, _ theirs: Double?) {
    let other = theirs.map { Measure.text($0 / 1000, digits: 2) } ?? ""
    let ratio = theirs.map { Measure.text($0 / ours, digits: 1) + " ×" } ?? ""
    print("| \(name) | \(Measure.text(ours / 1000, digits: 2)) | \(other) | \(ratio) |")
  }
}
