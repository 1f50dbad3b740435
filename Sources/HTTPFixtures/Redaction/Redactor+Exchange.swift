public import HTTPTransport
import HTTPTypes
import JSONModel

/// What a request is matched by, without secrets.
struct RedactedRequest: Sendable {
  var method: String
  var url: String
  var body: RedactedBody
  var mimeType: String?
}

extension Redactor {
  /// A request as it may be matched, written and shown: headers only as allowed.
  public func redact(_ request: TransportRequest) -> TransportRequest {
    var redacted = request
    redacted.url = redact(url: request.url)
    redacted.body = redact(request.body, mimeType: request.headers[.contentType]).bytes
    redacted.headers = [:]
    for field in request.headers {
      var field = field
      field.value = headerValue(field.name.rawName, field.value)
      redacted.headers.append(field)
    }
    return redacted
  }

  /// What a request is matched by.
  func redactForMatching(_ request: TransportRequest) -> RedactedRequest {
    let mimeType = request.headers[.contentType]
    return RedactedRequest(
      method: request.method.rawValue, url: redact(url: request.url),
      body: redact(request.body, mimeType: mimeType), mimeType: mimeType)
  }

  func headerValue(_ name: String, _ value: String) -> String {
    let name = name.lowercased()
    guard allowsHeader(lowercased: name) else { return RedactionRules.placeholder }
    return name == "location" ? redact(url: value) : redact(value)
  }

  /// An exchange as it may be written, with notes of what was replaced.
  public func redact(_ entry: HAREntry) -> HAREntry {
    var entry = entry
    var notes: [String] = []
    redact(&entry.request, &notes)
    redact(&entry.response, &entry.chunks, &notes)
    entry.comment = entry.comment.map { redact($0) }
    redact(&entry.custom)
    entry.redactions += notes.filter { !entry.redactions.contains($0) }
    return entry
  }

  private func redact(_ request: inout HARRequest, _ notes: inout [String]) {
    let url = redact(url: request.url)
    if url != request.url { notes.append("request URL") }
    request.url = url
    request.queryString = HARPair.query(of: url)
    redact(&request.headers, "request", &notes)
    redact(&request.cookies)
    request.comment = request.comment.map { redact($0) }
    redact(&request.custom)
    guard var data = request.postData else { return }
    data.mimeType = redact(data.mimeType)
    data.comment = data.comment.map { redact($0) }
    redact(&data.custom)
    for index in data.params.indices {
      let parameter = data.params[index]
      let isSecret = rules.fields.union(rules.queryItems).contains(parameter.name.lowercased())
      data.params[index].value = parameter.value.map {
        isSecret ? RedactionRules.placeholder : redact($0)
      }
      data.params[index].name = redact(parameter.name)
      data.params[index].fileName = parameter.fileName.map { redact($0) }
      data.params[index].comment = parameter.comment.map { redact($0) }
    }
    if let text = data.text {
      let bytes = bytes(text, data.encoding)
      let redacted = redact(bytes, mimeType: data.mimeType, needsDocument: false)
      if !redacted.names.isEmpty {
        let body = HARBody(redacted.bytes)
        (data.text, data.encoding) = (body.text, body.encoding)
        request.bodySize = redacted.bytes.count
        notes += redacted.names.map { "request body: \($0)" }
      }
    }
    request.postData = data
  }

  private func redact(
    _ response: inout HARResponse, _ chunks: inout [HARChunk]?, _ notes: inout [String]
  ) {
    redact(&response.headers, "response", &notes)
    redact(&response.cookies)
    response.statusText = redact(response.statusText)
    response.redirectURL = redact(url: response.redirectURL)
    response.comment = response.comment.map { redact($0) }
    response.content.mimeType = redact(response.content.mimeType)
    response.content.comment = response.content.comment.map { redact($0) }
    redact(&response.content.custom)
    redact(&response.custom)
    guard let text = response.content.text else { return }
    let bytes = bytes(text, response.content.encoding)
    let redacted = redact(bytes, mimeType: response.content.mimeType, needsDocument: false)
    guard !redacted.names.isEmpty else { return }
    let body = HARBody(redacted.bytes)
    (response.content.text, response.content.encoding) = (body.text, body.encoding)
    response.content.size = redacted.bytes.count
    response.bodySize = redacted.bytes.count
    chunks = chunks?.map { chunk in
      let start = redacted.place(of: chunk.offset)
      let end = redacted.place(of: chunk.offset + chunk.size)
      return HARChunk(offset: start, size: end - start, delay: chunk.delay)
    }
    notes += redacted.names.map { "response body: \($0)" }
  }

  private func redact(_ headers: inout [HARPair], _ part: String, _ notes: inout [String]) {
    for index in headers.indices {
      headers[index].comment = headers[index].comment.map { redact($0) }
      let value = headerValue(headers[index].name, headers[index].value)
      guard value != headers[index].value else { continue }
      headers[index].value = value
      notes.append("\(part) header '\(headers[index].name.lowercased())'")
    }
  }

  private func redact(_ cookies: inout [HARCookie]) {
    for index in cookies.indices {
      cookies[index].value = RedactionRules.placeholder
      cookies[index].comment = cookies[index].comment.map { redact($0) }
    }
  }

  /// What a body is searched in; the text itself where it is not in the encoding that it claims.
  private func bytes(_ text: String, _ encoding: String?) -> [UInt8] {
    let isText = encoding?.isEmpty ?? true
    return isText ? Array(text.utf8) : Base64.decode(text) ?? Array(text.utf8)
  }

  private func redact(_ custom: inout JSONObject) {
    guard custom.count > 0 else { return }
    let redacted = redact(JSONValue.object(custom).bytes(), mimeType: "application/json")
    guard !redacted.names.isEmpty else { return }
    custom = (try? JSONValue(parsing: redacted.bytes))?.objectValue ?? JSONObject()
  }
}
