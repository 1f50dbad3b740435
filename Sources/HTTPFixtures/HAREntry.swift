public import HTTPTypes

/// One recorded exchange: an entry of a HAR 1.2 log, with the custom fields that replaying
/// needs (their names begin with `_`, so other readers pass over them).
public struct HAREntry: Sendable {
  /// When the request was sent, ISO 8601.
  public var startedDateTime: String
  /// From sending the request to the last byte, in milliseconds; nil where it was not measured
  /// (a negative `time` in the file).
  public var time: Double?
  public var request: Request
  public var response: Response
  /// `_labels`: the attempt that the recording was made for.
  public var labels: ExchangeLabels

  public struct Request: Sendable {
    public var method: String
    public var url: String
    public var headers: HTTPFields
    /// The body as text; nil if there is none.
    public var body: String?
    public var bodyType: String?

    public init(
      method: String, url: String, headers: HTTPFields = [:], body: String? = nil,
      bodyType: String? = nil
    ) {
      self.method = method
      self.url = url
      self.headers = headers
      self.body = body
      self.bodyType = bodyType
    }
  }

  public struct Response: Sendable {
    public var status: Int
    public var statusText: String
    public var headers: HTTPFields
    public var mimeType: String
    public var body: [UInt8]
    /// `_chunks`: the pieces in which the body came; empty where that was not recorded.
    public var chunks: [Chunk]

    public init(
      status: Int, statusText: String = "", headers: HTTPFields = [:], mimeType: String,
      body: [UInt8], chunks: [Chunk] = []
    ) {
      self.status = status
      self.statusText = statusText
      self.headers = headers
      self.mimeType = mimeType
      self.body = body
      self.chunks = chunks
    }
  }

  /// A piece of a response body.
  public struct Chunk: Sendable, Hashable {
    public var size: Int
    /// From sending the request to its arrival, in milliseconds.
    public var delay: Double

    public init(size: Int, delay: Double) {
      self.size = size
      self.delay = delay
    }
  }

  public init(
    startedDateTime: String, time: Double?, request: Request, response: Response,
    labels: ExchangeLabels = [:]
  ) {
    self.startedDateTime = startedDateTime
    self.time = time
    self.request = request
    self.response = response
    self.labels = labels
  }
}
