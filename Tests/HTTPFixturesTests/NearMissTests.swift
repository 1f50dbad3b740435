import HTTPTransport
import Testing

@testable import HTTPFixtures

/// The recordings that a miss names, also where there are many of both.
@Suite struct NearMissTests {
  private static func suite(_ count: Int) throws -> ReplayingTransport {
    try ReplayTests.transport(
      (0..<count).map { number in
        ReplayTests.Exchange(
          request: .post("/jobs/1/call", #"{"prompt": "old \#(number)", "n": 1}"#), reply: "x",
          labels: ["case": "case-\(number)", "model": "m", "step": "call"])
      }, MatchingRules(pathTemplates: ["/jobs/{job}/call"])
    ).0
  }

  private static func near(
    _ transport: ReplayingTransport, _ path: String, _ body: String, _ labels: ExchangeLabels
  ) async throws -> [ReplayMiss.Near] {
    let miss = await #expect(throws: ReplayMiss.self) {
      try await transport.labelled(labels).text(.post(path, body))
    }
    return try #require(miss).nearest
  }

  /// A changed prompt makes every request of a run miss: each is still told of its own recording.
  @Test func everyCaseIsToldOfItsOwnRecording() async throws {
    let count = 3000
    let transport = try Self.suite(count)
    for number in [0, 1, count / 2, count - 1] {
      let near = try await Self.near(
        transport, "/jobs/2/call", #"{"prompt": "new \#(number)", "n": 1}"#,
        ["case": .init("case-\(number)"), "model": "m", "step": "call"])
      #expect(near.count == 1)
      #expect(
        near.first?.differences == [
          RequestDifference(
            place: "body/prompt", asked: "\"new \(number)\"", recorded: "\"old \(number)\"")
        ])
    }
  }

  @Test(
    arguments: [
      // Nobody recorded this case: those of others come closest, the same body first.
      (["case": "case-x", "model": "m", "step": "call"], "/jobs/2/call", 3, ["labels.case"]),
      // Another path helps only with all labels in common.
      (["case": "case-1", "model": "m", "step": "call"], "/other", 1, ["path"]),
      (["case": "case-x", "model": "m", "step": "call"], "/other", 0, []),
      // Labels that nothing carries leave the path to go by.
      (["who": "me"], "/jobs/2/call", 3, ["labels.case", "labels.model", "labels.step"]),
    ] as [(ExchangeLabels, String, Int, [String])])
  func whatIsNear(
    labels: ExchangeLabels, path: String, count: Int, differences: [String]
  ) async throws {
    let near = try await Self.near(
      try Self.suite(20), path, #"{"prompt": "old 7", "n": 1}"#, labels)
    #expect(near.count == count)
    #expect(
      (near.first?.differences.map(\.place) ?? []).filter { $0 != "body/prompt" } == differences)
  }

  /// However many requests miss, only so many bodies are compared.
  @Test func comparisonsAreBounded() async throws {
    let transport = try Self.suite(200)
    var last: [ReplayMiss.Near] = []
    for number in 0..<150 {
      last = try await Self.near(
        transport, "/jobs/2/call", #"{"prompt": "old 150", "n": 1}"#,
        ["case": .init("other-\(number)"), "model": "m", "step": "call"])
    }
    // The first are found without looking for the very closest.
    #expect(last.count == 3)
    #expect(last.allSatisfy { $0.differences.count == 2 })
  }
}
