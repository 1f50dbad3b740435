/// Takes a template apart; a tag alone on its line takes the whole line with it, as the Mustache
/// specification has it.
struct TemplateParser {
  private let bytes: [UInt8]
  private let partials: [String: String]
  /// The partials that are being inserted, the innermost last.
  private let inserting: [String]
  /// Shared by a template and its partials: what they insert may be exponential.
  private let budget: Budget
  /// How many sections are open around this text.
  private let outerDepth: Int

  /// How many blanks were put before every line of this text.
  private let indentation: Int

  private static let depthLimit = 64

  private var position = 0
  private var open = Delimiters.open
  private var close = Delimiters.close
  private var frames: [Frame] = [Frame()]

  private final class Budget {
    var bytes = 0
    var insertions = 0
    static let limit = 16 << 20
    static let insertionLimit = 10_000
  }

  private enum Delimiters {
    static let open = Array("{{".utf8)
    static let close = Array("}}".utf8)
  }

  /// A section that is not closed yet; the first is the whole text.
  private struct Frame {
    var variable = Template.Variable(path: [], offset: 0)
    var name = ""
    var isInverted = false
    var parts: [Template.Part] = []

    mutating func add(_ text: String) {
      guard !text.isEmpty else { return }
      if case .text(let before) = parts.last {
        parts[parts.count - 1] = .text(before + text)
      } else {
        parts.append(.text(text))
      }
    }
  }

  init(_ text: String, partials: [String: String]) {
    self.init(
      Array(text.utf8), partials: partials, inserting: [], budget: Budget(), outerDepth: 0,
      indentation: 0)
  }

  private init(
    _ bytes: [UInt8], partials: [String: String], inserting: [String], budget: Budget,
    outerDepth: Int, indentation: Int
  ) {
    self.bytes = bytes
    self.partials = partials
    self.inserting = inserting
    self.budget = budget
    self.outerDepth = outerDepth
    self.indentation = indentation
  }

  mutating func parse() throws(Template.SyntaxError) -> [Template.Part] {
    budget.bytes += bytes.count
    guard budget.bytes <= Budget.limit else {
      throw fault(0, "the partials insert more than \(Budget.limit >> 20) MiB into one template")
    }
    while let start = find(open, from: position) {
      try readTag(at: start)
    }
    addText(position..<bytes.count)
    guard frames.count == 1 else {
      let frame = frames[frames.count - 1]
      throw fault(
        frame.variable.offset,
        "the section {{\(frame.isInverted ? "^" : "#")\(frame.name)}} never ends",
        "end it with {{/\(frame.name)}}")
    }
    return frames[0].parts
  }

  // MARK: Tags

  private mutating func readTag(at start: Int) throws(Template.SyntaxError) {
    let inner = start + open.count
    let kind = inner < bytes.count ? bytes[inner] : 0
    let isTriple = kind == UInt8(ascii: "{") && open == Delimiters.open
    let isSet = kind == UInt8(ascii: "=")
    let closing = isTriple ? Array("}".utf8) + close : isSet ? Array("=".utf8) + close : close
    let hasSigil = isTriple || "#^/!>&=<$%".utf8.contains(kind)
    let body = inner + (hasSigil ? 1 : 0)
    guard let bodyEnd = find(closing, from: body) else {
      throw fault(start, "the tag that starts with \(text(open)) never ends")
    }
    let content = text(bytes[body..<bodyEnd])
    let end = bodyEnd + closing.count
    let standsAlone = hasSigil && !isTriple && kind != UInt8(ascii: "&")
    let line = standsAlone ? lineOfItsOwn(start, end) : nil
    addText(position..<(line?.lowerBound ?? start))
    position = line?.upperBound ?? end
    let name = content.trimmed
    switch kind {
    case UInt8(ascii: "!"): break
    case UInt8(ascii: "#"), UInt8(ascii: "^"):
      try checkDepth(start)
      frames.append(
        Frame(
          variable: try variable(name, start), name: name, isInverted: kind == UInt8(ascii: "^")))
    case UInt8(ascii: "/"): try endSection(name, start)
    case UInt8(ascii: ">"):
      try insert(name, start, indentation: line.map { text(bytes[$0.lowerBound..<start]) } ?? "")
    case UInt8(ascii: "="): try setDelimiters(content, start)
    case UInt8(ascii: "<"), UInt8(ascii: "$"), UInt8(ascii: "%"):
      throw fault(
        start, "\(text(bytes[start..<end])) is not supported",
        "there are variables, sections, partials, comments and other delimiters")
    default:
      frames[frames.count - 1].parts.append(.variable(try variable(name, start)))
    }
  }

  /// Sections and partials nest only so deep: rendering goes into them one by one.
  private func checkDepth(_ offset: Int) throws(Template.SyntaxError) {
    guard outerDepth + frames.count <= Self.depthLimit else {
      throw fault(offset, "more than \(Self.depthLimit) sections and partials are in one another")
    }
  }

  private func variable(
    _ name: String, _ offset: Int
  ) throws(Template.SyntaxError) -> Template.Variable {
    if name == "." {
      guard frames.contains(where: { !$0.name.isEmpty && !$0.isInverted }) else {
        throw fault(offset, "{{.}} stands outside of a section", "it is an element of a list")
      }
      return Template.Variable(path: [], offset: offset, partial: inserting.last)
    }
    let path = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard path.allSatisfy({ !$0.isEmpty && !$0.contains(where: \.isWhitespace) }) else {
      throw fault(
        offset, name.isEmpty ? "the tag names nothing" : "\"\(name)\" does not name a variable",
        "names have no spaces; text in double braces is written with other delimiters: {{=<% %>=}}")
    }
    return Template.Variable(path: path, offset: offset, partial: inserting.last)
  }

  private mutating func endSection(_ name: String, _ offset: Int) throws(Template.SyntaxError) {
    guard frames.count > 1, let frame = frames.popLast() else {
      throw fault(offset, "{{/\(name)}} ends a section that never started")
    }
    guard frame.name == name else {
      throw fault(
        offset, "{{/\(name)}} stands where {{/\(frame.name)}} must", "sections end inside out")
    }
    frames[frames.count - 1].parts.append(
      .section(frame.variable, isInverted: frame.isInverted, frame.parts))
  }

  private mutating func setDelimiters(
    _ content: String, _ offset: Int
  ) throws(Template.SyntaxError) {
    let pair = content.split(whereSeparator: \.isWhitespace)
    guard pair.count == 2, !content.contains("=") else {
      throw fault(offset, "two delimiters are needed, without =", "such as {{=<% %>=}}")
    }
    (open, close) = (Array(pair[0].utf8), Array(pair[1].utf8))
  }

  private mutating func insert(
    _ name: String, _ offset: Int, indentation: String
  ) throws(Template.SyntaxError) {
    guard let partial = partials[name] else {
      let nearest = NearestName.find(name, among: partials.keys)
      throw fault(
        offset, "there is no partial \"\(name)\"",
        nearest.map { "did you mean \"\($0)\"?" } ?? "partials are defined under \"partials\"")
    }
    guard !inserting.contains(name) else {
      let way = (inserting.drop { $0 != name } + [name]).joined(separator: " → ")
      throw fault(offset, "the partial \"\(name)\" inserts itself: \(way)")
    }
    try checkDepth(offset)
    budget.insertions += 1
    guard budget.insertions <= Budget.insertionLimit else {
      throw fault(
        offset, "more than \(Budget.insertionLimit) partials are inserted into one template")
    }
    var parser = TemplateParser(
      Self.indented(Array(partial.utf8), Array(indentation.utf8)), partials: partials,
      inserting: inserting + [name], budget: budget, outerDepth: outerDepth + frames.count,
      indentation: indentation.utf8.count)
    for part in try parser.parse() {
      if case .text(let text) = part {
        frames[frames.count - 1].add(text)
      } else {
        frames[frames.count - 1].parts.append(part)
      }
    }
  }

  /// `text` with `indentation` before each of its lines.
  private static func indented(_ text: [UInt8], _ indentation: [UInt8]) -> [UInt8] {
    guard !indentation.isEmpty else { return text }
    var result: [UInt8] = []
    var isAtStart = true
    for byte in text {
      if isAtStart { result += indentation }
      result.append(byte)
      isAtStart = byte == UInt8(ascii: "\n")
    }
    return result
  }

  // MARK: Text

  private mutating func addText(_ range: Range<Int>) {
    if !range.isEmpty { frames[frames.count - 1].add(text(bytes[range])) }
  }

  /// The line that holds nothing but the tag, with its line break; nil if there is more on it.
  private func lineOfItsOwn(_ start: Int, _ end: Int) -> Range<Int>? {
    var lower = start
    while lower > 0, bytes[lower - 1] != UInt8(ascii: "\n") {
      guard Self.isBlank(bytes[lower - 1]) else { return nil }
      lower -= 1
    }
    // What a tag before this one has taken is no longer there.
    guard lower >= position || lower == start else { return nil }
    var upper = end
    while upper < bytes.count, Self.isBlank(bytes[upper]) { upper += 1 }
    if upper == bytes.count { return lower..<upper }
    if bytes[upper] == UInt8(ascii: "\n") { return lower..<upper + 1 }
    guard bytes[upper] == UInt8(ascii: "\r"), upper + 1 < bytes.count,
      bytes[upper + 1] == UInt8(ascii: "\n")
    else { return nil }
    return lower..<upper + 2
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }

  private func find(_ pattern: [UInt8], from start: Int) -> Int? {
    guard let first = pattern.first, start + pattern.count <= bytes.count else { return nil }
    var position = start
    while let found = bytes[position...].firstIndex(of: first) {
      guard found + pattern.count <= bytes.count else { return nil }
      if bytes[found..<found + pattern.count].elementsEqual(pattern) { return found }
      position = found + 1
    }
    return nil
  }

  private func text(_ bytes: some Collection<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }

  private func fault(_ offset: Int, _ message: String, _ hint: String? = nil)
    -> Template.SyntaxError
  {
    let lines = indentation == 0 ? 0 : bytes.prefix(offset).count { $0 == UInt8(ascii: "\n") } + 1
    return Template.SyntaxError(
      offset: max(0, offset - lines * indentation), message: message, hint: hint,
      partial: inserting.last)
  }
}

extension String {
  /// Without white space at either end.
  fileprivate var trimmed: String {
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(self[first...last])
  }
}
