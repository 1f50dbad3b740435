public import HTTPTypes

/// A request with its whole body.
public struct TransportRequest: Sendable {
  /// The method, such as `POST`.
  public var method: HTTPRequest.Method
  /// The absolute URL, without a fragment.
  public var url: String
  /// The header fields, in order, duplicates kept.
  public var headers: HTTPFields
  /// The whole body; empty for none.
  public var body: [UInt8]
  /// How long to wait.
  public var deadlines: Deadlines

  /// Makes a request.
  public init(
    method: HTTPRequest.Method, url: String, headers: HTTPFields = [:], body: [UInt8] = [],
    deadlines: Deadlines = Deadlines()
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.deadlines = deadlines
  }
}

extension TransportRequest: CustomStringConvertible, CustomReflectable {
  /// The method and the URL without user information and query. Header fields, bodies and queries
  /// carry secrets and are not shown.
  public var description: String { "\(method.rawValue) \(shownURL)" }

  private var shownURL: String {
    let url = url.prefix { $0 != "?" && $0 != "#" }
    guard let scheme = url.firstRange(of: "://"),
      let end = url[scheme.upperBound...].prefix(while: { $0 != "/" }).lastIndex(of: "@")
    else { return String(url) }
    return String(url[..<scheme.upperBound] + url[url.index(after: end)...])
  }

  /// What may be shown, for `dump`.
  public var customMirror: Mirror {
    Mirror(
      self,
      children: [
        "method": method.rawValue, "url": shownURL,
        "headerNames": headers.map(\.name.rawName), "bodyByteCount": body.count,
        "deadlines": deadlines,
      ])
  }
}

/// How long to wait for each stage of an exchange; nil waits for ever.
public struct Deadlines: Sendable, Hashable {
  /// Until a connection stands, waiting for a free one included.
  public var connect: Duration?
  /// From having the connection to the head of the response.
  public var firstByte: Duration?
  /// Between two pieces of the body, not counting the time in which nobody asks for more.
  public var idle: Duration?
  /// For the whole exchange, from asking for a connection to the last byte.
  public var total: Duration?

  /// Makes deadlines; without any given, only connecting has one.
  public init(
    connect: Duration? = .seconds(10), firstByte: Duration? = nil, idle: Duration? = nil,
    total: Duration? = nil
  ) {
    self.connect = connect
    self.firstByte = firstByte
    self.idle = idle
    self.total = total
  }
}
