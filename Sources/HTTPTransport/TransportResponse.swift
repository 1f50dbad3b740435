public import HTTPTypes

/// The head of a response, and its body as it arrives.
public struct TransportResponse: Sendable {
  /// The status, whatever it is: transports do not judge it.
  public var status: HTTPResponse.Status
  /// The header fields, in order, duplicates kept.
  public var headers: HTTPFields
  /// The body, to be read once.
  public var body: ResponseBody

  /// Makes a response.
  public init(status: HTTPResponse.Status, headers: HTTPFields, body: ResponseBody) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}

/// A piece of a body as it came off the wire.
public struct BodyChunk: Sendable, Hashable {
  /// The bytes; never empty where a network gave them.
  public var bytes: [UInt8]
  /// The time from sending the request to the arrival of these bytes: measured when live,
  /// recorded when replayed, nil where nobody measured it.
  public var elapsed: Duration?

  /// Makes a chunk.
  public init(bytes: [UInt8], elapsed: Duration?) {
    self.bytes = bytes
    self.elapsed = elapsed
  }
}

/// The chunks of a response body, to be read once.
public struct ResponseBody: AsyncSequence, Sendable {
  /// A piece of the body.
  public typealias Element = BodyChunk

  /// True in the task of a reader that has all it wants, and reads what is left only so that the
  /// connection can be used again. If that is cancelled, the body has been read all the same.
  @TaskLocal package static var isDraining = false

  private let makeNext: @Sendable () -> (() async throws -> BodyChunk?)

  /// Makes a body of a function that starts reading and gives the function for the next chunk.
  /// What that function holds is let go when the iterator is.
  public init(_ makeNext: @escaping @Sendable () -> (() async throws -> BodyChunk?)) {
    self.makeNext = makeNext
  }

  /// Makes a body of chunks that are all there.
  public init(_ chunks: [BodyChunk]) {
    self.init {
      var remaining = chunks.makeIterator()
      return { remaining.next() }
    }
  }

  /// The one reading of the body.
  public struct AsyncIterator: AsyncIteratorProtocol {
    fileprivate let nextChunk: () async throws -> BodyChunk?

    /// - Throws: ``TransportError`` when the connection is lost or a deadline passes.
    public mutating func next() async throws -> BodyChunk? { try await nextChunk() }
  }

  /// Begins to read. A body can be read once.
  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(nextChunk: makeNext()) }

  /// A body that was read to its end.
  public struct Collected: Sendable {
    /// What was read, at most as much as was asked for.
    public var bytes: [UInt8]
    /// The time from sending the request to the last byte; nil where nobody measured it.
    public var elapsed: Duration?
    /// Whether bytes beyond the limit were left out.
    public var isTruncated: Bool
  }

  /// Reads the body to its end, or to `limit` bytes, whichever comes first.
  ///
  /// - Throws: ``TransportError``.
  public func collect(upTo limit: Int) async throws -> Collected {
    var collected = Collected(bytes: [], elapsed: nil, isTruncated: false)
    for try await chunk in self {
      collected.elapsed = chunk.elapsed
      let room = limit - collected.bytes.count
      guard chunk.bytes.count <= room else {
        collected.bytes += chunk.bytes.prefix(room)
        collected.isTruncated = true
        break
      }
      if collected.bytes.isEmpty {
        collected.bytes = chunk.bytes
      } else {
        collected.bytes += chunk.bytes
      }
    }
    return collected
  }
}
