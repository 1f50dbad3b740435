import Foundation
import HTTPTransport
import TestSupport

@testable import HTTPFixtures

/// What tests of recordings do again and again.
protocol RecordingSuite {}

extension RecordingSuite {
  static var labels: ExchangeLabels { ["case": "a", "attempt": "1"] }

  func session(
    _ folder: TemporaryFolder, _ mode: FixtureMode, _ upstream: any HTTPTransport = NoNetwork(),
    rules: MatchingRules = MatchingRules(), options: RecordingOptions = RecordingOptions(),
    pacing: ReplayPacing = .instant
  ) throws -> FixtureSession {
    try FixtureSession(
      .init(
        mode: mode, folder: folder.url.appending(path: "f").path, rules: rules,
        recording: options, pacing: pacing), upstream: { upstream })
  }

  func files(_ folder: TemporaryFolder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(
      atPath: folder.url.appending(path: "f").path
    ).sorted()
  }

  func log(_ folder: TemporaryFolder, _ name: String = "recordings.har") throws -> HARLog {
    let file = folder.url.appending(path: "f/\(name)")
    return try HARLog(parsing: [UInt8](try Data(contentsOf: file)), file: name)
  }
}
