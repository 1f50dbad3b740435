import GatewaySimulator
import HTTPTransport
import HTTPTypes
import JSONModel

/// Talks to a simulator over a real socket, as a team does.
struct SimulatorClient {
  var baseURL: String
  var key: String?
  var transport: any HTTPTransport

  struct Answer {
    var status: Int
    var headers: HTTPFields
    var chunks: [[UInt8]]

    var bytes: [UInt8] { chunks.flatMap { $0 } }
    var text: String { String(decoding: bytes, as: UTF8.self) }
    var json: JSONValue { (try? JSONDocument(parsing: bytes).value) ?? .null }
  }

  /// Gives `body` a simulator and a client of its first team.
  static func run<Result>(
    _ script: SimulatorScript = .default, _ configuration: SimulatorConfiguration = .init(),
    _ body: (SimulatorClient, GatewaySimulator) async throws -> Result
  ) async throws -> Result {
    // This client does not ask again where an idle connection was closed under its request, as can
    // happen on a busy machine.
    var configuration = configuration
    configuration.idleTimeout = .seconds(60)
    return try await GatewaySimulator.withSimulator(script: script, configuration: configuration) {
      simulator in
      try await AsyncHTTPClientTransport.withTransport { transport in
        try await body(
          SimulatorClient(
            baseURL: simulator.baseURL, key: simulator.virtualKey, transport: transport),
          simulator)
      }
    }
  }

  func send(
    _ method: HTTPRequest.Method, _ path: String, _ body: JSONValue? = nil,
    headers: HTTPFields = [:]
  ) async throws -> Answer {
    try await send(method, path, bytes: body?.bytes() ?? [], headers: headers)
  }

  func send(
    _ method: HTTPRequest.Method, _ path: String, bytes: [UInt8], headers: HTTPFields = [:]
  ) async throws -> Answer {
    var fields: HTTPFields = [:]
    if let key { fields[.authorization] = "Bearer \(key)" }
    if !bytes.isEmpty { fields[.contentType] = "application/json" }
    for field in headers { fields[field.name] = field.value }
    let response = try await transport.send(
      TransportRequest(method: method, url: baseURL + path, headers: fields, body: bytes))
    var chunks: [[UInt8]] = []
    for try await chunk in response.body { chunks.append(chunk.bytes) }
    return Answer(status: response.status.code, headers: response.headers, chunks: chunks)
  }

  /// The id of a new job.
  func job(team: String = "team-demo") async throws -> String {
    let answer = try await send(
      .post, "/api/jobs/create", ["team_id": .string(team), "job_type": "test"])
    return answer.json["job_id"]?.stringValue ?? ""
  }

  func call(
    _ job: String, _ text: String = "Say hello.", path: String = "llm-call",
    extra: JSONObject = [:], headers: HTTPFields = [:]
  ) async throws -> Answer {
    var body: JSONObject = [
      "model": "gpt-4", "messages": [["role": "user", "content": .string(text)]],
    ]
    for member in extra { body[member.key] = member.value }
    return try await send(.post, "/api/jobs/\(job)/\(path)", .object(body), headers: headers)
  }
}
