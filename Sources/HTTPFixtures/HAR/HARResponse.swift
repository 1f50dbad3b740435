public import JSONModel

/// The response of an exchange.
public struct HARResponse: Sendable, Hashable {
  /// The status code; 0 where a browser got no answer.
  public var status: Int
  public var statusText: String
  public var httpVersion: String
  public var cookies: [HARCookie]
  /// In order, duplicates kept.
  public var headers: [HARPair]
  public var content: HARContent
  /// The `Location` of a redirect, or empty.
  public var redirectURL: String
  /// Bytes of the head; -1 where unknown.
  public var headersSize: Int
  /// Bytes of the body as transferred; -1 where unknown.
  public var bodySize: Int
  public var comment: String?
  public var custom: JSONObject

  public init(
    status: Int, statusText: String, httpVersion: String = "HTTP/1.1", cookies: [HARCookie] = [],
    headers: [HARPair] = [], content: HARContent, redirectURL: String = "",
    headersSize: Int = -1, bodySize: Int = -1, comment: String? = nil,
    custom: JSONObject = JSONObject()
  ) {
    self.status = status
    self.statusText = statusText
    self.httpVersion = httpVersion
    self.cookies = cookies
    self.headers = headers
    self.content = content
    self.redirectURL = redirectURL
    self.headersSize = headersSize
    self.bodySize = bodySize
    self.comment = comment
    self.custom = custom
  }
}

/// A response's body, without compression or chunked framing.
public struct HARContent: Sendable, Hashable {
  /// Bytes of the body.
  public var size: Int
  /// Bytes that compression saved.
  public var compression: Int?
  public var mimeType: String
  /// The body as text, or in the ``encoding``; nil where it was not kept.
  public var text: String?
  /// `base64` where ``text`` is so encoded.
  public var encoding: String?
  public var comment: String?
  public var custom: JSONObject

  public init(
    size: Int, mimeType: String, text: String?, encoding: String? = nil,
    compression: Int? = nil, comment: String? = nil, custom: JSONObject = JSONObject()
  ) {
    self.size = size
    self.compression = compression
    self.mimeType = mimeType
    self.text = text
    self.encoding = encoding
    self.comment = comment
    self.custom = custom
  }
}

extension HARResponse {
  init(_ fields: HARFields) throws {
    status = try fields.integer("status")
    statusText = try fields.optionalString("statusText") ?? ""
    httpVersion = try fields.optionalString("httpVersion") ?? "HTTP/1.1"
    cookies = try fields.objects("cookies").map(HARCookie.init)
    headers = try fields.objects("headers").map(HARPair.init)
    content = try HARContent(fields.object("content"))
    redirectURL = try fields.optionalString("redirectURL") ?? ""
    headersSize = try fields.optionalInteger("headersSize") ?? -1
    bodySize = try fields.optionalInteger("bodySize") ?? -1
    comment = try fields.optionalString("comment")
    custom = fields.custom()
  }

  func write(to writer: inout HARWriter) {
    writer.beginObject(isLarge: true)
    writer.member("status", status)
    writer.member("statusText", statusText)
    writer.member("httpVersion", httpVersion)
    writer.array("cookies", cookies) { $0.write(to: &$1) }
    writer.array("headers", headers) { $0.write(to: &$1) }
    writer.key("content")
    content.write(to: &writer)
    writer.member("redirectURL", redirectURL)
    writer.member("headersSize", headersSize)
    writer.member("bodySize", bodySize)
    writer.member("comment", comment)
    writer.members(custom)
    writer.endObject()
  }
}

extension HARContent {
  init(_ fields: HARFields) throws {
    size = try fields.optionalInteger("size") ?? -1
    compression = try fields.optionalInteger("compression")
    mimeType = try fields.optionalString("mimeType") ?? ""
    text = try fields.optionalString("text")
    encoding = try fields.optionalString("encoding")
    comment = try fields.optionalString("comment")
    custom = fields.custom()
    if let encoding, !encoding.isEmpty, encoding != "base64", let node = fields.node["encoding"] {
      throw fields.context.error(
        at: node, "the encoding '\(encoding)' is not known; only base64 is")
    }
  }

  func write(to writer: inout HARWriter) {
    writer.beginObject(isLarge: HARWriter.isLarge(text))
    writer.member("size", size)
    writer.member("compression", compression)
    writer.member("mimeType", mimeType)
    writer.member("text", text)
    writer.member("encoding", encoding)
    writer.member("comment", comment)
    writer.members(custom)
    writer.endObject()
  }
}
