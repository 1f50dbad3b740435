public import HTTPTransport
public import HTTPTypes
import JSONModel

// Requests and responses in the terms of HAR.

extension HARRequest {
  /// Writes down a request, with its query and its cookies taken apart.
  public init(_ request: TransportRequest) {
    let body = HARBody(request.body)
    self.init(
      method: request.method.rawValue, url: request.url,
      cookies: request.headers[values: .cookie].flatMap(HARCookie.sent),
      headers: HARPair.list(request.headers), queryString: HARPair.query(of: request.url),
      postData: request.body.isEmpty
        ? nil
        : HARPostData(
          mimeType: request.headers[.contentType] ?? "application/octet-stream",
          text: body.text, encoding: body.encoding),
      bodySize: request.body.count)
  }
}

extension HARResponse {
  /// Writes down a response, with its cookies taken apart.
  ///
  /// - Parameter body: The body without chunked framing. Where it is compressed it stays so,
  ///   and the header field that says it is kept.
  public init(status: HTTPResponse.Status, headers: HTTPFields, body: [UInt8]) {
    let content = HARBody(body)
    var custom = JSONObject()
    if let coding = headers[.contentEncoding], coding.lowercased() != "identity" {
      custom[HARContent.codingMember] = .string(coding)
    }
    self.init(
      status: status.code, statusText: status.reasonPhrase,
      cookies: headers[values: .setCookie].compactMap(HARCookie.init(setCookie:)),
      headers: HARPair.list(headers),
      content: HARContent(
        size: body.count, mimeType: headers[.contentType] ?? "x-unknown", text: content.text,
        encoding: content.encoding, custom: custom),
      redirectURL: headers[.location] ?? "", bodySize: body.count)
  }
}

extension HARContent {
  /// The member that says how a body is compressed that was kept as it came. HAR wants bodies
  /// without compression, and a reader of a file that has them so must not be told of any.
  static let codingMember = "_contentEncoding"
}

/// A body as a string of JSON can hold it.
struct HARBody {
  var text: String
  var encoding: String?

  init(_ bytes: [UInt8]) {
    if let text = String(validating: bytes, as: UTF8.self) {
      (self.text, encoding) = (text, nil)
    } else {
      (text, encoding) = (Base64.encode(bytes), "base64")
    }
  }
}

extension HARPair {
  static func list(_ fields: HTTPFields) -> [HARPair] {
    fields.map { HARPair(name: $0.name.rawName, value: $0.value) }
  }

  /// The items of a URL's query, decoded.
  static func query(of url: String) -> [HARPair] {
    URLParts(url).queryItems.map { HARPair(name: $0.name, value: $0.value) }
  }
}

extension HARCookie {
  /// The cookies of a `Cookie` field (RFC 6265, section 4.2.1).
  static func sent(_ field: String) -> [HARCookie] {
    field.split(separator: ";").compactMap { pair($0) }.map { HARCookie(name: $0.0, value: $0.1) }
  }

  /// The cookie of a `Set-Cookie` field (RFC 6265, section 4.1.1).
  init?(setCookie field: String) {
    let parts = field.split(separator: ";", omittingEmptySubsequences: false)
    guard let (name, value) = parts.first.flatMap(Self.pair) else { return nil }
    self.init(name: name, value: value)
    for part in parts.dropFirst() {
      let attribute = Self.pair(part) ?? (Self.trim(part), "")
      switch attribute.0.lowercased() {
      case "path": path = attribute.1
      case "domain": domain = attribute.1
      case "expires": expires = HTTPDate.iso8601(attribute.1)
      case "httponly": httpOnly = true
      case "secure": secure = true
      case "samesite": sameSite = attribute.1
      default: break
      }
    }
  }

  private static func pair(_ text: Substring) -> (String, String)? {
    guard let equals = text.firstIndex(of: "=") else { return nil }
    let name = trim(text[..<equals])
    return name.isEmpty ? nil : (name, trim(text[text.index(after: equals)...]))
  }

  private static func trim(_ text: Substring) -> String {
    let isSpace = { (character: Character) in character == " " || character == "\t" }
    var text = text.drop(while: isSpace)
    while let last = text.last, isSpace(last) { text.removeLast() }
    return String(text)
  }
}

extension HARTimings {
  /// Timings of an exchange of which the arrival of the first and the last byte are known.
  public init(firstByte: Double, lastByte: Double) {
    self.init(wait: firstByte, receive: max(0, lastByte - firstByte))
  }
}
