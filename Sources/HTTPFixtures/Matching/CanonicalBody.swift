import JSONModel

/// The parts of JSON bodies that do not count, as a tree of pointer tokens.
struct VolatileFields: Sendable {
  private var children: [String: VolatileFields] = [:]
  private(set) var isField = false

  init?(_ pointers: [JSONPointer]) {
    guard !pointers.isEmpty else { return nil }
    self.init()
    for pointer in pointers { insert(pointer.tokens[...]) }
  }

  private init() {}

  private mutating func insert(_ tokens: ArraySlice<String>) {
    guard let first = tokens.first else {
      isField = true
      return
    }
    children[first, default: VolatileFields()].insert(tokens.dropFirst())
  }

  /// The fields below the member or element `token`; nil if there are none.
  func below(_ token: String) -> VolatileFields? { children[token] ?? children["*"] }
}

/// Writes a body so that bodies of one meaning are one text.
///
/// JSON: no white space; members sorted by key, in UTF-16 order as RFC 8785, section 3.2.3, has
/// it, of repeated keys the last; strings with the fewest escapes; numbers by their exact value,
/// integers of up to 20 digits in plain digits. Volatile fields are left out.
enum CanonicalBody {
  /// - Parameter document: The body, if it is JSON that was read already.
  static func append(
    _ body: [UInt8], mimeType: String?, document: JSONDocument? = nil, volatile: VolatileFields?,
    identifiers: KnownIdentifiers, to text: inout [UInt8]
  ) {
    guard !body.isEmpty else {
      text += "none\n".utf8
      return
    }
    let document =
      document ?? (looksLikeJSON(body, mimeType) ? try? JSONDocument(parsing: body) : nil)
    if let document {
      text += "json\n".utf8
      var writer = Writer(bytes: body, identifiers: identifiers, text: text)
      text = []
      writer.write(document.root, volatile)
      text = writer.text
    } else {
      text += "bytes\n".utf8
      text += body
    }
    text.append(UInt8(ascii: "\n"))
  }

  /// Whether the body may be JSON, by its type or by its first character.
  static func looksLikeJSON(_ body: [UInt8], _ mimeType: String?) -> Bool {
    if let mimeType, Self.namesJSON(mimeType) { return true }
    let first = body.first { $0 != 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "[")
  }

  /// Whether `json` stands in a media type, such as `application/problem+json`.
  private static func namesJSON(_ mimeType: String) -> Bool {
    if mimeType == "application/json" { return true }
    return !mimeType.utf8.elementsEqual("text/event-stream".utf8) && mimeType.contains("json")
  }

  private struct Writer {
    let bytes: [UInt8]
    let identifiers: KnownIdentifiers
    var text: [UInt8]

    mutating func write(_ node: JSONNode, _ volatile: VolatileFields?) {
      switch node.kind {
      case .object: writeObject(node, volatile)
      case .array:
        text.append(UInt8(ascii: "["))
        for (index, element) in node.elements.enumerated() {
          let below = volatile?.below(String(index))
          if below?.isField == true { continue }
          write(element, below)
          text.append(UInt8(ascii: ","))
        }
        text.append(UInt8(ascii: "]"))
      case .string: writeString(node)
      case .number: writeNumber(node)
      case .boolean, .null: text += bytes[node.byteRange]
      }
    }

    private mutating func writeObject(_ node: JSONNode, _ volatile: VolatileFields?) {
      var members = Array(node.members)
      // Many are not sorted by moving each to its place.
      guard members.count <= 64, members.allSatisfy({ isPlain(bytes[$0.keyNode.byteRange]) })
      else {
        writeObject(members, volatile)
        return
      }
      // The UTF-16 order of ASCII is that of its bytes. With the closing quote left out, a key
      // stands before those that it begins.
      func key(_ member: JSONNode.Member) -> ArraySlice<UInt8> {
        bytes[member.keyNode.byteRange].dropLast()
      }
      for position in members.indices.dropFirst() {
        // Few and mostly in order already; a stable sort, so the last of equal keys stays last.
        var place = position
        while place > 0, key(members[place]).lexicographicallyPrecedes(key(members[place - 1])) {
          members.swapAt(place, place - 1)
          place -= 1
        }
      }
      text.append(UInt8(ascii: "{"))
      for (position, member) in members.enumerated() {
        if position + 1 < members.count, key(members[position + 1]) == key(member) { continue }
        let below = volatile?.below(member.key)
        if below?.isField == true { continue }
        writeString(member.keyNode)
        text.append(UInt8(ascii: ":"))
        write(member.value, below)
        text.append(UInt8(ascii: ","))
      }
      text.append(UInt8(ascii: "}"))
    }

    /// Whether a string with its quotes is ASCII without escapes.
    private func isPlain(_ raw: ArraySlice<UInt8>) -> Bool {
      raw.allSatisfy { $0 < 0x80 && $0 != UInt8(ascii: "\\") }
    }

    /// Writes an object with keys of any kind.
    private mutating func writeObject(_ list: [JSONNode.Member], _ volatile: VolatileFields?) {
      var members = list.map { (key: $0.key, member: $0) }
      // A stable sort, so that the last of equal keys stays last.
      members.sort { Self.precedes($0.key, $1.key) }
      text.append(UInt8(ascii: "{"))
      for (position, (key, member)) in members.enumerated() {
        if position + 1 < members.count, Self.areEqual(members[position + 1].key, key) { continue }
        let below = volatile?.below(key)
        if below?.isField == true { continue }
        writeString(member.keyNode)
        text.append(UInt8(ascii: ":"))
        write(member.value, below)
        text.append(UInt8(ascii: ","))
      }
      text.append(UInt8(ascii: "}"))
    }

    private static func precedes(_ left: String, _ right: String) -> Bool {
      left.utf16.lexicographicallyPrecedes(right.utf16)
    }

    /// Whether the keys are the same code by code; `==` would also find "é" and "e´" equal.
    private static func areEqual(_ left: String, _ right: String) -> Bool {
      left.utf8.elementsEqual(right.utf8)
    }

    private mutating func writeString(_ node: JSONNode) {
      let raw = bytes[node.byteRange]
      // Between the quotes.
      if identifiers.mayHold(length: raw.count - 2) || raw.contains(UInt8(ascii: "\\")),
        let value = node.stringValue, let name = identifiers[value]
      {
        text += "\"{\(name)}\"".utf8
      } else if JSONEscapes(raw).hasOthers {
        text += JSONValue.string(node.stringValue ?? "").bytes()
      } else {
        text += raw
      }
    }

    private mutating func writeNumber(_ node: JSONNode) {
      let raw = bytes[node.byteRange]
      let isPlain = raw.allSatisfy { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
      if isPlain && raw.count <= 20 {
        text += raw
        return
      }
      guard let decimal = node.numberValue?.decimal else { return }
      if let integer = decimal.integerText(maximumDigits: 20) {
        text += integer.utf8
      } else {
        if decimal.isNegative { text.append(UInt8(ascii: "-")) }
        text += "0.".utf8
        text += decimal.digits.map { $0 + UInt8(ascii: "0") }
        text += "e\(decimal.exponent)".utf8
      }
    }
  }
}

/// What escapes a JSON string has.
struct JSONEscapes {
  /// Whether there are such that have a shorter spelling, or that mean a character that may
  /// stand as it is: `\/` and `\u`.
  private(set) var hasOthers = false
  /// Whether a backslash is escaped, so that there may be escapes within what is escaped.
  private(set) var hasBackslashes = false

  /// - Parameter raw: The string as it stands in a text that was checked.
  init(_ raw: ArraySlice<UInt8>) {
    var position = raw.startIndex
    while position < raw.endIndex {
      guard raw[position] == UInt8(ascii: "\\") else {
        position += 1
        continue
      }
      switch raw[position + 1] {
      case UInt8(ascii: "/"), UInt8(ascii: "u"): hasOthers = true
      case UInt8(ascii: "\\"): hasBackslashes = true
      default: break
      }
      position += 2
    }
  }
}
