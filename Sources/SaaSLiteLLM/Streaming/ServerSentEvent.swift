/// One event of an event stream (WHATWG HTML, section 9.2).
package struct ServerSentEvent: Sendable, Hashable {
  /// `message` unless the stream says otherwise.
  package var type: String
  /// The bytes between the fields' line ends, joined with LF. Not checked to be UTF-8.
  package var data: [UInt8]
  /// The last id that the stream has set; empty if none.
  package var lastEventID: String

  package init(type: String = "message", data: [UInt8], lastEventID: String = "") {
    self.type = type
    self.data = data
    self.lastEventID = lastEventID
  }

  /// The data as text; malformed UTF-8 reads as U+FFFD.
  package var text: String { String(decoding: data, as: UTF8.self) }
}

/// A stream that would take more memory than it may.
package struct ServerSentEventOverflow: Error, Sendable, Hashable, CustomStringConvertible {
  package enum Part: String, Sendable { case line, event }

  package var part: Part
  package var limit: Int

  package var description: String {
    "an event stream has \(part == .line ? "a line" : "an event") of more than \(limit) bytes"
  }
}
