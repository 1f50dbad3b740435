import JSONModel

/// Finds the JSON in a reply that may have more around it.
enum StructuredText {
  struct Candidate: Sendable {
    var document: JSONDocument
    var wrapping: StructuredWrapping
  }

  /// More than this many places are not tried: a text full of braces is no reply.
  private static let maximumStarts = 64

  /// The JSON values that the text may mean, the likeliest first: the whole of it, the content of
  /// its code fences, and the objects and arrays in its prose.
  static func candidates(_ text: String) -> [Candidate] {
    if let document = try? JSONDocument(parsing: text) {
      return [Candidate(document: document, wrapping: .none)]
    }
    let answer = withoutThoughts(text)
    if answer.utf8.count < text.utf8.count, let document = try? JSONDocument(parsing: answer) {
      return [Candidate(document: document, wrapping: .prose)]
    }
    let fenced = fences(answer).compactMap { content in
      (try? JSONDocument(parsing: content)).map { Candidate(document: $0, wrapping: .codeFence) }
    }
    return fenced.isEmpty ? inProse(answer) : fenced
  }

  /// What follows the thoughts that some models put before their answer, in `<think>…</think>`:
  /// drafts in there are not the answer.
  private static func withoutThoughts(_ text: String) -> String {
    let start = text.drop(while: \.isWhitespace)
    guard start.hasPrefix("<think>"), let end = start.firstRange(of: "</think>") else {
      return text
    }
    return String(start[end.upperBound...])
  }

  /// The contents of the Markdown code fences (CommonMark, section 4.5), an unclosed one included.
  private static func fences(_ text: String) -> [String] {
    var contents: [String] = []
    var open: (mark: Character, length: Int)?
    var lines: [Substring] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let trimmed = line.drop(while: \.isWhitespace)
      let mark = trimmed.first
      let length = trimmed.prefix { $0 == mark }.count
      if let fence = open {
        let isEnd =
          mark == fence.mark && length >= fence.length
          && trimmed.dropFirst(length).allSatisfy(\.isWhitespace)
        if isEnd {
          contents.append(lines.joined(separator: "\n"))
          (open, lines) = (nil, [])
        } else {
          lines.append(line)
        }
      } else if let mark, mark == "`" || mark == "~", length >= 3 {
        open = (mark, length)
      }
    }
    if open != nil { contents.append(lines.joined(separator: "\n")) }
    return contents
  }

  /// The outermost objects and arrays. What is inside one that is broken or cut off is a part of
  /// the answer and never taken for the whole.
  private static func inProse(_ text: String) -> [Candidate] {
    let bytes = Array(text.utf8)
    var found: [Candidate] = []
    var starts = 0
    var position = 0
    while position < bytes.count, starts < maximumStarts {
      guard bytes[position] == UInt8(ascii: "{") || bytes[position] == UInt8(ascii: "[") else {
        position += 1
        continue
      }
      starts += 1
      let end = balancedEnd(bytes, from: position)
      if let end, let document = try? JSONDocument(parsing: Array(bytes[position..<end])) {
        found.append(Candidate(document: document, wrapping: .prose))
        position = end
      } else if looksLikeJSON(bytes, from: position) {
        guard let end else { break }
        position = end
      } else {
        position += 1
      }
    }
    return found
  }

  /// Whether a bracket begins JSON, even if it goes wrong further on, and not a remark in prose.
  private static func looksLikeJSON(_ bytes: [UInt8], from start: Int) -> Bool {
    let next = bytes[(start + 1)...].first { !($0 == 0x20 || (0x09...0x0D).contains($0)) }
    guard let next else { return true }
    if bytes[start] == UInt8(ascii: "{") { return "\"}".utf8.contains(next) }
    return "{[\"]-0123456789".utf8.contains(next)
  }

  /// The position after the bracket that closes the one at `start`; brackets in strings do not
  /// count.
  private static func balancedEnd(_ bytes: [UInt8], from start: Int) -> Int? {
    var depth = 0
    var isInString = false
    var position = start
    while position < bytes.count {
      let byte = bytes[position]
      if isInString {
        if byte == UInt8(ascii: "\\") {
          position += 1
        } else if byte == UInt8(ascii: "\"") {
          isInString = false
        }
      } else if byte == UInt8(ascii: "\"") {
        isInString = true
      } else if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
        depth += 1
      } else if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") {
        depth -= 1
        if depth == 0 { return position + 1 }
      }
      position += 1
    }
    return nil
  }
}
