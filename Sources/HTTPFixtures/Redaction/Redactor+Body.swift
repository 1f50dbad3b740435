import JSONModel

extension Redactor {
  /// A body without secrets.
  ///
  /// Whatever it is, it is searched as it stands. JSON, lines of JSON (with `data:` before them
  /// in an event stream) and forms are also taken apart, so that neither escapes, nor names of
  /// fields, nor a stream's cutting into events hide a secret.
  ///
  /// - Parameter needsDocument: Whether the caller wants JSON that was read; without, most is not.
  func redact(
    _ body: [UInt8], mimeType: String?, needsDocument: Bool = true
  ) -> RedactedBody {
    guard !body.isEmpty else { return RedactedBody(body, []) }
    let edits = scanner.matches(in: body).map(Edit.init)
    let mimeType = mimeType?.lowercased() ?? ""
    if mimeType.hasPrefix("application/x-www-form-urlencoded") {
      return RedactedBody(body, edits + formEdits(body))
    }
    let hasMatches = !edits.isEmpty
    if !needsDocument, !hasMatches, paths == nil, JSONSurface.hidesNothing(body, fields) {
      return RedactedBody(body, edits)
    }
    guard let document = jsonDocument(body, mimeType) else {
      return RedactedBody(body, lineEdits(body, hasMatches) + edits)
    }
    var finder = JSONSecretFinder(
      redactor: self, bytes: body, offset: 0, searchesScalars: hasMatches)
    finder.visit(document.root, paths)
    // Of two with one range the first counts, and a number must become a string.
    return RedactedBody(body, finder.edits + edits, document)
  }

  private func jsonDocument(_ body: [UInt8], _ mimeType: String) -> JSONDocument? {
    CanonicalBody.looksLikeJSON(body, mimeType) ? try? JSONDocument(parsing: body) : nil
  }

  private func formEdits(_ body: [UInt8]) -> [Edit] {
    var edits: [Edit] = []
    var start = 0
    for item in body.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false) {
      let text = String(decoding: item, as: UTF8.self)
      let redacted = redactPair(text[...], names: rules.fields.union(rules.queryItems))
      if redacted != text {
        edits.append(
          Edit(
            range: start..<start + item.count, replacement: Array(redacted.utf8),
            name: "form field"))
      }
      start += item.count + 1
    }
    return edits
  }

  /// Secrets in a text of lines that are JSON, each or after `data:`.
  private func lineEdits(_ body: [UInt8], _ hasMatches: Bool) -> [Edit] {
    let loose = LooseFieldFinder(rules.fields)
    var edits: [Edit] = []
    var pieces = SplitSecretFinder(scanner: scanner)
    var start = 0
    while start < body.count {
      let end = body[start...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? body.count
      let brace = body[start..<end].firstIndex {
        $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "[")
      }
      if let brace, isPayload(body[start..<brace]),
        let document = try? JSONDocument(parsing: Array(body[brace..<end]))
      {
        var finder = JSONSecretFinder(
          redactor: self, bytes: document.bytes, offset: brace, searchesScalars: hasMatches)
        finder.visit(document.root, paths)
        edits += finder.edits
        pieces.collect(document.root, offset: brace)
      } else {
        edits += loose.edits(in: body[start..<end])
        pieces.collectLine(body[start..<end])
      }
      start = end + 1
    }
    return edits + pieces.edits()
  }

  /// Whether only white space or `data:` stands before a payload.
  private func isPayload(_ before: ArraySlice<UInt8>) -> Bool {
    let text = before.filter { $0 != 0x20 && $0 != 0x09 }
    return text.isEmpty || text.elementsEqual("data:".utf8)
  }
}

/// Finds secrets in JSON that its text hides: behind the name of a member, or behind escapes.
private struct JSONSecretFinder {
  let redactor: Redactor
  let bytes: [UInt8]
  /// Where the JSON starts in the body.
  let offset: Int
  /// Whether a secret of digits may stand in a number; its place must be taken by a string.
  let searchesScalars: Bool
  private(set) var edits: [Edit] = []

  init(redactor: Redactor, bytes: [UInt8], offset: Int, searchesScalars: Bool) {
    self.redactor = redactor
    self.bytes = bytes
    self.offset = offset
    self.searchesScalars = searchesScalars
  }

  mutating func visit(_ node: JSONNode, _ paths: VolatileFields?) {
    switch node.kind {
    case .object:
      for member in node.members {
        let below = paths?.below(member.key)
        if below?.isField == true || redactor.fields.contains(member.keyNode, in: bytes) {
          replace(member.value, "field '\(redactor.redact(member.key))'")
        } else {
          visit(member.value, below)
        }
        visit(member.keyNode, nil)
      }
    case .array:
      for (index, element) in node.elements.enumerated() {
        let below = paths?.below(String(index))
        if below?.isField == true {
          replace(element, "element of an array")
        } else {
          visit(element, below)
        }
      }
    case .string:
      visitString(node)
    case .number, .boolean, .null:
      guard searchesScalars else { break }
      let matches = redactor.scanner.matches(in: Array(bytes[node.byteRange]))
      if let match = matches.first { edit(node, RedactionRules.placeholder, match.name) }
    }
  }

  private mutating func replace(_ node: JSONNode, _ name: String) {
    let isEmpty = node.isNull || node.stringValue?.isEmpty == true
    guard !isEmpty, node.stringValue != RedactionRules.placeholder else { return }
    edit(node, RedactionRules.placeholder, name)
  }

  private mutating func visitString(_ node: JSONNode) {
    // The text as it stands was searched; only these escapes can hide something from that.
    let escapes = JSONEscapes(bytes[node.byteRange])
    guard escapes.hasOthers || escapes.hasBackslashes, let text = node.stringValue else { return }
    let matches = redactor.scanner.matches(in: Array(text.utf8))
    guard !matches.isEmpty else { return }
    // Text inside of text, such as the arguments of a function, has one more level of escapes.
    edit(node, redactor.redact(text), matches[0].name)
  }

  private mutating func edit(_ node: JSONNode, _ text: String, _ name: String) {
    let range = node.byteRange
    edits.append(
      Edit(
        range: range.lowerBound + offset..<range.upperBound + offset,
        replacement: JSONValue.string(text).bytes(), name: name))
  }
}

/// Finds secrets that a stream's events hold in pieces: a model may say a key token by token.
///
/// The strings that stand in one place of successive events are searched as one text; elements
/// that say their index, as choices and tool calls do, are in the place that they say.
private struct SplitSecretFinder {
  let scanner: SecretScanner

  private struct Piece {
    var text: [UInt8]
    /// Where the string stands in the body, with its quotes if it has any.
    var range: Range<Int>
    var isQuoted = true
  }

  private var places: [String: [Piece]] = [:]

  init(scanner: SecretScanner) {
    self.scanner = scanner
  }

  mutating func collect(_ node: JSONNode, offset: Int, path: String = "") {
    switch node.kind {
    case .object:
      for member in node.members {
        collect(member.value, offset: offset, path: path + "/" + member.key)
      }
    case .array:
      for (index, element) in node.elements.enumerated() {
        let place = element["index"]?.intValue.map { "#\($0)" } ?? String(index)
        collect(element, offset: offset, path: "\(path)/\(place)")
      }
    case .string:
      let range = node.byteRange
      places[path, default: []].append(
        Piece(
          text: Array((node.stringValue ?? "").utf8),
          range: range.lowerBound + offset..<range.upperBound + offset))
    case .number, .boolean, .null:
      break
    }
  }

  /// Takes the payload of a `data:` line that is plain text.
  mutating func collectLine(_ line: ArraySlice<UInt8>) {
    let field = Array("data:".utf8)
    guard line.starts(with: field) else { return }
    let payload = line.dropFirst(field.count).drop { $0 == 0x20 }
    places["", default: []].append(
      Piece(text: Array(payload), range: payload.startIndex..<payload.endIndex, isQuoted: false))
  }

  func edits() -> [Edit] {
    places.values.filter { $0.count > 1 }.flatMap(edits)
  }

  private func edits(_ pieces: [Piece]) -> [Edit] {
    let matches = scanner.matches(in: pieces.flatMap(\.text))
    guard !matches.isEmpty else { return [] }
    var edits: [Edit] = []
    var start = 0
    for piece in pieces {
      let place = start..<start + piece.text.count
      start = place.upperBound
      // What stands in one piece is found where it stands.
      let isCut = matches.contains {
        $0.range.overlaps(place) && $0.range.clamped(to: place) != $0.range
      }
      guard isCut else { continue }
      let text = Self.redacted(piece.text, at: place, matches)
      edits.append(
        Edit(
          range: piece.range,
          replacement: piece.isQuoted
            ? JSONValue.string(String(decoding: text, as: UTF8.self)).bytes() : text,
          name: "secret in pieces"))
    }
    return edits
  }

  /// The piece without its part of the matches; the first piece of each gets the placeholder.
  private static func redacted(
    _ text: [UInt8], at place: Range<Int>, _ matches: [SecretScanner.Match]
  ) -> [UInt8] {
    var redacted: [UInt8] = []
    var position = place.lowerBound
    for match in matches where match.range.overlaps(place) {
      let part = match.range.clamped(to: place)
      redacted += text[position - place.lowerBound..<part.lowerBound - place.lowerBound]
      if match.range.lowerBound == part.lowerBound { redacted += RedactionRules.placeholder.utf8 }
      position = part.upperBound
    }
    return redacted + text[(position - place.lowerBound)...]
  }
}
