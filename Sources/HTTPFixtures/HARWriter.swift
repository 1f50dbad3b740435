import HTTPTypes
import JSONModel

/// Writes HAR 1.2 logs, laid out so that a changed exchange is a small diff.
package enum HARWriter {
  package static func bytes(_ entries: [HAREntry]) -> [UInt8] {
    let log: JSONValue = [
      "log": [
        "version": "1.2",
        "creator": ["name": "assay", "version": "1"],
        "_format": .number(JSONNumber(HARReader.format)),
        "entries": .array(entries.map(entry)),
      ]
    ]
    return log.bytes(.pretty) + [UInt8(ascii: "\n")]
  }

  private static func entry(_ entry: HAREntry) -> JSONValue {
    let time = JSONValue.number(entry.time.flatMap { JSONNumber($0) } ?? JSONNumber(-1))
    // The specification wants the timings to add up to the time.
    let firstByte = entry.response.chunks.first.map(\.delay) ?? entry.time ?? 0
    let receive = (entry.time ?? 0) - firstByte
    var object: JSONObject = [:]
    if !entry.labels.values.isEmpty {
      object["_labels"] = .object(
        JSONObject(
          entry.labels.values.sorted { $0.key < $1.key }
            .map { JSONObject.Member(key: $0.key, value: .string($0.value)) }))
    }
    object["startedDateTime"] = .string(entry.startedDateTime)
    object["time"] = time
    object["request"] = request(entry.request)
    object["response"] = response(entry.response)
    object["cache"] = [:]
    object["timings"] = [
      "send": 0, "wait": .number(JSONNumber(firstByte) ?? JSONNumber(0)),
      "receive": .number(JSONNumber(max(0, receive)) ?? JSONNumber(0)),
    ]
    return .object(object)
  }

  private static func request(_ request: HAREntry.Request) -> JSONValue {
    var object: JSONObject = [
      "method": .string(request.method), "url": .string(request.url), "httpVersion": "HTTP/1.1",
      "cookies": [], "headers": headers(request.headers.map { ($0.name.rawName, $0.value) }),
      "queryString": [], "headersSize": -1,
      "bodySize": .number(JSONNumber(request.body?.utf8.count ?? 0)),
    ]
    if let body = request.body {
      object["postData"] = [
        "mimeType": .string(request.bodyType ?? "application/octet-stream"), "text": .string(body),
      ]
    }
    return .object(object)
  }

  private static func response(_ response: HAREntry.Response) -> JSONValue {
    var object: JSONObject = [
      "status": .number(JSONNumber(response.status)), "statusText": .string(response.statusText),
      "httpVersion": "HTTP/1.1", "cookies": [],
      "headers": headers(response.headers.map { ($0.name.rawName, $0.value) }),
      "content": [
        "size": .number(JSONNumber(response.body.count)), "mimeType": .string(response.mimeType),
        "text": .string(String(decoding: response.body, as: UTF8.self)),
      ],
      "redirectURL": "", "headersSize": -1, "bodySize": -1,
    ]
    if !response.chunks.isEmpty {
      object["_chunks"] = .array(
        response.chunks.map {
          [
            "size": .number(JSONNumber($0.size)),
            "delay": .number(JSONNumber($0.delay) ?? JSONNumber(0)),
          ]
        })
    }
    return .object(object)
  }

  private static func headers(_ fields: [(String, String)]) -> JSONValue {
    .array(fields.map { ["name": .string($0.0), "value": .string($0.1)] })
  }
}
