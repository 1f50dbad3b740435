import HTTPTransport

extension ClientError {
  /// The error that trouble on the wire means.
  init(_ error: TransportError, redactor: Redactor) {
    var context = Context()
    let code: Code
    switch error.code {
    case .shutDown:
      context.mayHaveTakenEffect = false
      self.init(
        code: .invalidConfiguration, message: "the client was shut down before this call",
        context: context)
      return
    case .invalidURL:
      code = .invalidConfiguration
      context.mayHaveTakenEffect = false
    case .connect:
      code = .connectionFailed
      context.mayHaveTakenEffect = false
    case .tls:
      code = .secureConnectionFailed
      context.mayHaveTakenEffect = false
    case .connectTimeout:
      (code, context.timeoutPhase) = (.timeout, .connect)
      context.mayHaveTakenEffect = false
    case .firstByteTimeout: (code, context.timeoutPhase) = (.timeout, .firstByte)
    case .idleTimeout: (code, context.timeoutPhase) = (.timeout, .idle)
    case .totalTimeout: (code, context.timeoutPhase) = (.timeout, .total)
    case .malformedResponse: code = .undecodableReply
    default: code = .connectionLost
    }
    self.init(
      code: code,
      message: "\(ClientErrorText.summary(code)): \(redactor.redact(error.message))",
      context: context)
  }

  /// An error of the client's own reading, with the standard sentence and a reason.
  init(_ code: Code, because reason: String, context: Context = Context()) {
    self.init(
      code: code, message: "\(ClientErrorText.summary(code)): \(reason)", context: context)
  }
}
