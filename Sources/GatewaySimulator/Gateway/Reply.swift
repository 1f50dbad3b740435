import HTTPTypes
import JSONModel

/// An answer before any fault has touched it.
struct Reply: Sendable {
  var status: Int
  var headers: HTTPFields
  /// How long the head lets wait.
  var delay: Duration = .zero
  var body: Body
  /// Whether errors within the stream are in LiteLLM's words.
  var isLiteLLM = false

  enum Body: Sendable {
    case whole([UInt8])
    case events([StreamEvent])
  }

  init(status: Int, headers: HTTPFields, delay: Duration = .zero, body: Body) {
    self.status = status
    self.headers = headers
    self.delay = delay
    self.body = body
  }

  static func json(_ value: JSONValue, status: Int = 200) -> Reply {
    Reply(status: status, headers: [.contentType: "application/json"], body: .whole(value.bytes()))
  }

  static func plain(_ text: String, status: Int, type: String = "text/plain; charset=utf-8")
    -> Reply
  {
    Reply(status: status, headers: [.contentType: type], body: .whole(Array(text.utf8)))
  }

  /// A stream of server-sent events with the gateway's headers.
  static func stream(_ events: [StreamEvent], delay: Duration = .zero) -> Reply {
    Reply(
      status: 200,
      headers: [
        .cacheControl: "no-cache", .connection: "keep-alive", .accelBuffering: "no",
        .contentType: "text/event-stream; charset=utf-8",
      ],
      delay: delay, body: .events(events))
  }

  /// The gateway's form of an error.
  static func error(_ status: Int, _ detail: String) -> Reply {
    json(["detail": .string(detail)], status: status)
  }

  /// What the gateway answers where its code fails: nothing that tells why.
  static var unhandled: Reply { plain("Internal Server Error", status: 500) }
}

extension HTTPField.Name {
  static let accelBuffering = HTTPField.Name(known: "x-accel-buffering")
  static let simulateFault = HTTPField.Name(known: "x-simulate-fault")
  static let simulateAttempt = HTTPField.Name(known: "x-simulate-attempt")

  /// A name that is known to be valid: it is written in this module.
  init(known name: String) {
    guard let field = HTTPField.Name(name) else { preconditionFailure("\(name) is no field name") }
    self = field
  }
}

/// One event of a stream, or a comment in it.
struct StreamEvent: Sendable, Hashable {
  enum Kind: Sendable, Hashable {
    case comment
    /// The role, a piece of text or of a tool call.
    case piece
    /// The finish reason, or tokens.
    case closing
    case done
    case error
  }

  var kind: Kind
  /// What stands after `data: ` or `: `.
  var payload: [UInt8]
  /// How long it lets wait after what came before.
  var pause: Duration

  init(_ kind: Kind, _ payload: [UInt8], pause: Duration = .zero) {
    self.kind = kind
    self.payload = payload
    self.pause = pause
  }

  static let done = StreamEvent(.done, Array("[DONE]".utf8))
  static let keepalive = StreamEvent(.comment, Array("keepalive".utf8))

  /// The gateway's own error event: a text.
  static func error(_ text: String) -> StreamEvent {
    StreamEvent(.error, JSONValue.object(["error": .string(text)]).bytes())
  }
}

/// An answer other than success, decided in the middle of the work.
struct Refusal: Error {
  var reply: Reply

  init(_ reply: Reply) {
    self.reply = reply
  }

  init(_ status: Int, _ detail: String) {
    reply = .error(status, detail)
  }
}
