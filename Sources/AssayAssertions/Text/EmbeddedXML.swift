import XMLInspection

/// Finds XML elements inside other text.
///
/// One pass over the tags, with those that are open on a stack. A tag that does not fit makes
/// everything that is open no element, so that the stack is emptied; a pair of tags that fit is
/// read by libxml2, the innermost first. So each byte is read about once, whatever the text is.
enum EmbeddedXML {
  struct Undecided: Error, CustomStringConvertible {
    var description: String {
      "the text has too many elements of that name that are none to look into each of them"
    }
  }

  struct Refused: Error, CustomStringConvertible {
    var description: String {
      "refused: the text defines entities, so that nobody knows which elements it has"
    }
  }

  /// How many bytes libxml2 reads in all.
  private static let workLimit = 20_000_000

  /// Whether a well-formed element stands in the text.
  ///
  /// - Parameter root: The name that it must have; nil for any.
  /// - Throws: ``Undecided``, and ``Refused`` for a text without one that defines entities.
  static func contains(_ root: String?, in text: String) throws -> Bool {
    let bytes = Array(text.utf8)
    var open: [TagScanner.Tag] = []
    var scanner = TagScanner(bytes)
    var work = 0
    while let token = scanner.next(isInElement: !open.isEmpty) {
      var element: Range<Int>?
      var name: Range<Int>?
      switch token {
      case .misfit: open.removeAll()
      case .start(let tag): open.append(tag)
      case .empty(let tag): (element, name) = (tag.range, tag.name)
      case .end(let tag):
        if let start = open.last, bytes[start.name].elementsEqual(bytes[tag.name]) {
          open.removeLast()
          element = start.range.lowerBound..<tag.range.upperBound
          name = start.name
        } else {
          open.removeAll()
        }
      }
      guard let element, let name, isNamed(root, bytes[name]) else { continue }
      work += element.count
      if work > workLimit { throw Undecided() }
      do {
        let document = try MarkupDocument(parsing: String(decoding: bytes[element], as: UTF8.self))
        if root == nil || document.rootName == root { return true }
      } catch {
        if error.isRefusal { throw error }
        open.removeAll()
      }
    }
    if TextSearch.contains(text, "<!ENTITY") { throw Refused() }
    return false
  }

  /// Whether an element may be called `root`: the name, or what follows its prefix.
  private static func isNamed(_ root: String?, _ name: ArraySlice<UInt8>) -> Bool {
    guard let root else { return true }
    if name.elementsEqual(root.utf8) { return true }
    guard let colon = name.firstIndex(of: UInt8(ascii: ":")) else { return false }
    return name[(colon + 1)...].elementsEqual(root.utf8)
  }
}

/// Takes the tags out of a text, going by their brackets alone.
struct TagScanner {
  struct Tag {
    var range: Range<Int>
    var name: Range<Int>
  }

  enum Token {
    case start(Tag)
    case end(Tag)
    /// `<a/>`
    case empty(Tag)
    /// A bracket that opens none of these.
    case misfit
  }

  private let bytes: [UInt8]
  private var position = 0
  /// The ends that are known not to come any more, so that nobody looks for them again.
  private var missing: Set<String> = []

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The next tag; nil at the end.
  ///
  /// - Parameter isInElement: Whether comments and the like are skipped. Between elements is prose,
  ///   which may well talk of an element in a comment.
  mutating func next(isInElement: Bool) -> Token? {
    while let start = bytes[position...].firstIndex(of: UInt8(ascii: "<")) {
      position = start + 1
      if isInElement, let end = endOfAside(start) {
        position = end
        continue
      }
      return tag(start)
    }
    return nil
  }

  private mutating func tag(_ start: Int) -> Token {
    let isEnd = position < bytes.count && bytes[position] == UInt8(ascii: "/")
    let nameStart = isEnd ? position + 1 : position
    guard nameStart < bytes.count, Self.beginsName(bytes[nameStart]) else { return .misfit }
    let nameEnd = bytes[nameStart...].firstIndex { !Self.isName($0) } ?? bytes.count
    guard let close = closingBracket(from: nameEnd) else { return .misfit }
    position = close + 1
    let tag = Tag(range: start..<position, name: nameStart..<nameEnd)
    if isEnd { return .end(tag) }
    return bytes[close - 1] == UInt8(ascii: "/") ? .empty(tag) : .start(tag)
  }

  /// Where a tag ends. A bracket in quotes does not end it; one that opens another does.
  private func closingBracket(from start: Int) -> Int? {
    var quote: UInt8?
    for index in start..<bytes.count {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "<"): return nil
      case UInt8(ascii: ">") where quote == nil: return index
      case UInt8(ascii: "\""), UInt8(ascii: "'"):
        if quote == nil { quote = byte } else if quote == byte { quote = nil }
      default: break
      }
    }
    return nil
  }

  /// The end of a comment, a section of characters or an instruction that begins here.
  private mutating func endOfAside(_ start: Int) -> Int? {
    for (opening, closing) in [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>")]
    where bytes[start...].starts(with: opening.utf8) && !missing.contains(closing) {
      let sign = Array(closing.utf8)
      var index = start + opening.utf8.count
      while let hit = bytes[min(index, bytes.count)...].firstIndex(of: sign[0]) {
        if bytes[hit...].starts(with: sign) { return hit + sign.count }
        index = hit + 1
      }
      missing.insert(closing)
    }
    return nil
  }

  private static func beginsName(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte == UInt8(ascii: "_") || isLetter(byte)
  }

  private static func isName(_ byte: UInt8) -> Bool {
    beginsName(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || [UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: ".")].contains(byte)
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}
