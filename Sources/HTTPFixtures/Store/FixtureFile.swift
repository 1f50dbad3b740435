import JSONModel

/// One HAR file in memory: its bytes, and where its recordings stand in them.
///
/// Everything is checked when the file is read; of each exchange only what a lookup needs is
/// kept, and the rest is decoded from the bytes when somebody asks for it.
struct FixtureFile: Sendable {
  /// The file, as the caller named it.
  let name: String
  let bytes: [UInt8]
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

  init(reading bytes: [UInt8], name: String) throws {
    self.name = name
    self.bytes = bytes
    let context = HARContext(file: name)
    let document: JSONDocument
    do {
      document = try JSONDocument(parsing: bytes)
    } catch let error as JSONSyntaxError {
      throw context.error(error)
    }
    let fields = try HARFields(document.root, context).object("log")
    log = try HARLog(fields)
    recordings = try fields.objects("entries").map(Recording.init)
  }

  /// A context for errors in the part of the file that starts at `offset`.
  func context(_ pointer: JSONPointer, at offset: Int) -> HARContext {
    let bytes = bytes
    return HARContext(file: name, pointer: pointer) {
      var line = 1
      var lineStart = 0
      for position in 0..<min(offset, bytes.count) where bytes[position] == UInt8(ascii: "\n") {
        line += 1
        lineStart = position + 1
      }
      return SourceLocation(byteOffset: offset, line: line, column: offset - lineStart + 1)
    }
  }

  /// The fields of the object that stands at `range`.
  func fields(_ range: Range<Int>, _ pointer: JSONPointer) throws -> HARFields {
    let context = context(pointer, at: range.lowerBound)
    do {
      return try HARFields(JSONDocument(parsing: Array(bytes[range])).root, context)
    } catch let error as JSONSyntaxError {
      throw context.error(error)
    }
  }

  static func pointer(toEntry index: Int) -> JSONPointer {
    JSONPointer(tokens: ["log", "entries", String(index)])
  }

  /// The whole entry, decoded.
  func entry(_ index: Int) throws -> HAREntry {
    try HAREntry(fields(recordings[index].entry, Self.pointer(toEntry: index)))
  }

  /// The body of the request, decoded.
  func requestBody(_ index: Int) throws -> [UInt8] {
    let recording = recordings[index]
    guard let range = recording.body else { return [] }
    guard let text = try? JSONDocument(parsing: Array(bytes[range])).root.stringValue else {
      return []
    }
    guard recording.bodyIsBase64 else { return Array(text.utf8) }
    guard let decoded = Base64.decode(text) else {
      let pointer = JSONPointer(
        tokens: Self.pointer(toEntry: index).tokens + ["request", "postData", "text"])
      throw context(pointer, at: range.lowerBound).error(
        .invalidHAR, at: SourceLocation(byteOffset: 0, line: 1, column: 1), pointer: .root,
        "the body is not valid Base64")
    }
    return decoded
  }
}

extension FixtureFile.Recording {
  init(_ fields: HARFields) throws {
    let request = try fields.object("request")
    let response = try fields.object("response")
    let postData = try request.optionalObject("postData")
    labels = try fields.optionalObject("_labels").map(ExchangeLabels.init) ?? [:]
    method = try request.string("method")
    url = try request.string("url")
    entry = fields.node.byteRange
    mimeType = try postData?.optionalString("mimeType")
    body = try postData?.optionalString("text") == nil ? nil : postData?.node["text"]?.byteRange
    let encoding = try postData.flatMap {
      try $0.optionalString("_encoding") ?? $0.optionalString("encoding")
    }
    bodyIsBase64 = encoding == "base64"
    self.response = response.node.byteRange
    chunks = fields.node["_chunks"].flatMap { $0.kind == .array ? $0.byteRange : nil }
    isAnswered = try response.integer("status") != 0
    time = try fields.optionalNumber("time").flatMap { $0 < 0 ? nil : $0 }
  }
}
