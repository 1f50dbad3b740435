extension AsyncSequence {
  /// The values of a long text that comes in chunks, one by one, in constant memory.
  ///
  /// ```swift
  /// for try await document in response.body.jsonDocuments(.lines) { … }
  /// ```
  ///
  /// Iterating throws ``JSONSyntaxError``, and whatever the chunks' sequence throws.
  public func jsonDocuments(
    _ layout: JSONStreamLayout, options: JSONStreamOptions = JSONStreamOptions()
  ) -> AsyncJSONDocuments<Self> where Element: Sequence<UInt8> {
    AsyncJSONDocuments(chunks: self, parser: JSONStreamParser(layout, options: options))
  }
}

/// The values of a text that comes in chunks; see `AsyncSequence.jsonDocuments(_:options:)`.
public struct AsyncJSONDocuments<Chunks: AsyncSequence>: AsyncSequence
where Chunks.Element: Sequence<UInt8> {
  let chunks: Chunks
  let parser: JSONStreamParser

  public func makeAsyncIterator() -> Iterator {
    Iterator(chunks: chunks.makeAsyncIterator(), parser: parser)
  }

  public struct Iterator: AsyncIteratorProtocol {
    var chunks: Chunks.AsyncIterator
    var parser: JSONStreamParser
    private var isAtEnd = false

    init(chunks: Chunks.AsyncIterator, parser: JSONStreamParser) {
      self.chunks = chunks
      self.parser = parser
    }

    public mutating func next() async throws -> JSONDocument? {
      try await next(isolation: #isolation)
    }

    public mutating func next(
      isolation actor: isolated (any Actor)?
    ) async throws(any Error) -> JSONDocument? {
      while true {
        if let document = try parser.next() { return document }
        if isAtEnd { return nil }
        if let chunk = try await chunks.next(isolation: actor) {
          parser.append(chunk)
        } else {
          isAtEnd = true
          parser.finish()
        }
      }
    }
  }
}

extension AsyncJSONDocuments: Sendable where Chunks: Sendable {}
