import HTTPTransport

/// Replaces some byte strings by others.
enum ByteReplacement {
  static func replacing(_ replacements: [String: String], in bytes: [UInt8]) -> [UInt8] {
    var bytes = bytes
    for (old, new) in replacements {
      let (old, new) = (Array(old.utf8), Array(new.utf8))
      guard !old.isEmpty, old != new else { continue }
      var result: [UInt8] = []
      var rest = bytes[...]
      while let range = rest.firstRange(of: old) {
        result += rest[..<range.lowerBound]
        result += new
        rest = rest[range.upperBound...]
      }
      bytes = result + rest
    }
    return bytes
  }
}

/// A body with some byte strings replaced, also where its pieces cut them in two: the beginning of
/// one, at the end of a piece, waits for the next piece.
struct ReplacingIterator {
  private var body: ResponseBody.AsyncIterator
  private let replacements: [String: String]
  private let beginnings: [[UInt8]]
  private var held = BodyChunk(bytes: [], elapsed: nil)
  private var isAtEnd = false

  init(_ body: ResponseBody, _ replacements: [String: String]) {
    self.body = body.makeAsyncIterator()
    self.replacements = replacements
    beginnings = replacements.keys.map { Array($0.utf8) }
  }

  mutating func next() async throws -> BodyChunk? {
    guard !replacements.isEmpty else { return try await body.next() }
    while !isAtEnd {
      guard var chunk = try await body.next() else {
        isAtEnd = true
        return held.bytes.isEmpty ? nil : held
      }
      chunk.bytes = ByteReplacement.replacing(replacements, in: held.bytes + chunk.bytes)
      let waiting = beginning(atEndOf: chunk.bytes)
      held = BodyChunk(bytes: Array(chunk.bytes.suffix(waiting)), elapsed: chunk.elapsed)
      chunk.bytes.removeLast(waiting)
      if !chunk.bytes.isEmpty { return chunk }
    }
    return nil
  }

  /// How many bytes at the end may be the beginning of something to be replaced.
  private func beginning(atEndOf bytes: [UInt8]) -> Int {
    beginnings.map { text in
      (1..<max(text.count, 1)).last { bytes.suffix($0).elementsEqual(text.prefix($0)) } ?? 0
    }.max() ?? 0
  }
}
