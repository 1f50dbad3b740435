import HTTPTransport
import HTTPTypes
import JSONModel

/// A recorded response, made ready to be served.
struct RecordedResponse: Sendable {
  var status: HTTPResponse.Status
  var headers: HTTPFields
  var body: [UInt8]
  /// Where each piece of the body ends, and when it arrived; nil where nobody noted pieces.
  var chunks: [HARChunk]?
  /// When the last byte arrived; nil where nobody measured it.
  var elapsed: Duration?

  /// Header fields that describe the transfer, which a recording does not repeat.
  private static let transferFields: Set<HTTPField.Name> = [
    .contentEncoding, .transferEncoding, .contentLength,
  ]

  /// - Throws: ``FixtureError`` where the recording is not HAR or lacks the body.
  init(_ file: FixtureFile, _ index: Int) throws {
    let recording = file.recordings[index]
    let fields = try file.fields(recording.response, index, "response")
    let code = try fields.integer("status")
    guard (0...999).contains(code) else {
      throw fields.context.error(
        at: fields.node["status"] ?? fields.node, "\(code) is no status of HTTP")
    }
    status = HTTPResponse.Status(
      code: code, reasonPhrase: try fields.optionalString("statusText") ?? "")
    headers = HTTPFields()
    for header in try fields.objects("headers") {
      // A browser's pseudo-headers, such as `:status`, are no fields.
      guard let name = HTTPField.Name(try header.string("name")),
        !Self.transferFields.contains(name)
      else { continue }
      headers.append(HTTPField(name: name, value: try header.optionalString("value") ?? ""))
    }
    let content = try fields.object("content")
    if let coding = try content.optionalString(HARContent.codingMember) {
      headers[.contentEncoding] = coding
    }
    body = try Self.body(content)
    elapsed = recording.time.map { Duration(milliseconds: $0) }
    chunks = try Self.chunks(file, index, bodySize: body.count)
  }

  private static func body(_ content: HARFields) throws -> [UInt8] {
    guard let text = try content.optionalString("text") else {
      let size = try content.optionalInteger("size") ?? 0
      guard size <= 0 else {
        throw content.context.error(
          .missingBody, at: content.node,
          "the recording says that the body has \(size) bytes, and does not hold it; "
            + "save the file with contents, or record again")
      }
      return []
    }
    let encoding = try content.optionalString("encoding") ?? ""
    switch encoding {
    case "": return Array(text.utf8)
    case "base64":
      if let bytes = Base64.decode(text) { return bytes }
      throw content.context.error(
        at: content.node["text"] ?? content.node, "the body is not valid Base64")
    default:
      throw content.context.error(
        at: content.node["encoding"] ?? content.node,
        "the encoding '\(encoding)' is not known; only base64 is")
    }
  }

  /// The pieces of the body, if they were noted.
  private static func chunks(
    _ file: FixtureFile, _ index: Int, bodySize: Int
  ) throws -> [HARChunk]? {
    guard let range = file.recordings[index].chunks else { return nil }
    let context = file.context(index, "_chunks", at: range.lowerBound)
    let root = try JSONDocument(parsing: file.bytes[range]).root
    var chunks: [HARChunk] = []
    var end = 0
    for element in root.elements {
      let chunk = try HARChunk(HARFields(element, context))
      guard chunk.offset == end, chunk.size <= bodySize - end else {
        throw context.error(at: element, "the chunks do not add up to the body")
      }
      end += chunk.size
      chunks.append(chunk)
    }
    guard end == bodySize else {
      throw context.error(at: root, "the chunks have \(end) bytes, the body has \(bodySize)")
    }
    return chunks
  }

  /// The body in its recorded pieces.
  var pieces: [BodyChunk] {
    guard let chunks else {
      return body.isEmpty ? [] : [BodyChunk(bytes: body, elapsed: elapsed)]
    }
    return chunks.map { chunk in
      BodyChunk(
        bytes: Array(body[chunk.offset..<chunk.offset + chunk.size]),
        elapsed: chunk.delay.map { Duration(milliseconds: $0) })
    }
  }
}
