public import JSONModel

/// A header field or a query item.
public struct HARPair: Sendable, Hashable {
  public var name: String
  public var value: String
  public var comment: String?

  public init(name: String, value: String, comment: String? = nil) {
    self.name = name
    self.value = value
    self.comment = comment
  }
}

/// A cookie of a request or a response.
public struct HARCookie: Sendable, Hashable {
  public var name: String
  public var value: String
  public var path: String?
  public var domain: String?
  /// When it ends, in ISO 8601.
  public var expires: String?
  public var httpOnly: Bool?
  public var secure: Bool?
  /// Beyond HAR 1.2, as browsers write it.
  public var sameSite: String?
  public var comment: String?

  public init(
    name: String, value: String, path: String? = nil, domain: String? = nil,
    expires: String? = nil, httpOnly: Bool? = nil, secure: Bool? = nil, sameSite: String? = nil,
    comment: String? = nil
  ) {
    self.name = name
    self.value = value
    self.path = path
    self.domain = domain
    self.expires = expires
    self.httpOnly = httpOnly
    self.secure = secure
    self.sameSite = sameSite
    self.comment = comment
  }
}

/// What a browser's cache had to do with an exchange.
public struct HARCache: Sendable, Hashable {
  /// The state of the cache entry before and after the request, as it was written.
  public var beforeRequest: JSONValue?
  public var afterRequest: JSONValue?
  public var comment: String?

  public init(
    beforeRequest: JSONValue? = nil, afterRequest: JSONValue? = nil, comment: String? = nil
  ) {
    self.beforeRequest = beforeRequest
    self.afterRequest = afterRequest
    self.comment = comment
  }
}

/// The stages of an exchange, in milliseconds; nil where a stage does not apply.
public struct HARTimings: Sendable, Hashable {
  public var blocked: Double?
  public var dns: Double?
  /// Making the connection, with ``ssl``.
  public var connect: Double?
  public var send: Double
  /// From the request sent to the first byte of the response.
  public var wait: Double
  public var receive: Double
  /// The part of ``connect`` that TLS took.
  public var ssl: Double?
  public var comment: String?
  public var custom: JSONObject

  public init(
    send: Double = 0, wait: Double = 0, receive: Double = 0, blocked: Double? = nil,
    dns: Double? = nil, connect: Double? = nil, ssl: Double? = nil, comment: String? = nil,
    custom: JSONObject = JSONObject()
  ) {
    self.blocked = blocked
    self.dns = dns
    self.connect = connect
    self.send = send
    self.wait = wait
    self.receive = receive
    self.ssl = ssl
    self.comment = comment
    self.custom = custom
  }

  /// The whole time; ``ssl`` is part of ``connect``.
  public var total: Double {
    [blocked, dns, connect, send, wait, receive].reduce(0) { $0 + max($1 ?? 0, 0) }
  }
}

extension HARPair {
  init(_ fields: HARFields) throws {
    name = try fields.string("name")
    value = try fields.optionalString("value") ?? ""
    comment = try fields.optionalString("comment")
  }

  func write(to writer: inout HARWriter) {
    writer.beginObject()
    writer.member("name", name)
    writer.member("value", value)
    writer.member("comment", comment)
    writer.endObject()
  }
}

extension HARCookie {
  init(_ fields: HARFields) throws {
    name = try fields.string("name")
    value = try fields.optionalString("value") ?? ""
    path = try fields.optionalString("path")
    domain = try fields.optionalString("domain")
    expires = try fields.optionalString("expires")
    httpOnly = try fields.optionalBool("httpOnly")
    secure = try fields.optionalBool("secure")
    sameSite = try fields.optionalString("sameSite")
    comment = try fields.optionalString("comment")
  }

  func write(to writer: inout HARWriter) {
    writer.beginObject()
    writer.member("name", name)
    writer.member("value", value)
    writer.member("path", path)
    writer.member("domain", domain)
    writer.member("expires", expires)
    writer.member("httpOnly", httpOnly)
    writer.member("secure", secure)
    writer.member("sameSite", sameSite)
    writer.member("comment", comment)
    writer.endObject()
  }
}

extension HARCache {
  init(_ fields: HARFields) throws {
    beforeRequest = fields.node["beforeRequest"]?.value
    afterRequest = fields.node["afterRequest"]?.value
    comment = try fields.optionalString("comment")
  }

  func write(to writer: inout HARWriter) {
    writer.beginObject()
    writer.member("beforeRequest", beforeRequest)
    writer.member("afterRequest", afterRequest)
    writer.member("comment", comment)
    writer.endObject()
  }
}

extension HARTimings {
  init(_ fields: HARFields) throws {
    func stage(_ key: String) throws -> Double? {
      try fields.optionalNumber(key).flatMap { $0 < 0 ? nil : $0 }
    }
    blocked = try stage("blocked")
    dns = try stage("dns")
    connect = try stage("connect")
    send = try stage("send") ?? 0
    wait = try stage("wait") ?? 0
    receive = try stage("receive") ?? 0
    ssl = try stage("ssl")
    comment = try fields.optionalString("comment")
    custom = fields.custom()
  }

  func write(to writer: inout HARWriter) {
    writer.beginObject()
    writer.member("blocked", milliseconds: blocked)
    writer.member("dns", milliseconds: dns)
    writer.member("connect", milliseconds: connect)
    writer.member("send", milliseconds: send)
    writer.member("wait", milliseconds: wait)
    writer.member("receive", milliseconds: receive)
    writer.member("ssl", milliseconds: ssl)
    writer.member("comment", comment)
    writer.members(custom)
    writer.endObject()
  }
}
