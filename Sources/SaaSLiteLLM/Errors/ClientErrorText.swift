/// The sentences of errors.
enum ClientErrorText {
  /// How much of a server's text stands in a message; the whole is in the context.
  static let detailLimit = 1000

  static func summary(_ code: ClientError.Code) -> String {
    switch code.value {
    case .invalidConfiguration: "the client is not set up"
    case .invalidRequest: "the server does not accept the request"
    case .unauthorized: "the server does not accept the key"
    case .forbidden: "the server refuses access"
    case .notFound: "the server does not find it"
    case .rateLimited: "the server has received too many requests"
    case .outOfCredits: "there are no credits left"
    case .server: "the server failed"
    case .provider: "the provider behind the server failed"
    case .redirected: "the server redirects, which is not followed to keep the key here"
    case .connectionFailed: "no connection could be made"
    case .secureConnectionFailed: "no secure connection could be made"
    case .connectionLost: "the connection was lost"
    case .timeout: "the server took too long"
    case .cancelled: "the call was cancelled"
    case .truncatedStream: "the stream ended before the model had finished"
    case .streamError: "the server reported an error in its stream"
    case .streamingBroken: "the server's streaming endpoint fails on every call"
    case .foreignStream: "the stream has events of an unknown form"
    case .undecodableReply: "the server's answer is not what the call promises"
    case .refused: "the model declined to answer"
    case .cutOff: "the structured reply was cut off at the limit of tokens"
    case .emptyContent: "the reply that should be structured is empty"
    case .notJSON: "the reply that should be structured is not JSON"
    case .schemaMismatch: "the structured reply has another shape"
    }
  }
}
