import Foundation
import HTTPTypes
import JSONModel

/// Reads HAR 1.2 files.
struct HARReader {
  let path: String

  /// The newest `_format` that is understood.
  static let format = 1

  /// - Throws: ``FixtureError`` with the file and the place.
  static func read(_ path: String) throws -> [HAREntry] {
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: path))
    } catch {
      throw FixtureError(
        code: .unreadable, path: path, message: "cannot be read: \(error.localizedDescription)")
    }
    return try HARReader(path: path).read([UInt8](data))
  }

  func read(_ bytes: [UInt8]) throws -> [HAREntry] {
    let document: JSONDocument
    do {
      document = try JSONDocument(parsing: bytes)
    } catch let error as JSONSyntaxError {
      throw FixtureError(
        code: .invalid, path: path, location: error.location, message: error.message)
    }
    let log = try member("log", of: document.root)
    if let node = log["_format"] {
      guard let format = node.intValue, format <= Self.format else {
        throw FixtureError(
          code: .newerFormat, path: path, location: node.location, pointer: node.pointer,
          message: "the recording has format \(node.excerpt); this version reads up to "
            + "\(Self.format): use a newer one")
      }
    }
    return try member("entries", of: log, .array).elements.map(entry)
  }

  private func entry(_ node: JSONNode) throws -> HAREntry {
    let time = try member("time", of: node, .number).doubleValue
    return HAREntry(
      startedDateTime: try string("startedDateTime", of: node),
      time: time.flatMap { $0 < 0 ? nil : $0 },
      request: try request(try member("request", of: node, .object)),
      response: try response(try member("response", of: node, .object)),
      labels: try labels(node["_labels"]))
  }

  private func request(_ node: JSONNode) throws -> HAREntry.Request {
    HAREntry.Request(
      method: try string("method", of: node), url: try string("url", of: node),
      headers: try headers(node), body: node["postData"]?["text"]?.stringValue,
      bodyType: node["postData"]?["mimeType"]?.stringValue)
  }

  private func response(_ node: JSONNode) throws -> HAREntry.Response {
    let status = try member("status", of: node, .number)
    guard let code = status.intValue, (100...999).contains(code) else {
      throw invalid(status, "a response needs a status from 100 to 999, not \(status.excerpt)")
    }
    let content = try member("content", of: node, .object)
    return HAREntry.Response(
      status: code, statusText: node["statusText"]?.stringValue ?? "", headers: try headers(node),
      mimeType: content["mimeType"]?.stringValue ?? "", body: try body(content),
      chunks: try chunks(node["_chunks"]))
  }

  private func body(_ content: JSONNode) throws -> [UInt8] {
    guard let node = content["text"] else {
      guard content["size"]?.intValue ?? 0 <= 0 else {
        throw invalid(content, "the recording has no body: \"text\" is missing; record it again")
      }
      return []
    }
    let text = node.stringValue ?? ""
    guard content["encoding"]?.stringValue == "base64" else { return Array(text.utf8) }
    guard let data = Data(base64Encoded: text) else { throw invalid(node, "this is not Base64") }
    return [UInt8](data)
  }

  private func headers(_ node: JSONNode) throws -> HTTPFields {
    var fields = HTTPFields()
    for header in try member("headers", of: node, .array).elements {
      // Browsers list HTTP/2 pseudo-headers, which are no fields.
      guard let name = HTTPField.Name(try string("name", of: header)) else { continue }
      fields.append(HTTPField(name: name, value: try string("value", of: header)))
    }
    return fields
  }

  private func labels(_ node: JSONNode?) throws -> ExchangeLabels {
    guard let node else { return [:] }
    guard node.kind == .object else { throw invalid(node, "\"_labels\" must be an object") }
    return ExchangeLabels(
      Dictionary(
        try node.members.map { member in
          guard let value = member.value.stringValue else {
            throw invalid(member.value, "a label must be a string")
          }
          return (member.key, value)
        }, uniquingKeysWith: { $1 }))
  }

  private func chunks(_ node: JSONNode?) throws -> [HAREntry.Chunk] {
    guard let node else { return [] }
    return try node.elements.map { chunk in
      guard let size = chunk["size"]?.intValue, size >= 0, let delay = chunk["delay"]?.doubleValue
      else { throw invalid(chunk, "a chunk needs a \"size\" in bytes and a \"delay\" in ms") }
      return HAREntry.Chunk(size: size, delay: delay)
    }
  }

  // MARK: Members

  private func member(
    _ key: String, of node: JSONNode, _ kind: JSONKind? = nil
  ) throws -> JSONNode {
    guard let value = node[key] else {
      throw invalid(node, "this is not HAR 1.2: \"\(key)\" is missing")
    }
    if let kind, value.kind != kind {
      throw invalid(value, "this is not HAR 1.2: \"\(key)\" must be of type \(kind.rawValue)")
    }
    return value
  }

  private func string(_ key: String, of node: JSONNode) throws -> String {
    try member(key, of: node, .string).stringValue ?? ""
  }

  private func invalid(_ node: JSONNode, _ message: String) -> FixtureError {
    FixtureError(
      code: .invalid, path: path, location: node.location, pointer: node.pointer, message: message)
  }
}
