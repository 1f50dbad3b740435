extension LoopbackServer.Step {
  package static func send(_ text: String) -> Self { .send(Array(text.utf8)) }
}

extension [LoopbackServer.Step] {
  /// A whole answer.
  package static func answer(
    _ body: String, status: String = "200 OK", type: String = "application/json",
    headers: String = ""
  ) -> Self {
    [
      .send(
        "HTTP/1.1 \(status)\r\ncontent-type: \(type)\r\ncontent-length: \(body.utf8.count)\r\n"
          + "\(headers)\r\n\(body)")
    ]
  }

  /// The head of an event stream.
  package static var streamHead: Self {
    [
      .send(
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n")
    ]
  }

  /// One piece of a chunked body.
  package static func chunk(_ text: String) -> Self {
    [.send("\(String(text.utf8.count, radix: 16))\r\n\(text)\r\n")]
  }

  /// The end of a chunked body.
  package static var lastChunk: Self { [.send("0\r\n\r\n")] }

  /// What the transcript's server answered, byte for byte; a connection that was cut there is
  /// cut here.
  package static func replaying(_ transcript: WireTranscript) -> Self {
    transcript.response.isComplete
      ? [.send(transcript.response.raw)] : [.send(transcript.response.raw), .close]
  }
}
