import Foundation
import HTTPFixtures
import JSONModel
import TestSupport
import Testing

/// The published schema and the reader say the same of a file.
@Suite struct FixturesSchemaTests {
  private static func json(_ path: String) throws -> JSONValue {
    try JSONValue(parsing: [UInt8](Data(contentsOf: Repository.root.appending(path: path))))
  }

  private static func schema() throws -> JSONSchema {
    try JSONSchema(compiling: json("docs/schemas/fixtures.schema.json"))
  }

  private static func reads(_ value: JSONValue) -> Bool {
    (try? HARLog(parsing: value.bytes(), file: "f.har")) != nil
  }

  @Test func theFixturesOfTheRepositoryConform() throws {
    let schema = try Self.schema()
    let root = Repository.root.appending(path: "fixtures").path
    let folders = try FixtureInventory(root: root).folders
    #expect(folders.count >= 7)
    for file in folders.flatMap(\.files) {
      let value = try JSONValue(parsing: [UInt8](Data(contentsOf: URL(filePath: file.path))))
      let result = try schema.validate(value)
      #expect(result.isValid, "\(file.path): \(result.failures.prefix(3))")
    }
  }

  /// Chromium and Firefox take liberties with HAR (a comment that is null, say), but not with
  /// members of our own.
  @Test func whatWeWriteOfABrowsersFileConforms() throws {
    for file in BrowserHARTests.files {
      let log = try HARLog(
        parsing: try Self.json("Tests/BrowserHAR/\(file)").bytes(), file: file)
      let result = try Self.schema().validate(JSONValue(parsing: log.bytes()))
      #expect(result.isValid, "\(file): \(result.failures.prefix(3))")
    }
  }

  @Test func everyMemberThereIsConforms() throws {
    let value = try JSONValue(parsing: HARFormatTests.full.bytes())
    let result = try Self.schema().validate(value)
    #expect(result.isValid, "\(result.failures.prefix(3))")
  }

  /// A place in a full file and what to put there instead.
  static let mutations: [(pointer: String, value: JSONValue)] = [
    ("/log/_format", 2), ("/log/entries", [:]), ("/log/entries/0", 1),
    ("/log/entries/0/_labels", []), ("/log/entries/0/_labels/case", 1),
    ("/log/entries/0/_chunks", [1]), ("/log/entries/0/_chunks/0", ["offset": 0]),
    ("/log/entries/0/_chunks/0/offset", -1), ("/log/entries/0/_chunks/0/size", "6"),
    ("/log/entries/0/_chunks/0/delay", "soon"), ("/log/entries/0/_redactions", [1]),
    ("/log/entries/0/request", []), ("/log/entries/0/request/method", 1),
    ("/log/entries/0/request/headers/0", "a: b"),
    ("/log/entries/0/request/postData/_encoding", "gzip"),
    ("/log/entries/0/response/status", "200"), ("/log/entries/0/response/content", "x"),
    ("/log/entries/0/response/content/text", 1),
    ("/log/entries/0/response/cookies/0/httpOnly", "yes"), ("/log/entries/0/timings/wait", "1"),
  ]

  @Test(arguments: mutations)
  func bothRefuseWhatIsWrong(pointer: String, value: JSONValue) throws {
    let full = try JSONValue(parsing: HARFormatTests.full.bytes())
    #expect(Self.reads(full))
    let place = try #require(JSONPointer(pointer))
    let broken = try #require(full.replacing(place.tokens[...], with: value))
    #expect(!Self.reads(broken), "the reader accepts it")
    #expect(try !Self.schema().isValid(broken), "the schema accepts it")
  }
}

extension JSONValue {
  /// The value with another at a place; nil if there is no such place.
  fileprivate func replacing(_ path: ArraySlice<String>, with value: JSONValue) -> JSONValue? {
    guard let token = path.first else { return value }
    switch self {
    case .object(var object):
      guard let old = object[token], let new = old.replacing(path.dropFirst(), with: value) else {
        return nil
      }
      object[token] = new
      return .object(object)
    case .array(var array):
      guard let index = Int(token), array.indices.contains(index),
        let new = array[index].replacing(path.dropFirst(), with: value)
      else { return nil }
      array[index] = new
      return .array(array)
    default:
      return nil
    }
  }
}
