import HTTPTransport
import HTTPTypes
import Synchronization
import TestSupport

/// Answers requests one after the other, and notes them.
final class ScriptedTransport: HTTPTransport {
  enum Step: Sendable {
    case answer(status: Int, headers: HTTPFields, chunks: [BodyChunk])
    /// Chunks and then an error, in place of a proper end.
    case broken(status: Int, headers: HTTPFields, chunks: [BodyChunk], any Error)
    case failure(any Error)
  }

  struct OutOfSteps: Error {}

  private struct State {
    var steps: [Step]
    var requests: [TransportRequest] = []
  }

  private let state: Mutex<State>

  init(_ steps: [Step]) {
    state = Mutex(State(steps: steps))
  }

  convenience init(_ transcripts: WireTranscript...) {
    self.init(transcripts.map(Step.init))
  }

  var requests: [TransportRequest] { state.withLock { $0.requests } }

  func send(_ request: TransportRequest) async throws -> TransportResponse {
    let step = try state.withLock { state in
      state.requests.append(request)
      guard !state.steps.isEmpty else { throw OutOfSteps() }
      return state.steps.removeFirst()
    }
    switch step {
    case .failure(let error): throw error
    case .answer(let status, let headers, let chunks):
      return TransportResponse(
        status: .init(code: status), headers: headers, body: ResponseBody(chunks))
    case .broken(let status, let headers, let chunks, let error):
      return TransportResponse(
        status: .init(code: status), headers: headers,
        body: ResponseBody {
          var remaining = chunks.makeIterator()
          return {
            guard let chunk = remaining.next() else { throw error }
            return chunk
          }
        })
    }
  }
}

extension ScriptedTransport.Step {
  /// What the transcript's server answered, in its chunks and at its times; a connection that
  /// was cut is lost again.
  init(_ transcript: WireTranscript) {
    let response = transcript.response
    let chunks = response.chunks.enumerated().map { position, bytes in
      BodyChunk(
        bytes: bytes,
        elapsed: position < response.arrivals.count
          ? .milliseconds(response.arrivals[position]) : nil)
    }
    if response.isComplete {
      self = .answer(status: response.status, headers: response.headers, chunks: chunks)
    } else {
      self = .broken(
        status: response.status, headers: response.headers, chunks: chunks,
        TransportError(code: .connectionLost, message: "cut", responseStarted: true))
    }
  }

  /// A JSON answer.
  static func json(_ text: String, status: Int = 200, headers: HTTPFields = [:]) -> Self {
    var headers = headers
    headers[.contentType] = "application/json"
    return .answer(
      status: status, headers: headers,
      chunks: [BodyChunk(bytes: Array(text.utf8), elapsed: .milliseconds(5))])
  }
}
