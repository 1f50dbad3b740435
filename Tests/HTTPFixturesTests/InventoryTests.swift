import Foundation
import TestSupport
import Testing

@testable import HTTPFixtures

@Suite struct InventoryTests {
  private static func entry(
    _ path: String, _ labels: ExchangeLabels, date: String = "2026-01-01T00:00:00.000Z"
  ) -> HAREntry {
    var entry = ReplayTests.entry(.init(request: .get(path), reply: "xyz", labels: labels))
    entry.startedDateTime = date
    return entry
  }

  private static func write(_ entries: [HAREntry], _ folder: TemporaryFolder, _ path: String) throws
  {
    try folder.write(String(decoding: HARLog(entries: entries).bytes(), as: UTF8.self), to: path)
  }

  private static func example() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    try write(
      [
        entry("/1", ["case": "a", "model": "m"]),
        entry("/2", ["case": "b", "model": "m"], date: "2026-03-01T00:00:00.000Z"),
        entry("/3", ["case": "a10", "model": "m"], date: ""),
      ], folder, "one/m.har")
    try write([entry("/4", ["case": "a", "model": "n"])], folder, "two/deep/n.har")
    try folder.write("{}", to: "two/notes.json")
    return folder
  }

  @Test func whatThereIsIsCounted() throws {
    let folder = try Self.example()
    let inventory = try FixtureInventory(root: folder.url.path)
    #expect(inventory.folders.map(\.name) == ["one", "two/deep"])
    let one = inventory.folders[0]
    #expect(one.recordings.count == 3)
    #expect(one.values(of: "case") == ["a", "a10", "b"])
    #expect(one.values(of: "none") == [])
    #expect(one.period?.lowerBound == HTTPDate.date("2026-01-01T00:00:00Z"))
    #expect(one.period?.upperBound == HTTPDate.date("2026-03-01T00:00:00Z"))
    #expect(one.size == one.files[0].size)
    #expect(!one.hasUnfinishedRecording)
    let facts = one.recordings[0]
    #expect(facts.status == 200)
    #expect(facts.responseSize == 3)
    #expect(facts.duration == .milliseconds(25))
    #expect(facts.chunkCount == nil)
    #expect(one.recordings[2].startedAt == nil)
    #expect(facts.fileSize > 300)
  }

  @Test func aFolderWithoutRecordingsIsAnError() throws {
    let folder = try TemporaryFolder()
    try folder.write("{}", to: "a/b.json")
    let error = #expect(throws: FixtureError.self) { try FixtureInventory(root: folder.url.path) }
    #expect(error?.code == .noRecordings)
    let missing = #expect(throws: FixtureError.self) {
      try FixtureInventory(root: folder.url.path + "/none")
    }
    #expect(missing?.code == .missingFolder)
  }

  @Test(arguments: [
    ("90s", 90.0), ("5min", 300), ("2h", 7_200), ("30d", 2_592_000), ("1w", 604_800),
  ])
  func agesAreRead(text: String, seconds: Double) throws {
    let limit = try AgeLimit(parsing: text)
    #expect(limit.seconds == seconds)
    #expect("\(limit)" == text)
  }

  @Test(arguments: ["", "30", "d", "-1d", "+1d", "0d", "1.5d", "30 d", "30m", "1y"])
  func whatIsNoAgeIsRefused(text: String) {
    let error = #expect(throws: FixtureError.self) { try AgeLimit(parsing: text) }
    #expect(error?.message.contains("such as 30d") == true)
  }

  @Test func oldAndUndatedRecordingsAreToldApart() throws {
    let folder = try Self.example()
    let recordings = try FixtureInventory(root: folder.url.path).recordings
    let now = try #require(HTTPDate.date("2026-03-10T00:00:00Z"))
    let exceeded = try AgeLimit(parsing: "30d").exceeded(by: recordings, now: now)
    #expect(exceeded.older.map { URLParts($0.reference.url).path } == ["/1", "/4"])
    #expect(exceeded.undated.map { URLParts($0.reference.url).path } == ["/3"])
  }

  @Test func onlyWhatIsNamedIsPruned() throws {
    let folder = try Self.example()
    let path = folder.url.appending(path: "one").path
    let all = try FixtureStore(folder: path).all
    let summary = try FixturePruner.remove([all[0], all[2]], from: path)
    #expect(summary.removed == 2)
    #expect(summary.changedFiles == [path + "/m.har"])
    #expect(try FixtureStore(folder: path).all.map(\.labels) == [["case": "b", "model": "m"]])
    #expect(try FileManager.default.contentsOfDirectory(atPath: path) == ["m.har"])

    let rest = try FixtureStore(folder: path).all
    #expect(try FixturePruner.remove(rest, from: path).removedFiles == [path + "/m.har"])
    #expect(try FileManager.default.contentsOfDirectory(atPath: path).isEmpty)
  }

  @Test func whatChangedMeanwhileIsNotPruned() throws {
    let folder = try Self.example()
    let path = folder.url.appending(path: "one").path
    let all = try FixtureStore(folder: path).all
    try Self.write([Self.entry("/new", ["case": "a", "model": "m"])], folder, "one/m.har")
    let before = try Data(contentsOf: folder.url.appending(path: "one/m.har"))
    let error = #expect(throws: FixtureError.self) {
      try FixturePruner.remove([all[0]], from: path)
    }
    #expect(error?.code == .changed)
    #expect(try Data(contentsOf: folder.url.appending(path: "one/m.har")) == before)
  }

  @Test func nothingIsPrunedWhileSomebodyRecords() throws {
    let folder = try Self.example()
    let path = folder.url.appending(path: "one").path
    let recorder = try FixtureRecorder(folder: path, mode: .missing)
    let error = #expect(throws: FixtureError.self) {
      try FixturePruner.remove(FixtureStore(folder: path).all, from: path)
    }
    #expect(error?.code == .locked)
    try recorder.finish()
  }

  @Test func whatACrashLeftCountsAndIsKept() throws {
    let folder = try Self.example()
    let path = folder.url.appending(path: "one").path
    do {
      let recorder = try FixtureRecorder(folder: path, mode: .missing)
      try recorder.record(Self.entry("/5", ["case": "c", "model": "m"]))
      // It goes without finishing.
    }
    let inventory = try FixtureInventory(root: folder.url.path)
    #expect(inventory.folders[0].hasUnfinishedRecording)
    #expect(inventory.folders[0].recordings.count == 4)
    let old = inventory.folders[0].recordings.map(\.reference).filter { $0.labels["case"] == "b" }
    _ = try FixturePruner.remove(old, from: path)
    let store = try FixtureStore(folder: path)
    #expect(store.all.compactMap { $0.labels["case"] }.sorted() == ["a", "a10", "c"])
    #expect(try RecordingJournal.read(path) == nil)
  }
}
