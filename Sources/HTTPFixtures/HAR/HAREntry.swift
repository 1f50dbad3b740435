public import JSONModel

/// One exchange: a request, its response, and how long it took.
public struct HAREntry: Sendable, Hashable {
  /// The page that the exchange belongs to.
  public var pageref: String?
  /// When the request was sent, in ISO 8601.
  public var startedDateTime: String
  /// Milliseconds from the request to the end of the response, the sum of the timings; nil
  /// where nobody measured it, which stands as -1 in the file.
  public var time: Double?
  public var request: HARRequest
  public var response: HARResponse
  public var cache: HARCache
  public var timings: HARTimings
  public var serverIPAddress: String?
  public var connection: String?
  public var comment: String?
  /// Who made the exchange (`_labels`); empty for recordings that anybody may replay.
  public var labels: ExchangeLabels
  /// The pieces in which the body arrived (`_chunks`), if that was noted.
  public var chunks: [HARChunk]?
  /// Where something was replaced to keep a secret out of the file (`_redactions`).
  public var redactions: [String]
  /// Other members whose names begin with `_`.
  public var custom: JSONObject

  public init(
    startedDateTime: String, request: HARRequest, response: HARResponse, timings: HARTimings,
    labels: ExchangeLabels = [:], chunks: [HARChunk]? = nil, redactions: [String] = [],
    cache: HARCache = HARCache(), pageref: String? = nil, serverIPAddress: String? = nil,
    connection: String? = nil, comment: String? = nil, custom: JSONObject = JSONObject()
  ) {
    self.pageref = pageref
    self.startedDateTime = startedDateTime
    time = timings.total
    self.request = request
    self.response = response
    self.cache = cache
    self.timings = timings
    self.serverIPAddress = serverIPAddress
    self.connection = connection
    self.comment = comment
    self.labels = labels
    self.chunks = chunks
    self.redactions = redactions
    self.custom = custom
  }
}

/// A piece of a response's body as it came off the wire.
public struct HARChunk: Sendable, Hashable {
  /// Where the piece starts, in bytes of the body.
  public var offset: Int
  /// How long it is, in bytes.
  public var size: Int
  /// Milliseconds from sending the request to its arrival; nil where nobody measured it.
  public var delay: Double?

  public init(offset: Int, size: Int, delay: Double?) {
    self.offset = offset
    self.size = size
    self.delay = delay
  }
}

extension HAREntry {
  static let ownMembers: Set<String> = ["_labels", "_chunks", "_redactions"]

  init(_ fields: HARFields) throws {
    pageref = try fields.optionalString("pageref")
    startedDateTime = try fields.optionalString("startedDateTime") ?? ""
    request = try HARRequest(fields.object("request"))
    response = try HARResponse(fields.object("response"))
    cache = try fields.optionalObject("cache").map(HARCache.init) ?? HARCache()
    timings = try fields.optionalObject("timings").map(HARTimings.init) ?? HARTimings()
    time = try fields.optionalNumber("time").flatMap { $0 < 0 ? nil : $0 }
    serverIPAddress = try fields.optionalString("serverIPAddress")
    connection = try fields.optionalString("connection")
    comment = try fields.optionalString("comment")
    labels = try fields.optionalObject("_labels").map(ExchangeLabels.init) ?? [:]
    chunks = fields.node["_chunks"] == nil ? nil : try fields.objects("_chunks").map(HARChunk.init)
    redactions = try fields.strings("_redactions")
    custom = fields.custom(except: Self.ownMembers)
  }

  /// The entry as JSON, its keys in the order of the specification, our own first: a reviewer
  /// wants to know first whose exchange it is.
  public var json: JSONValue {
    var writer = HARWriter()
    write(to: &writer)
    let limits = JSONDocument.Limits(depth: .max)
    // What was just written is JSON.
    return (try? JSONDocument(parsing: writer.bytes, limits: limits).value) ?? .null
  }

  func write(to writer: inout HARWriter) {
    writer.beginObject(isLarge: true)
    if !labels.isEmpty {
      writer.key("_labels")
      labels.write(to: &writer)
    }
    writer.member("pageref", pageref)
    writer.member("startedDateTime", startedDateTime)
    writer.member("time", milliseconds: time ?? -1)
    writer.key("request")
    request.write(to: &writer)
    writer.key("response")
    response.write(to: &writer)
    if let chunks { writer.array("_chunks", chunks) { $0.write(to: &$1) } }
    writer.key("cache")
    cache.write(to: &writer)
    writer.key("timings")
    timings.write(to: &writer)
    writer.member("serverIPAddress", serverIPAddress)
    writer.member("connection", connection)
    writer.member("comment", comment)
    if !redactions.isEmpty {
      writer.array("_redactions", redactions, isLarge: false) { $1.string($0) }
    }
    writer.members(custom)
    writer.endObject()
  }
}

extension HARChunk {
  init(_ fields: HARFields) throws {
    offset = try fields.integer("offset")
    size = try fields.integer("size")
    delay = try fields.optionalNumber("delay")
    guard offset >= 0, size >= 0 else {
      throw fields.context.error(at: fields.node, "a chunk cannot have a negative offset or size")
    }
  }

  func write(to writer: inout HARWriter) {
    writer.beginObject()
    writer.member("offset", offset)
    writer.member("size", size)
    writer.member("delay", milliseconds: delay)
    writer.endObject()
  }
}

extension ExchangeLabels {
  init(_ fields: HARFields) throws {
    self.init()
    for member in fields.node.members {
      guard let value = member.value.stringValue else {
        throw fields.context.error(
          at: member.value, "a label must be a string, found \(member.value.kind.rawValue)")
      }
      self[member.key] = value
    }
  }

  func write(to writer: inout HARWriter) {
    writer.beginObject()
    for label in self {
      writer.key(label.name)
      writer.string(label.value)
    }
    writer.endObject()
  }
}
