import Foundation
import HTTPTypes
import JSONModel
import TestSupport
import Testing

@testable import SaaSLiteLLM

/// Every recorded exchange is decoded, or gives the error that it should.
struct TranscriptTests {
  private static let expected: [String: String] = {
    var table: [String: String] = [:]
    for line in TranscriptOutcomes.table.split(separator: "\n") {
      let parts = line.components(separatedBy: " | ")
      table[parts[0]] = parts.dropFirst().joined(separator: " | ")
        .replacing("\\n", with: "\n")
    }
    return table
  }()

  @Test func everyTranscriptIsInOneTable() throws {
    let names = try WireTranscript.all().map(\.name)
    #expect(names.count > 200)
    for name in names {
      let isLeftOut = TranscriptOutcomes.leftOut[name] != nil
      #expect((Self.expected[name] != nil) != isLeftOut, "\(name)")
    }
    #expect(Set(Self.expected.keys).isSubset(of: names))
    #expect(Set(TranscriptOutcomes.leftOut.keys).isSubset(of: names))
  }

  @Test(arguments: try WireTranscript.all().filter { TranscriptOutcomes.leftOut[$0.name] == nil })
  func outcome(_ transcript: WireTranscript) async throws {
    let call = TranscriptCall(transcript: transcript)
    #expect(call.kind != nil)
    let outcome = try await call.outcome()
    #expect(outcome == Self.expected[transcript.name])
  }

  /// Also those that the client never asks for are told apart by their status.
  @Test func everyFailureHasItsCode() throws {
    let classifier = ErrorClassifier(redactor: Redactor(), now: 0)
    for transcript in try WireTranscript.all() where transcript.response.status >= 300 {
      let response = transcript.response
      let error = classifier.error(
        status: response.status, headers: response.headers, body: response.body)
      #expect(error.context.status == response.status, "\(transcript)")
      let code: [ClientError.Code] =
        switch response.status {
        case 307: [.redirected]
        case 401: [.unauthorized]
        case 403: [.forbidden]
        case 404: [.notFound]
        case 408: [.provider]
        case 429: [.rateLimited]
        case 400, 405, 422: [.invalidRequest]
        default: [.server, .provider]
        }
      #expect(code.contains(error.code), "\(transcript)")
      #expect(!error.message.isEmpty)
      // The server echoes what it was sent; prompts have no place in an error.
      if response.status == 422 {
        #expect(!"\(error)".contains("Say hello"), "\(transcript)")
      }
    }
  }

  /// A model's replies, against a second reading that knows nothing of the client.
  @Test(arguments: try WireTranscript.all(in: "real"))
  func realReplies(_ transcript: WireTranscript) async throws {
    let call = TranscriptCall(transcript: transcript)
    let kind = try #require(call.kind)
    let body = String(decoding: transcript.response.body, as: UTF8.self)
    let outcome = try await call.outcome()
    switch kind {
    case .chat:
      let object = try #require(
        try JSONSerialization.jsonObject(with: Data(body.utf8)) as? [String: Any])
      let response = try #require(object["response"] as? [String: Any])
      let content = try #require(response["content"] as? String)
      #expect(outcome.hasPrefix("ok \"\(content.prefix(40))\" "))
    case .stream:
      var text = ""
      for line in body.split(separator: "\n") where line.hasPrefix("data: {") {
        let chunk = try JSONSerialization.jsonObject(with: Data(line.dropFirst(6).utf8))
        let choices = (chunk as? [String: Any])?["choices"] as? [[String: Any]]
        let delta = choices?.first?["delta"] as? [String: Any]
        text += delta?["content"] as? String ?? ""
      }
      #expect(!text.isEmpty)
      #expect(outcome.hasPrefix("ok \"\(text.prefix(40))\" "))
    default:
      #expect(outcome.hasPrefix("ok "))
    }
  }

  /// No key of a provider or a caller in anything that is said of an error.
  @Test func noKeyInAnyError() async throws {
    var withKeys = 0
    for transcript in try WireTranscript.all() {
      let raw = String(decoding: transcript.response.body, as: UTF8.self)
      let keys =
        raw.matches(of: #/sk-[A-Za-z0-9-]{6,}/#).map { String($0.output) }
        + raw.matches(of: #/key=([A-Za-z0-9_-]+)/#).map { String($0.output.1) }
      guard transcript.response.status != 0, !keys.isEmpty else { continue }
      withKeys += 1
      let call = TranscriptCall(transcript: transcript)
      guard call.kind != nil else { continue }
      var said = try await call.outcome()
      if let error = try await call.error() {
        said += "\(error) \(error.localizedDescription) \(error.context) "
        dump(error, to: &said)
      }
      for key in keys { #expect(!said.contains(key), "\(transcript): \(key)") }
    }
    #expect(withKeys > 1)
  }
}
