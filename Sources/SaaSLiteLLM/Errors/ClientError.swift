/// Why a call gave no usable result: a code to decide by, and the context to explain it with.
///
/// Keys never stand in any part of it: texts of servers are masked on the way in.
public struct ClientError: Error, Sendable {
  /// What kind of failure it is.
  public var code: Code
  /// What happened, in a sentence, without the place.
  public var message: String
  /// What is known about the exchange.
  public var context: Context {
    get { box.context }
    set { box = Box(newValue) }
  }

  /// Apart, since whatever calls something that may throw this has room for it set aside.
  private var box: Box

  private final class Box: Sendable {
    let context: Context

    init(_ context: Context) { self.context = context }
  }

  /// Makes an error.
  public init(code: Code, message: String, context: Context = Context()) {
    self.code = code
    self.message = message
    box = Box(context)
  }

  /// What is known about the exchange that failed.
  public struct Context: Sendable {
    /// The HTTP status, if an answer came.
    public var status: Int?
    /// What the server says about it.
    public var detail: ServerDetail?
    /// The server's id of the request, for its operators.
    public var requestID: String?
    /// Which attempt failed last, counted from 1; 0 if nothing was sent.
    public var attempt = 0
    /// The time spent waiting between attempts.
    public var waiting = Duration.zero
    /// The method and URL, without secrets.
    public var method: String?
    /// The URL, keys and passwords masked.
    public var url: String?
    /// The start of the body that came, at most ``excerptLimit`` bytes, keys masked.
    public var bodyExcerpt: String?
    /// How long the server asks to wait.
    public var retryAfter: Duration?
    /// The status of the provider behind the server, where the text shows it.
    public var providerStatus: Int?
    /// The server's or provider's word for the kind of error, such as `server_error`.
    public var errorType: String?
    /// Which wait was too long.
    public var timeoutPhase: TimeoutPhase?
    /// Why access was refused.
    public var forbiddenReason: ForbiddenReason?
    /// Whether the server may have done the work, although no result came: false only where
    /// that is certain.
    public var mayHaveTakenEffect = true
    /// What a stream had given before it failed.
    public var partialResponse: ChatCompletionResponse?
    /// Where and why a structured reply does not fit.
    public var structured: StructuredMismatch?

    /// Makes a context that knows nothing.
    public init() {}

    /// How much of a body is quoted.
    public static let excerptLimit = 2048
  }

  /// The stages of an exchange that have a deadline.
  public enum TimeoutPhase: String, Sendable, Hashable {
    /// Making the connection.
    case connect
    /// From sending the request to the head of the response.
    case firstByte
    /// Between two pieces of the body.
    case idle
    /// The whole exchange.
    case total
  }

  /// Whose access was refused.
  public enum ForbiddenReason: String, Sendable, Hashable {
    /// The key belongs to another team, or the job does.
    case team
    /// The team may not use the model, or there is no such model: servers say the same.
    case model
    /// The team is suspended or paused.
    case suspended
    case other
  }
}

extension ClientError {
  /// The kinds of failure. More may come, so this is not an enumeration to switch over.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    enum Value: String, CaseIterable {
      case invalidConfiguration, invalidRequest
      case unauthorized, forbidden, notFound, rateLimited, outOfCredits
      case server, provider, redirected
      case connectionFailed, secureConnectionFailed, connectionLost, timeout, cancelled
      case truncatedStream, streamError, streamingBroken, foreignStream, undecodableReply
      case refused, cutOff, emptyContent, notJSON, schemaMismatch
    }

    let value: Value

    /// The client cannot be used as it is set up: a missing variable, a URL that is
    /// none; or it was shut down.
    public static let invalidConfiguration = Code(value: .invalidConfiguration)
    /// The server does not accept the request (400, 405, 422); see ``Context/detail``.
    public static let invalidRequest = Code(value: .invalidRequest)
    /// The key is missing, malformed or unknown (401).
    public static let unauthorized = Code(value: .unauthorized)
    /// The key is known but may not do this (403); see ``Context/forbiddenReason``.
    public static let forbidden = Code(value: .forbidden)
    /// There is no such job, or this server lacks the path (404).
    public static let notFound = Code(value: .notFound)
    /// Too many requests (429); see ``Context/retryAfter``.
    public static let rateLimited = Code(value: .rateLimited)
    /// The account has no credit or quota left (402, or the provider's word for it).
    public static let outOfCredits = Code(value: .outOfCredits)
    /// The server failed (5xx).
    public static let server = Code(value: .server)
    /// The provider behind the server failed; see ``Context/providerStatus``.
    public static let provider = Code(value: .provider)
    /// The server points elsewhere (3xx). Not followed, since the key would travel along.
    public static let redirected = Code(value: .redirected)
    /// No connection could be made, so nothing was sent.
    public static let connectionFailed = Code(value: .connectionFailed)
    /// No secure connection could be made: a certificate is not trusted, say.
    public static let secureConnectionFailed = Code(value: .secureConnectionFailed)
    /// The connection broke before the answer was complete.
    public static let connectionLost = Code(value: .connectionLost)
    /// A deadline passed; see ``Context/timeoutPhase``.
    public static let timeout = Code(value: .timeout)
    /// The task was cancelled.
    public static let cancelled = Code(value: .cancelled)
    /// A stream ended cleanly, but before the model had finished.
    public static let truncatedStream = Code(value: .truncatedStream)
    /// A stream that had begun with HTTP 200 carried an error.
    public static let streamError = Code(value: .streamError)
    /// The server's streaming endpoint fails on every call; see `docs/client.md`. The provider
    /// was called and paid all the same.
    public static let streamingBroken = Code(value: .streamingBroken)
    /// A stream has events of a form that this client does not know.
    public static let foreignStream = Code(value: .foreignStream)
    /// An answer with a status of success that is not what the call promises.
    public static let undecodableReply = Code(value: .undecodableReply)
    /// The model declined, or its provider withheld the content.
    public static let refused = Code(value: .refused)
    /// The structured reply ends at the limit of tokens.
    public static let cutOff = Code(value: .cutOff)
    /// The reply that should be structured is empty.
    public static let emptyContent = Code(value: .emptyContent)
    /// The reply that should be structured is not JSON.
    public static let notJSON = Code(value: .notJSON)
    /// The structured reply is JSON of another shape.
    public static let schemaMismatch = Code(value: .schemaMismatch)

    /// The name of the code, such as `rateLimited`.
    public var description: String { value.rawValue }
  }

  /// Whether the same request might succeed later. Whether sending it again is safe is a
  /// different question: see ``RetryPolicy``.
  public var isRetryable: Bool {
    switch code.value {
    case .rateLimited, .connectionFailed, .connectionLost, .timeout, .truncatedStream: true
    case .server: ErrorClassifier.isTransient(self)
    case .provider, .streamError: ErrorClassifier.isTransientProviderFailure(self)
    default: false
    }
  }
}
