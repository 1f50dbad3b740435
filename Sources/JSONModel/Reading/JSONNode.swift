/// One value in a ``JSONDocument``: what it is and where it stands.
///
/// A node is a reference into the document, cheap to copy, and keeps the document alive.
public struct JSONNode: Sendable {
  let storage: JSONStorage
  let index: Int

  var node: JSONTape.Node { storage.tape.nodes[index] }

  public var kind: JSONKind {
    switch node.kind {
    case .null: .null
    case .true, .false: .boolean
    case .number: .number
    case .string: .string
    case .array: .array
    case .object: .object
    case .end: preconditionFailure("an end marker is not a value")
    }
  }

  // MARK: Scalars

  public var isNull: Bool { node.kind == .null }

  public var boolValue: Bool? {
    switch node.kind {
    case .true: true
    case .false: false
    default: nil
    }
  }

  public var stringValue: String? {
    node.kind == .string ? storage.string(at: index) : nil
  }

  public var numberValue: JSONNumber? {
    node.kind == .number ? JSONNumber(checkedSpelling: storage.text(at: index)) : nil
  }

  /// The number as an `Int`, if it is a mathematical integer in range.
  public var intValue: Int? {
    guard node.kind == .number else { return nil }
    return storage.integer(at: index) ?? numberValue?.intValue
  }

  /// The number as the nearest `Double`.
  public var doubleValue: Double? { node.kind == .number ? storage.double(at: index) : nil }

  // MARK: Containers

  /// The number of elements of an array or members of an object; 0 for scalars.
  public var count: Int {
    node.kind == .array || node.kind == .object ? Int(node.count) : 0
  }

  /// The elements of an array, in order; empty for other kinds.
  public var elements: Elements { Elements(parent: self, isArray: node.kind == .array) }

  /// The members of an object, in order and with repeated keys; empty for other kinds.
  public var members: Members { Members(parent: self, isObject: node.kind == .object) }

  /// The value of `key`, of the last one if it is repeated; nil for other kinds. Takes time
  /// proportional to ``count``.
  public subscript(key: String) -> JSONNode? {
    guard node.kind == .object else { return nil }
    return storage.value(of: key, in: index).map { JSONNode(storage: storage, index: $0) }
  }

  /// The element at `index` of an array; nil for other kinds and out of range. Takes time
  /// proportional to `index`; to visit all, use ``elements``.
  public subscript(index: Int) -> JSONNode? {
    guard index >= 0, index < count, node.kind == .array else { return nil }
    return elements.dropFirst(index).first { _ in true }
  }

  public struct Elements: Sequence, IteratorProtocol, Sendable {
    private let storage: JSONStorage
    private var position: Int

    init(parent: JSONNode, isArray: Bool) {
      storage = parent.storage
      // The end marker of a container ends the iteration, wherever it is met.
      position = isArray ? parent.index + 1 : -1
    }

    public mutating func next() -> JSONNode? {
      guard position >= 0, storage.tape.nodes[position].kind != .end else { return nil }
      defer { position = storage.tape.next(after: position) }
      return JSONNode(storage: storage, index: position)
    }
  }

  /// A member of an object.
  public struct Member: Sendable {
    public let keyNode: JSONNode
    public let value: JSONNode

    public var key: String { keyNode.storage.string(at: keyNode.index) }
  }

  public struct Members: Sequence, IteratorProtocol, Sendable {
    private let storage: JSONStorage
    private var position: Int

    init(parent: JSONNode, isObject: Bool) {
      storage = parent.storage
      position = isObject ? parent.index + 1 : -1
    }

    public mutating func next() -> Member? {
      guard position >= 0, storage.tape.nodes[position].kind != .end else { return nil }
      defer { position = storage.tape.next(after: position + 1) }
      return Member(
        keyNode: JSONNode(storage: storage, index: position),
        value: JSONNode(storage: storage, index: position + 1))
    }
  }

  // MARK: Place

  /// Where the value starts; of a string, its opening quote.
  public var location: SourceLocation {
    storage.location(of: byteRange.lowerBound)
  }

  /// The bytes of the value in ``JSONDocument/bytes``, of a string with its quotes.
  public var byteRange: Range<Int> {
    let node = node
    let start = Int(node.start)
    switch node.kind {
    case .string:
      return start - 1..<start + Int(node.extent) + 1
    case .array, .object:
      return start..<Int(storage.tape.nodes[Int(node.extent)].start) + 1
    default:
      return start..<start + Int(node.extent)
    }
  }

  /// The way from the root to this value (RFC 6901).
  public var pointer: JSONPointer {
    JSONPointer(tokens: storage.path(to: index).map(\.token))
  }

  // MARK: Values

  /// The value without positions.
  public var value: JSONValue { storage.value(at: index) }
}

extension JSONStorage {
  /// The bytes of a scalar, as text.
  func text(at index: Int) -> String {
    let node = tape.nodes[index]
    let start = Int(node.start)
    return bytes.withUnsafeBufferPointer {
      String(decoding: $0[start..<start + Int(node.extent)], as: UTF8.self)
    }
  }

  /// The text of the string at `index`.
  func string(at index: Int) -> String {
    let node = tape.nodes[index]
    if node.count == 0 { return text(at: index) }
    let start = Int(node.start)
    return bytes.withUnsafeBufferPointer {
      StringScan.unescape($0, range: start..<start + Int(node.extent))
    }
  }

  /// The value of the last member named `key` of the object at `index`.
  func value(of key: String, in index: Int) -> Int? {
    var result: Int?
    var key = key
    key.withUTF8 { bytes in
      var position = index + 1
      while tape.nodes[position].kind != .end {
        if keyEquals(bytes, at: position) { result = position + 1 }
        position = tape.next(after: position + 1)
      }
    }
    return result
  }

  /// Whether the key at `index` is `key`.
  func keyEquals(_ key: UnsafeBufferPointer<UInt8>, at index: Int) -> Bool {
    let node = tape.nodes[index]
    if node.count != 0 {
      var text = string(at: index)
      return text.withUTF8 { $0.hasSameBytes(as: key) }
    }
    guard Int(node.extent) == key.count else { return false }
    let start = Int(node.start)
    return bytes.withUnsafeBufferPointer {
      UnsafeBufferPointer(rebasing: $0[start..<start + key.count]).hasSameBytes(as: key)
    }
  }

  /// The way from the root to a value: keys and positions.
  enum PathStep {
    case key(String)
    case index(Int)

    var token: String {
      switch self {
      case .key(let key): key
      case .index(let index): String(index)
      }
    }
  }

  /// Walks from the root to the value or key at `target`.
  func walk(to target: Int) -> [PathStep] {
    var path: [PathStep] = []
    var container = 0
    descent: while container != target {
      let isObject = tape.nodes[container].kind == .object
      var position = container + 1
      var element = 0
      while tape.nodes[position].kind != .end {
        let value = isObject ? position + 1 : position
        let next = tape.next(after: value)
        if target < next {
          path.append(isObject ? .key(string(at: position)) : .index(element))
          if target <= value { return path }
          container = value
          continue descent
        }
        element += 1
        position = next
      }
      return path
    }
    return path
  }
}

extension JSONValue {
  /// Reads a JSON text into a value.
  ///
  /// - Throws: ``JSONSyntaxError``.
  public init(parsing bytes: [UInt8], limits: JSONDocument.Limits = .init()) throws {
    self = try JSONDocument(parsing: bytes, limits: limits).value
  }

  /// Reads a JSON text into a value.
  ///
  /// - Throws: ``JSONSyntaxError``.
  public init(parsing text: String, limits: JSONDocument.Limits = .init()) throws {
    self = try JSONDocument(parsing: text, limits: limits).value
  }
}
