import JSONModel

/// Writes server-sent events.
enum SSE {
  struct Style: Sendable {
    var lineEnd: [UInt8] = [0x0a]
    var separator: [UInt8] = [0x20]

    init(_ fault: Fault?) {
      if fault == .crlf { lineEnd = [0x0d, 0x0a] }
      if fault == .noSpace { separator = [] }
    }
  }

  static func bytes(of event: StreamEvent, style: Style) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(event.payload.count + 10)
    // A comment keeps its space: it is not a field.
    if event.kind == .comment {
      bytes += ": ".utf8
    } else {
      bytes += "data:".utf8
      bytes += style.separator
    }
    bytes += event.payload
    bytes += style.lineEnd
    bytes += style.lineEnd
    return bytes
  }
}

extension StreamEvent {
  /// The error event of a provider or of LiteLLM: an object.
  static func errorObject(_ message: String, isLiteLLM: Bool) -> StreamEvent {
    StreamEvent(
      .error,
      JSONValue.object([
        "error": [
          "message": .string(message),
          "type": isLiteLLM ? "internal_server_error" : "server_error", "param": nil,
          "code": isLiteLLM ? "500" : nil,
        ]
      ]).bytes())
  }
}
