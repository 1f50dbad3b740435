/// A JSON text that has been read: checked to the letter of RFC 8259, with the place of every
/// value, and decoded only where somebody looks.
///
/// ```swift
/// let document = try JSONDocument(parsing: bytes)
/// let port = document.root["server"]?["port"]
/// print(port?.intValue, port?.location.line)
/// let settings = try document.decode(Settings.self)
/// ```
///
/// Accepted beyond the grammar: a byte order mark at the start, which RFC 8259, section 8.1,
/// lets a reader skip. Escapes of half a surrogate pair are in the grammar; they read as U+FFFD.
public struct JSONDocument: Sendable {
  /// Caps on what is read, against texts that are made to exhaust memory.
  public struct Limits: Sendable, Hashable {
    /// How deep arrays and objects may nest. A ``JSONValue`` of very many levels (ten thousand and
    /// more, less on small stacks) cannot be freed without exhausting the stack; a document can.
    public var depth: Int
    /// How many bytes the text may have. More than `UInt32.max` is never accepted.
    public var byteCount: Int

    public init(depth: Int = 512, byteCount: Int = Int(UInt32.max)) {
      self.depth = depth
      self.byteCount = byteCount
    }
  }

  let storage: JSONStorage

  /// Reads `bytes`, which must hold one JSON value.
  ///
  /// - Throws: ``JSONSyntaxError`` at the first fault, with its line, column and offset.
  public init(parsing bytes: [UInt8], limits: Limits = Limits()) throws {
    let start = bytes.starts(with: Byte.byteOrderMark) ? Byte.byteOrderMark.count : 0
    try self.init(parsing: bytes, from: start, limits: limits, origin: nil)
  }

  /// Reads the value that is in `bytes` from `start` on, where the bytes are a part of a text
  /// and stand at `origin` in it.
  init(parsing bytes: [UInt8], from start: Int, limits: Limits, origin: SourceLocation?) throws {
    let cap = min(limits.byteCount, Int(UInt32.max))
    guard bytes.count <= cap else {
      throw JSONSyntaxError(
        code: .tooLarge,
        location: SourceLocation(byteOffset: cap, line: 1, column: 1).shifted(by: origin),
        message: "the text has \(bytes.count) bytes; the limit is \(cap)")
    }
    let tape = try bytes.withUnsafeBufferPointer { buffer throws(JSONSyntaxError) in
      do throws(JSONTapeBuilder.Fault) {
        return try JSONTapeBuilder.build(buffer, from: start, maximumDepth: limits.depth)
      } catch {
        throw JSONSyntaxError(
          code: error.code,
          location: SourceLocation(of: error.offset, in: buffer).shifted(by: origin),
          message: error.message)
      }
    }
    storage = JSONStorage(bytes: bytes, tape: tape, origin: origin)
  }

  /// Reads `text`, which must be one JSON value.
  ///
  /// - Throws: ``JSONSyntaxError``.
  public init(parsing text: String, limits: Limits = Limits()) throws {
    try self.init(parsing: Array(text.utf8), limits: limits)
  }

  /// The one value of the text.
  public var root: JSONNode { JSONNode(storage: storage, index: 0) }

  /// The bytes that were read.
  public var bytes: [UInt8] { storage.bytes }

  /// The whole text as a value without positions.
  public var value: JSONValue { root.value }
}
