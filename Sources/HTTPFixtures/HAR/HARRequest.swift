public import JSONModel

/// The request of an exchange.
public struct HARRequest: Sendable, Hashable {
  public var method: String
  /// The absolute URL, without a fragment.
  public var url: String
  public var httpVersion: String
  public var cookies: [HARCookie]
  /// In order, duplicates kept.
  public var headers: [HARPair]
  public var queryString: [HARPair]
  public var postData: HARPostData?
  /// Bytes of the head; -1 where unknown.
  public var headersSize: Int
  /// Bytes of the body; -1 where unknown.
  public var bodySize: Int
  public var comment: String?
  public var custom: JSONObject

  public init(
    method: String, url: String, httpVersion: String = "HTTP/1.1", cookies: [HARCookie] = [],
    headers: [HARPair] = [], queryString: [HARPair] = [], postData: HARPostData? = nil,
    headersSize: Int = -1, bodySize: Int = -1, comment: String? = nil,
    custom: JSONObject = JSONObject()
  ) {
    self.method = method
    self.url = url
    self.httpVersion = httpVersion
    self.cookies = cookies
    self.headers = headers
    self.queryString = queryString
    self.postData = postData
    self.headersSize = headersSize
    self.bodySize = bodySize
    self.comment = comment
    self.custom = custom
  }
}

/// A request's body.
public struct HARPostData: Sendable, Hashable {
  public var mimeType: String
  /// The fields of a posted form, for writers that give no ``text``.
  public var params: [HARParameter]
  public var text: String?
  /// `base64` where ``text`` is so encoded. HAR 1.2 has no way to say this of a request, so it
  /// stands in a member of our own (`_encoding`).
  public var encoding: String?
  public var comment: String?
  public var custom: JSONObject

  public init(
    mimeType: String, text: String?, params: [HARParameter] = [], encoding: String? = nil,
    comment: String? = nil, custom: JSONObject = JSONObject()
  ) {
    self.mimeType = mimeType
    self.text = text
    self.params = params
    self.encoding = encoding
    self.comment = comment
    self.custom = custom
  }
}

/// A field of a posted form.
public struct HARParameter: Sendable, Hashable {
  public var name: String
  public var value: String?
  public var fileName: String?
  public var contentType: String?
  public var comment: String?

  public init(
    name: String, value: String? = nil, fileName: String? = nil, contentType: String? = nil,
    comment: String? = nil
  ) {
    self.name = name
    self.value = value
    self.fileName = fileName
    self.contentType = contentType
    self.comment = comment
  }
}

extension HARRequest {
  init(_ fields: HARFields) throws {
    method = try fields.string("method")
    url = try fields.string("url")
    httpVersion = try fields.optionalString("httpVersion") ?? "HTTP/1.1"
    cookies = try fields.objects("cookies").map(HARCookie.init)
    headers = try fields.objects("headers").map(HARPair.init)
    queryString = try fields.objects("queryString").map(HARPair.init)
    postData = try fields.optionalObject("postData").map(HARPostData.init)
    headersSize = try fields.optionalInteger("headersSize") ?? -1
    bodySize = try fields.optionalInteger("bodySize") ?? -1
    comment = try fields.optionalString("comment")
    custom = fields.custom()
  }

  func write(to writer: inout HARWriter) {
    writer.beginObject(isLarge: !headers.isEmpty)
    writer.member("method", method)
    writer.member("url", url)
    writer.member("httpVersion", httpVersion)
    writer.array("cookies", cookies) { $0.write(to: &$1) }
    writer.array("headers", headers) { $0.write(to: &$1) }
    writer.array("queryString", queryString) { $0.write(to: &$1) }
    if let postData {
      writer.key("postData")
      postData.write(to: &writer)
    }
    writer.member("headersSize", headersSize)
    writer.member("bodySize", bodySize)
    writer.member("comment", comment)
    writer.members(custom)
    writer.endObject()
  }
}

extension HARPostData {
  init(_ fields: HARFields) throws {
    mimeType = try fields.optionalString("mimeType") ?? ""
    params = try fields.objects("params").map(HARParameter.init)
    text = try fields.optionalString("text")
    encoding = try fields.optionalString("_encoding") ?? fields.optionalString("encoding")
    comment = try fields.optionalString("comment")
    custom = fields.custom(except: ["_encoding"])
    if let encoding, encoding != "base64" {
      throw fields.context.error(at: fields.node, "the encoding '\(encoding)' is not known")
    }
  }

  /// HAR wants either the text or the fields; a writer that gave both is repeated as it is.
  func write(to writer: inout HARWriter) {
    writer.beginObject(isLarge: HARWriter.isLarge(text))
    writer.member("mimeType", mimeType)
    if !params.isEmpty { writer.array("params", params) { $0.write(to: &$1) } }
    writer.member("text", text)
    writer.member("_encoding", encoding)
    writer.member("comment", comment)
    writer.members(custom)
    writer.endObject()
  }
}

extension HARParameter {
  init(_ fields: HARFields) throws {
    name = try fields.string("name")
    value = try fields.optionalString("value")
    fileName = try fields.optionalString("fileName")
    contentType = try fields.optionalString("contentType")
    comment = try fields.optionalString("comment")
  }

  func write(to writer: inout HARWriter) {
    writer.beginObject()
    writer.member("name", name)
    writer.member("value", value)
    writer.member("fileName", fileName)
    writer.member("contentType", contentType)
    writer.member("comment", comment)
    writer.endObject()
  }
}
