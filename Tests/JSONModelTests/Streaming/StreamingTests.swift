import Foundation
import JSONModel
import Testing

@Suite struct StreamingTests {
  /// Reads a text in chunks of every size from 1 on, and expects the same of each.
  private func read(
    _ text: String, _ layout: JSONStreamLayout, _ options: JSONStreamOptions = .init()
  ) throws -> [JSONDocument] {
    let bytes = Array(text.utf8)
    var results: [Result<[JSONDocument], JSONSyntaxError>] = []
    for size in [1, 2, 3, 5, 7, 16, max(1, bytes.count)] {
      var parser = JSONStreamParser(layout, options: options)
      var documents: [JSONDocument] = []
      do {
        for start in stride(from: 0, to: bytes.count, by: size) {
          parser.append(bytes[start..<min(start + size, bytes.count)])
          while let document = try parser.next() { documents.append(document) }
        }
        parser.finish()
        while let document = try parser.next() { documents.append(document) }
        results.append(.success(documents))
      } catch let error as JSONSyntaxError {
        results.append(.failure(error))
      }
    }
    func summary(_ result: Result<[JSONDocument], JSONSyntaxError>) -> String {
      switch result {
      case .success(let documents):
        documents.map { "\($0.root.location) \($0.root.location.byteOffset) \($0.value)" }
          .joined(separator: "; ")
      case .failure(let error): "\(error.code) \(error.location) \(error.message)"
      }
    }
    #expect(Set(results.map(summary)).count == 1, "\(results.map(summary))")
    return try results[0].get()
  }

  @Test(arguments: [
    ("", []), ("\n\n", []), ("1\n", ["1:1 1"]), ("1", ["1:1 1"]),
    ("{\"a\":1}\n\n  [2]\r\n\"é\\n\"", ["1:1 {\"a\":1}", "3:3 [2]", "4:1 \"é\\n\""]),
    ("\u{FEFF}1\n2", ["1:1 1", "2:1 2"]), (" \t\r\n1\r\n\r\n2\r\n", ["2:1 1", "4:1 2"]),
  ])
  func lines(text: String, expected: [String]) throws {
    let documents = try read(text, .lines)
    #expect(
      documents.map { "\($0.root.location.line):\($0.root.location.column) \($0.value)" }
        == expected)
  }

  @Test(arguments: [
    ("1\n2 3\n", 2, 3), ("1\n\n{\"a\":}\n", 3, 6), ("[1,\n2]\n", 1, 4), ("1\n{\"a\"", 2, 5),
    ("1\n\u{FEFF}2\n", 2, 1), ("\"é\" x", 1, 5),
  ])
  func faultyLinesHaveTheirPlace(text: String, line: Int, column: Int) throws {
    let error = try #require(throws: JSONSyntaxError.self) { try read(text, .lines) }
    #expect(error.location.line == line)
    #expect(error.location.column == column)
  }

  @Test(arguments: [
    ("1\n{\"a\":", 1), ("1\n{\"a\":1}", 2), ("1\n12", 1), ("1\ntru", 1), ("1\n\"x", 1),
    ("{\"a\":\"\\u00", 0), ("1\n\"\u{E9}\"", 2), ("1\n", 1),
  ])
  func tornLastLinesAreDroppedOnRequest(text: String, count: Int) throws {
    #expect(try read(text, .lines, .init(dropsTornLine: true)).count == count)
    // A faulty line in the middle is an error all the same.
    #expect(throws: JSONSyntaxError.self) {
      try read("x\n" + text, .lines, .init(dropsTornLine: true))
    }
  }

  @Test(arguments: [
    ("[]", "", []), (" [ ] ", "", []), ("[1]", "", ["1:2 1"]),
    (
      "[1, \"a,]\\\"\" ,[2,[3]],\n {\"x\":[\"}\"]} , null]", "",
      ["1:2 1", "1:5 \"a,]\\\"\"", "1:14 [2,[3]]", "2:2 {\"x\":[\"}\"]}", "2:16 null"]
    ),
    ("{\"a\":1,\"b\":{\"c\":[1,\n2]},\"d\":[3]}", "/b/c", ["1:18 1", "2:1 2"]),
    ("[[0],[1,2],[3]]", "/1", ["1:7 1", "1:9 2"]),
    ("{\"a\":[{\"b\":[7]},{\"b\":[8]}]}", "/a/1/b", ["1:23 8"]),
    ("\u{FEFF}[\r\n1\r\n,\r\n2]\r\n", "", ["2:1 1", "4:1 2"]),
    ("{\"\\u0061\":[true]}", "/a", ["1:12 true"]), ("{\"a/b\":[1.5e3]}", "/a~1b", ["1:9 1.5e3"]),
    ("[[],[[]]]", "", ["1:2 []", "1:5 [[]]"]),
  ])
  func elements(text: String, pointer: String, expected: [String]) throws {
    let documents = try read(text, .elements(of: #require(JSONPointer(pointer))))
    #expect(
      documents.map { "\($0.root.location.line):\($0.root.location.column) \($0.value)" }
        == expected)
    #expect(documents.allSatisfy { text.utf8.count > $0.root.location.byteOffset })
  }

  @Test(arguments: [
    ("", "", 1), ("1", "", 1), ("{}", "", 1), ("[1,]", "", 4), ("[,1]", "", 2), ("[1 2]", "", 4),
    ("[1", "", 3), ("[1,", "", 4), ("[", "", 2), ("[1]]", "", 4),
    ("[1] x", "", 5), ("[01]", "", 2), ("[tru]", "", 2), ("[\"a]", "", 2), ("[{\"a\":}]", "", 7),
    ("[{]", "", 3), ("{\"a\":1}", "/a", 6), ("{\"b\":[1]}", "/a", 9),
    ("{\"a\":[1],\"a\":[2]}", "/a", 10),
    ("{\"x\":tru,\"a\":[1]}", "/a", 6), ("{\"a\":[1],\"x\":01}", "/a", 14), ("{\"a\":[1]", "/a", 9),
    ("{\"a\" [1]}", "/a", 6), ("{a:[1]}", "/a", 2), ("{\"a\":[1],}", "/a", 10),
    ("{\"a\":{}}", "/a/b", 7),
    ("[[1]]", "/1", 5), ("{\"a\":[1]}}", "/a", 10), ("[[1]]", "/x", 5), ("\u{FEFF}", "", 1),
    ("[[1],[2],]", "/0", 10),
  ])
  func faultyArraysHaveTheirPlace(text: String, pointer: String, column: Int) throws {
    let pointer = try #require(JSONPointer(pointer))
    let error = try #require(throws: JSONSyntaxError.self) {
      try read(text, .elements(of: pointer))
    }
    #expect(error.location.line == 1)
    #expect(error.location.column == column, "\(error)")
  }

  @Test func sizesAreLimited() throws {
    let options = JSONStreamOptions(valueByteCount: 10)
    let long = "\"" + String(repeating: "x", count: 20) + "\""
    for (text, layout) in [
      ("1\n\(long)\n", JSONStreamLayout.lines), ("[1,\n\(long)]", .elements()),
    ] {
      let error = try #require(throws: JSONSyntaxError.self) { try read(text, layout, options) }
      #expect(error.code == .tooLarge)
      #expect(error.location.line == 2)
    }
    #expect(throws: JSONSyntaxError.self) { try read("[[[1]]]", .elements(), .init(depth: 2)) }
    #expect(try read("[[1]]", .elements(), .init(depth: 2)).count == 1)
  }

  @Test func decodingErrorsNameTheLineOfTheFile() throws {
    struct Row: Decodable { var id: Int }
    let documents = try read("{\"id\":1}\n{\"id\":\"x\"}\n", .lines)
    let error = try #require(throws: DecodingError.self) { try documents[1].decode(Row.self) }
    #expect("\(error)".contains("line 2, column 7"))
  }

  @Test func filesAndSequencesAreRead() async throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).jsonl").path()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let text = (1...1000).map { "{\"n\":\($0)}\n" }.joined()
    try Data(text.utf8).write(to: URL(filePath: path))
    let reader = try JSONFileReader(path: path, .lines, chunkByteCount: 100)
    var sum = 0
    while let document = try reader.next() {
      sum += document.root["n"]?.intValue ?? 0
      #expect(document.root.location.line == document.root["n"]?.intValue)
    }
    #expect(sum == 500_500)
    #expect(throws: JSONFileReader.FileError.self) { try JSONFileReader(path: path + "x", .lines) }
    let chunks = AsyncStream<[UInt8]> { continuation in
      for byte in text.utf8 { continuation.yield([byte]) }
      continuation.finish()
    }
    var count = 0
    for try await document in chunks.jsonDocuments(.lines) {
      count += 1
      #expect(document.root.location.line == count)
    }
    #expect(count == 1000)
  }
}
