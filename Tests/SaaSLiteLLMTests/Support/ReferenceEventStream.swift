@testable import SaaSLiteLLM

/// The WHATWG rules for event streams as they are written down, one character at a time over the
/// whole text, with no thought for speed.
enum ReferenceEventStream {
  static func events(_ bytes: [UInt8]) -> [ServerSentEvent] {
    // 9.2.5: decode as UTF-8, which drops one byte order mark.
    var scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
    var events: [ServerSentEvent] = []
    var data = ""
    var type = ""
    var lastID = ""
    for line in finishedLines(scalars) {
      if line.isEmpty {
        if data.isEmpty {
          type = ""
          continue
        }
        data.unicodeScalars.removeLast()
        events.append(
          ServerSentEvent(
            type: type.isEmpty ? "message" : type, data: Array(data.utf8), lastEventID: lastID))
        data = ""
        type = ""
        continue
      }
      if line[0] == ":" { continue }
      var field = ""
      var value = ""
      if let colon = line.firstIndex(of: ":") {
        for scalar in line[..<colon] { field.unicodeScalars.append(scalar) }
        var rest = line[(colon + 1)...]
        if rest.first == " " { rest = rest.dropFirst() }
        for scalar in rest { value.unicodeScalars.append(scalar) }
      } else {
        for scalar in line { field.unicodeScalars.append(scalar) }
      }
      // Compared by scalars: Swift's own comparison would take canonical equivalents as equal.
      if field.utf8.elementsEqual("data".utf8) {
        data.unicodeScalars.append(contentsOf: value.unicodeScalars)
        data.unicodeScalars.append("\n")
      } else if field.utf8.elementsEqual("event".utf8) {
        type = value
      } else if field.utf8.elementsEqual("id".utf8), !value.unicodeScalars.contains("\0") {
        lastID = value
      }
    }
    return events
  }

  /// The lines that have an end; the rest of the text is dropped.
  private static func finishedLines(_ scalars: [Unicode.Scalar]) -> [[Unicode.Scalar]] {
    var lines: [[Unicode.Scalar]] = []
    var line: [Unicode.Scalar] = []
    var position = 0
    while position < scalars.count {
      let scalar = scalars[position]
      position += 1
      if scalar == "\r" {
        if position < scalars.count, scalars[position] == "\n" { position += 1 }
        lines.append(line)
        line = []
      } else if scalar == "\n" {
        lines.append(line)
        line = []
      } else {
        line.append(scalar)
      }
    }
    return lines
  }
}
