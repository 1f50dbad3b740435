import Foundation
import JSONModel

/// The events of a stream, as a strict reader with LF line ends sees them.
struct EventReader {
  /// Such as `comment`, `chunk`, `usage`, `done`; repetitions in a row are one.
  var kinds: [String] = []
  /// The first event of each kind.
  var samples: [String: JSONValue] = [:]
  /// The text of all chunks.
  var text = ""

  init(_ bytes: [UInt8]) {
    for event in String(decoding: bytes, as: UTF8.self).components(separatedBy: "\n\n") {
      guard !event.isEmpty else { continue }
      if event.hasPrefix(":") {
        note("comment", nil)
      } else if event == "data: [DONE]" {
        note("done", nil)
      } else if event.hasPrefix("data: ") {
        note(try? JSONDocument(parsing: Array(event.dropFirst(6).utf8)).value)
      } else {
        note("unreadable", nil)
      }
    }
  }

  private mutating func note(_ value: JSONValue?) {
    guard let value else { return note("not JSON", nil) }
    if value["error"] != nil { return note("error", value) }
    if let type = value["type"]?.stringValue { return note(type, value) }
    if let candidate = value["candidates"]?[0] {
      return note(candidate["finishReason"] == nil ? "candidate" : "last candidate", value)
    }
    guard let choice = value["choices"]?[0] else { return note("usage", value) }
    text += choice["delta"]?["content"]?.stringValue ?? ""
    if choice["finish_reason"]?.stringValue != nil { return note("finish", value) }
    note(choice["delta"]?["role"] == nil ? "chunk" : "first", Self.withoutText(value))
  }

  /// Some providers send a text, often an empty one, along with the role; some do not.
  private static func withoutText(_ value: JSONValue) -> JSONValue {
    guard var chunk = value.objectValue, var choice = value["choices"]?[0]?.objectValue,
      var delta = choice["delta"]?.objectValue, delta["role"] != nil
    else { return value }
    delta["content"] = nil
    choice["delta"] = .object(delta)
    chunk["choices"] = .array([.object(choice)])
    return .object(chunk)
  }

  private mutating func note(_ kind: String, _ value: JSONValue?) {
    if kinds.last != kind { kinds.append(kind) }
    if samples[kind] == nil { samples[kind] = value }
  }
}
