import Synchronization

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
    /// How deep arrays and objects may nest.
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
    let cap = min(limits.byteCount, Int(UInt32.max))
    guard bytes.count <= cap else {
      throw JSONSyntaxError(
        code: .tooLarge, location: SourceLocation(byteOffset: cap, line: 1, column: 1),
        message: "the text has \(bytes.count) bytes; the limit is \(cap)")
    }
    let tape = try bytes.withUnsafeBufferPointer { buffer throws(JSONSyntaxError) in
      let start = buffer.starts(with: Byte.byteOrderMark) ? Byte.byteOrderMark.count : 0
      do throws(JSONTapeBuilder.Fault) {
        return try JSONTapeBuilder.build(buffer, from: start, maximumDepth: limits.depth)
      } catch {
        throw JSONSyntaxError(
          code: error.code, location: SourceLocation(of: error.offset, in: buffer),
          message: error.message)
      }
    }
    storage = JSONStorage(bytes: bytes, tape: tape)
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

  /// A key that an object has more than once.
  public struct DuplicateKey: Sendable, Hashable {
    public let key: String
    /// The object that repeats it.
    public let object: JSONPointer
    public let first: SourceLocation
    public let repeated: SourceLocation
  }

  /// The keys that stand more than once in their object, each repetition once.
  ///
  /// RFC 8259 allows them and leaves their meaning open; readers differ (here the last wins),
  /// so a format that people write by hand should refuse them.
  public func duplicateKeys() -> [DuplicateKey] {
    var found: [DuplicateKey] = []
    for index in storage.tape.nodes.indices
    where storage.tape.nodes[index].kind == .object && storage.tape.nodes[index].count > 1 {
      let object = JSONNode(storage: storage, index: index)
      var first: [String: JSONNode] = [:]
      for member in object.members {
        if let earlier = first[member.key] {
          found.append(
            DuplicateKey(
              key: member.key, object: object.pointer, first: earlier.location,
              repeated: member.keyNode.location))
        } else {
          first[member.key] = member.keyNode
        }
      }
    }
    return found
  }
}

/// The bytes of a text and the tape that points into them, shared by all its nodes.
final class JSONStorage: Sendable {
  let bytes: [UInt8]
  let tape: JSONTape
  /// Made when the first place is asked for.
  private let lines = Mutex<LineTable?>(nil)

  init(bytes: [UInt8], tape: JSONTape) {
    self.bytes = bytes
    self.tape = tape
  }

  func location(of byteOffset: Int) -> SourceLocation {
    bytes.withUnsafeBufferPointer { buffer in
      let table = lines.withLock { lines in
        let table = lines ?? LineTable(buffer)
        lines = table
        return table
      }
      return table.location(of: byteOffset, in: buffer)
    }
  }
}
