import JSONModel

/// What the body of a failed answer says, in any of the forms that servers use:
/// `{"detail": "…"}`, `{"detail": [{loc, msg, type}]}`, `{"error": {message, type, code}}`,
/// `{"error": "…"}`, a plain text, or a page of HTML.
struct ServerStatement: Sendable {
  var detail: ServerDetail?
  /// The server's word for the kind of error.
  var type: String?
  /// The server's code for it, as text.
  var code: String?

  /// The length to which a text is kept.
  private static let textLimit = 4096

  init(body: [UInt8], redactor: Redactor) {
    guard let document = try? JSONDocument(parsing: body) else {
      detail = Self.plain(body, redactor).map(ServerDetail.text)
      return
    }
    let root = document.root
    if let detail = root["detail"] {
      self.detail = Self.detail(detail, redactor)
    } else if let error = root["error"] {
      read(error, redactor)
    } else if let message = root["message"]?.stringValue {
      detail = .text(Self.clean(message, redactor))
    }
  }

  /// Reads the value of an `error` member.
  init(error: JSONNode, redactor: Redactor) {
    read(error, redactor)
  }

  private mutating func read(_ error: JSONNode, _ redactor: Redactor) {
    if let text = error.stringValue {
      detail = .text(Self.clean(text, redactor))
      return
    }
    type = error["type"]?.stringValue.map { Self.clean($0, redactor) }
    code = error["code"]?.stringValue ?? error["code"]?.intValue.map(String.init)
    let message = error["message"]?.stringValue ?? error.value.text()
    detail = .text(Self.clean(message, redactor))
  }

  private static func detail(_ node: JSONNode, _ redactor: Redactor) -> ServerDetail {
    if node.kind == .array, node.count > 0 {
      let fields = node.elements.prefix(20).compactMap { item -> ServerDetail.FieldError? in
        guard let message = item["msg"]?.stringValue else { return nil }
        let location =
          item["loc"]?.elements.map { $0.stringValue ?? $0.intValue.map(String.init) ?? "?" } ?? []
        return ServerDetail.FieldError(
          location: location.map { clean($0, redactor) }, message: clean(message, redactor),
          type: item["type"]?.stringValue.map { clean($0, redactor) })
      }
      if !fields.isEmpty { return .fields(fields) }
    }
    return .text(clean(node.stringValue ?? node.value.text(), redactor))
  }

  /// The text of a body that is not JSON; of a page of HTML, its title.
  private static func plain(_ body: [UInt8], _ redactor: Redactor) -> String? {
    let text = String(decoding: body.prefix(4 * textLimit), as: UTF8.self)
    if text.prefix(500).lowercased().contains("<html") || text.hasPrefix("<!") {
      let title = text.firstMatch(of: #/(?is)<title[^>]*>\s*(.*?)\s*<\/title>/#)
      return clean("a page of HTML" + (title.map { ", \"\($0.output.1)\"" } ?? ""), redactor)
    }
    let trimmed = body.drop { $0 == 0x20 || (0x09...0x0D).contains($0) }
    return trimmed.isEmpty ? nil : redactor.excerpt(trimmed, limit: textLimit)
  }

  private static func clean(_ text: String, _ redactor: Redactor) -> String {
    redactor.excerpt(text.utf8, limit: textLimit)
  }
}
