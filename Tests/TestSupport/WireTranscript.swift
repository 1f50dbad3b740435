import Foundation
package import HTTPTypes

/// One exchange with a real server, byte for byte as it went over the wire.
package struct WireTranscript: Sendable, CustomStringConvertible {
  package var name: String
  /// What the file's header says of the exchange, a line each, without `# `.
  package var notes: [String]
  package var request: Request
  package var response: Response

  package struct Request: Sendable {
    package var method: String
    package var path: String
    package var headers: HTTPFields
    package var body: [UInt8]
  }

  package struct Response: Sendable {
    /// 0 where no answer came.
    package var status: Int
    package var headers: HTTPFields
    /// The body in the pieces of its chunked framing, or as one piece.
    package var chunks: [[UInt8]]
    /// When each piece arrived, in milliseconds after sending; empty where not noted.
    package var arrivals: [Int]
    /// Whether the body ended as its framing says: false for a cut connection.
    package var isComplete: Bool
    /// Everything from the status line on, as it came.
    package var raw: [UInt8]

    package var body: [UInt8] { chunks.flatMap { $0 } }
  }

  package var description: String { name }

  /// All transcripts of `Tests/Transcripts`, or of a folder in it, in the order of their names.
  package static func all(in folder: String = "") throws -> [WireTranscript] {
    let directory = Repository.transcripts.appending(path: folder)
    return try FileManager.default.contentsOfDirectory(atPath: directory.path)
      .filter { $0.hasSuffix(".http") }
      .sorted()
      .map { try WireTranscript(contentsOf: directory.appending(path: $0)) }
  }

  /// The transcript with this name, such as `B01_call_ok` or `real/chat_01`.
  package static func named(_ name: String) throws -> WireTranscript {
    try WireTranscript(contentsOf: Repository.transcripts.appending(path: name + ".http"))
  }

  private struct Malformed: Error {
    var file: String
    var reason: String
  }

  private init(contentsOf url: URL) throws {
    let data = try Data(contentsOf: url)
    let name = url.deletingPathExtension().lastPathComponent
    func fail(_ reason: String) -> Malformed { Malformed(file: name, reason: reason) }
    let requestMark = Data(">>>>>>>>>> REQUEST (raw bytes follow)\n".utf8)
    let responseMark = Data(
      "\n<<<<<<<<<< RESPONSE (raw bytes follow, chunk framing included)\n".utf8)
    let endMark = Data("\n---------- END".utf8)
    guard let requestStart = data.range(of: requestMark),
      let responseStart = data.range(of: responseMark, in: requestStart.upperBound..<data.endIndex),
      let end = data.range(of: endMark, options: .backwards)
    else { throw fail("a section mark is missing") }

    self.name = name
    notes = String(decoding: data[..<requestStart.lowerBound], as: UTF8.self)
      .split(separator: "\n").map { String($0.drop { $0 == "#" || $0 == " " }) }

    let rawRequest = Array(data[requestStart.upperBound..<responseStart.lowerBound])
    let requestHead = try Head(rawRequest, orThrow: fail("no end of the request's head"))
    let startLine = requestHead.startLine.split(separator: " ")
    guard startLine.count >= 2 else { throw fail("no request line") }
    let requestBody = rawRequest[requestHead.bodyStart...]
    let requestLength =
      requestHead.fields[.contentLength].flatMap { Int($0) }
      ?? (requestHead.fields[.transferEncoding] == nil ? 0 : requestBody.count)
    request = Request(
      method: String(startLine[0]), path: String(startLine[1]), headers: requestHead.fields,
      body: Array(requestBody.prefix(requestLength)))

    guard responseStart.upperBound < end.lowerBound else {
      // The client hung up, or the server never answered.
      response = Response(
        status: 0, headers: [:], chunks: [], arrivals: [], isComplete: false, raw: [])
      return
    }
    let rawResponse = Array(data[responseStart.upperBound..<end.lowerBound])
    let head = try Head(rawResponse, orThrow: fail("no end of the response's head"))
    let statusLine = head.startLine.split(separator: " ")
    guard statusLine.count >= 2, let status = Int(statusLine[1]) else { throw fail("no status") }
    let arrivals = notes.first { $0.hasPrefix("chunk arrival (ms):") }
    let framed = Array(rawResponse[head.bodyStart...])
    let (chunks, isComplete) = Self.unframe(framed, head.fields)
    response = Response(
      status: status, headers: head.fields, chunks: chunks,
      arrivals: arrivals?.split(separator: " ").compactMap { Int($0) } ?? [],
      isComplete: isComplete, raw: head.text + framed)
  }

  private static func unframe(
    _ bytes: [UInt8], _ headers: HTTPFields
  ) -> (chunks: [[UInt8]], isComplete: Bool) {
    guard headers[.transferEncoding]?.lowercased() == "chunked" else {
      let length = headers[.contentLength].flatMap { Int($0) } ?? bytes.count
      return ([Array(bytes.prefix(length))], bytes.count >= length)
    }
    var chunks: [[UInt8]] = []
    var position = 0
    while let lineEnd = bytes[position...].firstIndex(of: 0x0A) {
      let line = String(decoding: bytes[position..<lineEnd], as: UTF8.self)
      guard let size = Int(line.trimmingCharacters(in: .whitespacesAndNewlines), radix: 16) else {
        break
      }
      if size == 0 { return (chunks, true) }
      let start = lineEnd + 1
      guard start + size <= bytes.count else { break }
      chunks.append(Array(bytes[start..<start + size]))
      position = min(start + size + 2, bytes.count)
    }
    return (chunks, false)
  }

  /// A start line and the fields under it.
  private struct Head {
    var startLine: String
    var fields: HTTPFields
    var bodyStart: Int
    /// The head as it must have been, with its final empty line.
    var text: [UInt8]

    init(_ bytes: [UInt8], orThrow error: @autoclosure () -> Malformed) throws {
      // One transcript has lost its CRs.
      let terminators = ["\r\n\r\n", "\n\n"].map { Array($0.utf8) }
      let ends = terminators.compactMap { terminator in
        bytes.indices.first { bytes[$0...].starts(with: terminator) }
          .map { (start: $0, end: $0 + terminator.count) }
      }
      guard let end = ends.min(by: { $0.start < $1.start }) else { throw error() }
      let lines = String(decoding: bytes[..<end.start], as: UTF8.self)
        .replacing("\r\n", with: "\n").components(separatedBy: "\n")
      startLine = lines[0]
      fields = HTTPFields()
      for line in lines.dropFirst() {
        guard let colon = line.firstIndex(of: ":"),
          let name = HTTPField.Name(String(line[..<colon]))
        else { continue }
        fields.append(
          HTTPField(
            name: name,
            value: line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)))
      }
      bodyStart = end.end
      text = Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }
  }
}
