import JSONModel

extension ClientError {
  private static let excerptLength = 500

  /// The error that a response with a status other than 2xx stands for.
  init(status: Int, body: [UInt8]) {
    let code: Code =
      switch status {
      case 401: .unauthorized
      case 403: .forbidden
      case 404: .notFound
      case 400, 405, 422: .invalidRequest
      case 429: .rateLimited
      case 500...: .server
      default: .unexpectedStatus
      }
    self.init(code: code, status: status, message: Self.message(of: body))
  }

  /// What the body says: FastAPI's `detail`, OpenAI's `error.message`, or the start of it.
  static func message(of body: [UInt8]) -> String {
    guard let root = try? JSONDocument(parsing: body).root else {
      return body.isEmpty ? "no body" : excerpt(String(decoding: body.prefix(2000), as: UTF8.self))
    }
    if let detail = root["detail"]?.stringValue { return excerpt(detail) }
    if let detail = root["detail"], detail.kind == .array {
      // `input` echoes the caller's data, prompts included, and is left out.
      return detail.elements.map { field in
        let place = field["loc"]?.elements.map { $0.stringValue ?? $0.excerpt } ?? []
        return "\(place.joined(separator: ".")): \(field["msg"]?.stringValue ?? "invalid")"
      }.joined(separator: "; ")
    }
    if let message = root["error"]?["message"]?.stringValue ?? root["error"]?.stringValue {
      return excerpt(message)
    }
    return excerpt(root.excerpt)
  }

  /// `text` cut to a bounded length, with the values of `key=` in URLs taken out: provider keys
  /// leak that way.
  static func excerpt(_ text: String) -> String {
    let cut = text.count > excerptLength ? text.prefix(excerptLength) + "…" : text
    return cut.replacing(/([?&](?:key|api_key|token)=)[^&\s'"]+/.ignoresCase()) {
      "\($0.1)[redacted]"
    }
  }
}
