import JSONModel

/// One HAR file: its bytes, and where its recordings stand in them.
///
/// Everything is checked when the file is read; of each exchange only what a lookup needs is
/// kept, and the rest is decoded from the bytes when somebody asks for it.
final class FixtureFile: Sendable {
  /// The file, as the caller named it.
  let name: String
  let bytes: FileBytes
  /// The log without its entries.
  let log: HARLog
  let recordings: [Recording]

  /// Where an exchange stands in its file, and what it is looked up by.
  struct Recording: Sendable {
    var labels: ExchangeLabels
    var method: String
    var url: String
    /// Where the parts stand in the file's bytes.
    var entry: Range<Int>
    var body: Range<Int>?
    var bodyIsBase64: Bool
    var mimeType: String?
    var response: Range<Int>
    var chunks: Range<Int>?
    /// The whole entry's time, in milliseconds; nil where it was not measured.
    var time: Double?
    /// Whether there was an answer: a browser also notes requests that it blocked.
    var isAnswered: Bool
  }

  /// - Throws: ``FixtureError`` with the place of what is wrong.
  init(_ bytes: FileBytes, name: String) throws {
    self.name = name
    self.bytes = bytes
    guard let (log, recordings) = try Self.read(bytes, name) else {
      // Something is out of the ordinary, most likely an error; the whole text tells its place.
      let document = try Self.document(bytes[0..<bytes.count], HARContext(file: name))
      let fields = try HARFields(document.root, HARContext(file: name)).object("log")
      self.log = try HARLog(fields)
      self.recordings = try fields.objects("entries").map { try Recording($0, at: 0) }
      return
    }
    self.log = log
    self.recordings = recordings
    bytes.releasePages()
  }

  /// Reads entry by entry; nil if the text does not have the usual outline, or is not JSON.
  private static func read(_ bytes: FileBytes, _ name: String) throws -> (HARLog, [Recording])? {
    guard let outline = bytes.withUnsafeBytes({ HAROutline($0) }),
      let rest = try? JSONDocument(parsing: bytes[outline.opening] + bytes[outline.closing])
    else { return nil }
    // Behind the entries, places in the rest are not those in the file.
    guard let fields = try? HARFields(rest.root, HARContext(file: name)).object("log"),
      let log = try? HARLog(fields)
    else { return nil }
    let entries = outline.entries
    let read = try Parallel.map(entries.count) { index -> Recording? in
      let range = entries[index]
      guard let document = try? JSONDocument(parsing: bytes[range]) else { return nil }
      let context = Self.context(bytes, name, index, nil, at: range.lowerBound)
      return try Recording(HARFields(document.root, context), at: range.lowerBound)
    }
    var recordings: [Recording] = []
    recordings.reserveCapacity(read.count)
    for recording in read {
      guard var recording else { return nil }
      if let last = recordings.last { recording.share(last) }
      recordings.append(recording)
    }
    return (log, recordings)
  }

  private static func document(_ bytes: [UInt8], _ context: HARContext) throws -> JSONDocument {
    do {
      return try JSONDocument(parsing: bytes)
    } catch let error as JSONSyntaxError {
      throw context.error(error)
    }
  }

  /// A context for errors in an entry, or in a member of one, which starts at `offset`.
  func context(_ entry: Int, _ member: String? = nil, at offset: Int) -> HARContext {
    Self.context(bytes, name, entry, member, at: offset)
  }

  private static func context(
    _ bytes: FileBytes, _ name: String, _ entry: Int, _ member: String?, at offset: Int
  ) -> HARContext {
    HARContext(file: name, pointer: pointer(toEntry: entry, member)) { bytes.location(of: offset) }
  }

  /// The fields of an entry, or of a member of one, that stands at `range`.
  func fields(_ range: Range<Int>, _ entry: Int, _ member: String? = nil) throws -> HARFields {
    let context = context(entry, member, at: range.lowerBound)
    return try HARFields(Self.document(bytes[range], context).root, context)
  }

  private static func pointer(toEntry index: Int, _ member: String?) -> JSONPointer {
    JSONPointer(tokens: ["log", "entries", String(index)] + (member.map { [$0] } ?? []))
  }

  /// The whole entry, decoded.
  func entry(_ index: Int) throws -> HAREntry {
    try HAREntry(fields(recordings[index].entry, index))
  }

  /// The recording as it goes into a file that is written anew: as it stands, unless the file is
  /// another program's.
  func text(_ index: Int) throws -> RecordingText {
    guard log.format != nil else { return RecordingText(try entry(index)) }
    let range = recordings[index].entry
    let fields = try fields(range, index)
    return RecordingText(
      labels: recordings[index].labels,
      startedDateTime: try fields.optionalString("startedDateTime") ?? "", bytes: bytes,
      range: range)
  }

  /// Whether the request has just this body. False also where that would take decoding more than
  /// plain escapes.
  func hasBody(_ index: Int, _ body: [UInt8]) -> Bool {
    let recording = recordings[index]
    guard let range = recording.body else { return body.isEmpty }
    guard !recording.bodyIsBase64 else { return false }
    return bytes.withUnsafeBytes { bytes in
      let literal = UnsafeBufferPointer(rebasing: bytes[range].dropFirst().dropLast())
      return body.withUnsafeBufferPointer { Self.literal(literal, says: $0) }
    }
  }

  /// Whether a JSON string, its quotes left out, says `text`.
  private static func literal(
    _ literal: UnsafeBufferPointer<UInt8>, says text: UnsafeBufferPointer<UInt8>
  ) -> Bool {
    guard literal.count >= text.count else { return false }
    var position = 0
    for byte in text {
      guard position < literal.count else { return false }
      var said = literal[position]
      if said == UInt8(ascii: "\\") {
        position += 1
        guard position < literal.count else { return false }
        switch literal[position] {
        case UInt8(ascii: "n"): said = 0x0A
        case UInt8(ascii: "t"): said = 0x09
        case UInt8(ascii: "r"): said = 0x0D
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): said = literal[position]
        default: return false
        }
      }
      guard said == byte else { return false }
      position += 1
    }
    return position == literal.count
  }

  /// The body of the request, decoded.
  func requestBody(_ index: Int) throws -> [UInt8] {
    let recording = recordings[index]
    guard let range = recording.body else { return [] }
    guard let text = try? JSONDocument(parsing: bytes[range]).root.stringValue else {
      return []
    }
    guard recording.bodyIsBase64 else { return Array(text.utf8) }
    guard let decoded = Base64.decode(text) else {
      throw context(index, at: range.lowerBound).error(
        .invalidHAR, at: SourceLocation(byteOffset: 0, line: 1, column: 1),
        pointer: JSONPointer(tokens: ["request", "postData", "text"]),
        "the body is not valid Base64")
    }
    return decoded
  }
}

extension FixtureFile.Recording {
  /// Takes over the texts of a neighbour that are the same: most are.
  fileprivate mutating func share(_ neighbour: FixtureFile.Recording) {
    if url == neighbour.url { url = neighbour.url }
    if mimeType == neighbour.mimeType { mimeType = neighbour.mimeType }
  }

  /// - Parameter offset: Where the text that `fields` were read from starts in the file.
  init(_ fields: HARFields, at offset: Int) throws {
    func place(_ node: JSONNode) -> Range<Int> {
      let range = node.byteRange
      return range.lowerBound + offset..<range.upperBound + offset
    }
    let request = try fields.object("request")
    let response = try fields.object("response")
    let postData = try request.optionalObject("postData")
    labels = try fields.optionalObject("_labels").map(ExchangeLabels.init) ?? [:]
    method = try request.string("method")
    url = try request.string("url")
    entry = place(fields.node)
    mimeType = try postData?.optionalString("mimeType")
    body = try postData?.text("text").map(place)
    let encoding = try postData.flatMap {
      try $0.optionalString("_encoding") ?? $0.optionalString("encoding")
    }
    bodyIsBase64 = encoding == "base64"
    self.response = place(response.node)
    chunks = fields.node["_chunks"].flatMap { $0.kind == .array ? place($0) : nil }
    isAnswered = try response.integer("status") != 0
    time = try fields.optionalNumber("time").flatMap { $0 < 0 ? nil : $0 }
  }
}
