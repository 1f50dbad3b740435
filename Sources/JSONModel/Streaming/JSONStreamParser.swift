/// Reads the values of a long text as its bytes come in, in memory for one value and one chunk.
///
/// ```swift
/// var parser = JSONStreamParser(.lines)
/// while let chunk = nextChunk() {
///   parser.append(chunk)
///   while let document = try parser.next() { use(document) }
/// }
/// parser.finish()
/// while let document = try parser.next() { use(document) }
/// ```
///
/// Lines, columns and offsets, of values and in errors, are those of the whole text. After an
/// error the parser cannot go on. ``JSONFileReader`` and `AsyncSequence.jsonDocuments(_:options:)`
/// do the reading.
public struct JSONStreamParser: Sendable {
  private var implementation: Implementation

  private enum Implementation {
    case lines(LineSplitter)
    case elements(ElementSplitter)
  }

  /// A parser to which nothing has come yet.
  public init(_ layout: JSONStreamLayout, options: JSONStreamOptions = JSONStreamOptions()) {
    implementation =
      switch layout.value {
      case .lines: .lines(LineSplitter(options))
      case .elements(let pointer): .elements(ElementSplitter(options, pointer))
      }
  }

  /// Takes the next bytes, as many as there are.
  public mutating func append(_ bytes: some Sequence<UInt8>) {
    switch implementation {
    case .lines(var splitter):
      implementation = .lines(LineSplitter(JSONStreamOptions()))
      splitter.buffer.append(bytes)
      implementation = .lines(splitter)
    case .elements(var splitter):
      implementation = .lines(LineSplitter(JSONStreamOptions()))
      splitter.buffer.append(bytes)
      implementation = .elements(splitter)
    }
  }

  /// Says that no more bytes will come.
  public mutating func finish() {
    switch implementation {
    case .lines(var splitter):
      splitter.isFinished = true
      implementation = .lines(splitter)
    case .elements(var splitter):
      splitter.isFinished = true
      implementation = .elements(splitter)
    }
  }

  /// The next value, or nil if more bytes are needed or, after ``finish()``, at the end.
  ///
  /// - Throws: ``JSONSyntaxError``, also if a value has more bytes than allowed, if there is no
  ///   array at the pointer, and if the text ends too early.
  public mutating func next() throws -> JSONDocument? {
    // The splitter is taken out while it changes, so that its buffer is never copied.
    switch implementation {
    case .lines(var splitter):
      implementation = .lines(LineSplitter(JSONStreamOptions()))
      defer { implementation = .lines(splitter) }
      return try splitter.next()
    case .elements(var splitter):
      implementation = .lines(LineSplitter(JSONStreamOptions()))
      defer { implementation = .elements(splitter) }
      return try splitter.next()
    }
  }
}
