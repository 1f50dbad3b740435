import Foundation
import HTTPFixtures
import TestSupport
import Testing

/// What a file system can have in store.
@Suite struct FolderTests {
  private static let empty = String(decoding: HARLog(entries: []).bytes(), as: UTF8.self)

  private func code(_ folder: String) -> FixtureError.Code? {
    do {
      _ = try FixtureStore(folder: folder)
      return nil
    } catch let error as FixtureError {
      return error.code
    } catch {
      return nil
    }
  }

  @Test func aMissingFolderIsAnError() throws {
    let folder = try TemporaryFolder()
    #expect(code(folder.url.path + "/none") == .missingFolder)
  }

  @Test func aFileIsNoFolder() throws {
    let folder = try TemporaryFolder()
    #expect(code(try folder.write("", to: "file")) == .notAFolder)
  }

  @Test func aFolderWithoutRecordingsIsAnError() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "notes.txt")
    #expect(code(folder.url.path) == .noRecordings)
  }

  @Test func aMissingFileIsAnError() throws {
    let error = #expect(throws: FixtureError.self) { try FixtureStore(files: ["/none/x.har"]) }
    #expect(error?.code == .missingFile)
  }

  @Test func aLinkOutOfTheFolderIsNotFollowed() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.empty, to: "elsewhere/a.har")
    try folder.write(Self.empty, to: "inside/a.har")
    let inside = folder.url.appending(path: "inside")
    // A link within the folder is as good as a file.
    try FileManager.default.createSymbolicLink(
      at: inside.appending(path: "b.har"), withDestinationURL: inside.appending(path: "a.har"))
    #expect(code(inside.path) == nil)
    try FileManager.default.createSymbolicLink(
      at: inside.appending(path: "c.har"),
      withDestinationURL: folder.url.appending(path: "elsewhere/a.har"))
    #expect(code(inside.path) == .linkOutOfFolder)
    let recorder = #expect(throws: FixtureError.self) {
      try FixtureRecorder(folder: inside.path, mode: .record)
    }
    #expect(recorder?.code == .linkOutOfFolder)
  }

  /// What a repository brings along must not make a run write elsewhere.
  @Test func aFolderThatIsALinkOutOfItsBoundaryIsNotFollowed() throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.empty, to: "elsewhere/a.har")
    try folder.write(Self.empty, to: "fixtures/real/a.har")
    let fixtures = folder.url.appending(path: "fixtures")
    for (name, target) in [("out", "../elsewhere"), ("in", "real"), ("nowhere", "../nothing")] {
      try FileManager.default.createSymbolicLink(
        atPath: fixtures.appending(path: name).path, withDestinationPath: target)
    }
    func code(_ name: String, _ mode: FixtureMode) -> FixtureError.Code? {
      do {
        _ = try FixtureSession(
          .init(
            mode: mode, folder: fixtures.appending(path: name).path, boundary: fixtures.path)
        ) { ScriptedUpstream { _ in .init("") } }
        return nil
      } catch {
        return (error as? FixtureError)?.code
      }
    }
    for mode in [FixtureMode.replay, .record, .missing] {
      #expect(code("out", mode) == .linkOutOfFolder)
      #expect(code("nowhere", mode) != nil)
      #expect(code("in", mode) == nil)
      #expect(code("real", mode) == nil)
    }
    #expect(code("new", .record) == nil)
    // Links where the recording itself is written are not followed either.
    let victim = try folder.write("precious", to: "elsewhere/victim")
    for name in [".recording.journal", ".recording.lock"] {
      let place = fixtures.appending(path: "real/\(name)").path
      try? FileManager.default.removeItem(atPath: place)
      try FileManager.default.createSymbolicLink(
        atPath: place, withDestinationPath: victim)
      #expect(code("real", .record) == .linkOutOfFolder)
      try FileManager.default.removeItem(atPath: place)
    }
    #expect(try String(contentsOfFile: victim, encoding: .utf8) == "precious")
  }

  @Test(.enabled(if: geteuid() != 0, "the superuser may read and write everything"))
  func permissionsAreNamed() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(Self.empty, to: "a.har")
    chmod(file, 0)
    #expect(code(folder.url.path) == .unreadable)
    chmod(file, 0o644)
    chmod(folder.url.path, 0o555)
    defer { chmod(folder.url.path, 0o755) }
    let error = #expect(throws: FixtureError.self) {
      try FixtureRecorder(folder: folder.url.path, mode: .record)
    }
    #expect(error?.code == .notWritable)
  }

  @Test func aFolderThatCannotBeMadeIsNamed() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("", to: "file")
    let error = #expect(throws: FixtureError.self) {
      try FixtureRecorder(folder: file + "/below", mode: .record)
    }
    #expect(error?.code == .notWritable)
  }

  @Test func onlyOneRecordsIntoAFolder() throws {
    let folder = try TemporaryFolder()
    var first: FixtureRecorder? = try FixtureRecorder(folder: folder.url.path, mode: .record)
    let error = #expect(throws: FixtureError.self) {
      try FixtureRecorder(folder: folder.url.path, mode: .missing)
    }
    #expect(error?.code == .locked)
    #expect(error?.message.contains("process \(getpid()) is recording into this folder") == true)
    try first?.finish()
    first = nil
    #expect(throws: Never.self) { try FixtureRecorder(folder: folder.url.path, mode: .record) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).isEmpty)
  }

  @Test func aModeThatDoesNotExistIsRefused() throws {
    for mode in FixtureMode.allCases { #expect(try FixtureMode(parsing: "\(mode)") == mode) }
    let error = #expect(throws: FixtureError.self) { try FixtureMode(parsing: "recrod") }
    #expect(
      error?.message
        == "there is no fixture mode 'recrod'; the modes are replay, record, missing, live")
  }
}
