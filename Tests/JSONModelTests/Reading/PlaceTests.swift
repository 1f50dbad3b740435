import Foundation
import JSONModel
import Testing

@Suite struct PlaceTests {
  /// Every node of a document, parents first.
  private func allNodes(_ root: JSONNode) -> [JSONNode] {
    var (nodes, waiting) = ([JSONNode](), [root])
    while let node = waiting.popLast() {
      nodes.append(node)
      waiting += Array(node.elements) + node.members.flatMap { [$0.keyNode, $0.value] }
    }
    return nodes
  }

  /// After some requests the document answers from an index; the answers must be the same.
  @Test(arguments: [
    "{\"a\": [1, {\"b\": null, \"c\": [[], {}]}],\r\n \"é😀\": \"x\",\n\n\t\"\": [\"ü\", 1]}\r",
    "\u{FEFF}[\"é\", 1,\n\u{20}2]", "[]", "[\r\r\n\n1]",
    "[" + String(repeating: "\"ééé\", ", count: 700) + "\n1, 2]",
  ])
  func theIndexAgreesWithTheWalk(text: String) throws {
    let indexed = try JSONDocument(parsing: text)
    for _ in 0..<20 { _ = indexed.root.location }
    let nodes = allNodes(indexed.root)
    // A fresh document for every few nodes, so that none of them answers from an index.
    for (number, node) in nodes.enumerated() where number % 7 == 0 || nodes.count < 100 {
      let walked = try allNodes(JSONDocument(parsing: text).root)[number]
      #expect(node.location == walked.location)
      #expect(node.pointer == walked.pointer)
    }
  }

  /// A type that tries several readings makes errors by the thousand; each must be cheap.
  @Test func manyErrorsTakeLinearTime() throws {
    struct Either: Decodable {
      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if (try? container.decode(Int.self)) == nil { _ = try container.decode(String.self) }
      }
    }
    let text = "[" + Array(repeating: "\"x\"", count: 10_000).joined(separator: ",") + "]"
    #expect(try JSONDocument(parsing: text).decode([Either].self).count == 10_000)
  }

  @Test func manyRepeatedKeysTakeLinearTime() throws {
    let text = "{" + Array(repeating: "\"x\":1", count: 10_000).joined(separator: ",\n") + "}"
    let duplicates = try JSONDocument(parsing: text).duplicateKeys()
    #expect(duplicates.count == 9_999)
    #expect(duplicates.last?.repeated.line == 10_000)
    let nested =
      "[" + Array(repeating: "{\"a\":{\"b\":1,\"b\":2}}", count: 5_000).joined(separator: ",") + "]"
    let pointers = try JSONDocument(parsing: nested).duplicateKeys().map(\.object.description)
    #expect(pointers.count == 5_000)
    #expect(pointers.last == "/4999/a")
  }

  @Test func keysThatOnlyLookEqualAreDifferent() throws {
    let document = try JSONDocument(parsing: "{\"\u{E9}\":1,\"e\u{301}\":2}")
    #expect(document.duplicateKeys().isEmpty)
    #expect(document.root["\u{E9}"]?.intValue == 1)
    #expect(document.root["e\u{301}"]?.intValue == 2)
    #expect(document.value.objectValue?.count == 2)
    #expect(try document.decode([String: Int].self).isEmpty == false)
    #expect(
      try JSONDocument(parsing: "{\"a\":1,\"\\u0061\":2}").duplicateKeys().map(\.key) == ["a"])
  }

  /// The deepest text that is read is also built, compared, hashed, written and decoded on the
  /// small stack that threads have on some systems.
  @Test func theDepthLimitFitsASmallStack() async throws {
    let text = String(repeating: "[{\"a\":", count: 256) + "1" + String(repeating: "}]", count: 256)
    let isEqual = await withCheckedContinuation { continuation in
      let thread = Thread {
        let first = try? JSONValue(parsing: text)
        let second = try? JSONDocument(parsing: text).decode(JSONValue.self)
        let paths = try? JSONPath("$..a").values(in: first ?? .null).count
        let isEqual =
          first != nil && first == second && first?.hashValue == second?.hashValue
          && first?.text() == text && first?.stableHash == second?.stableHash && paths == 256
          && JSONDiff(from: first ?? .null, to: second ?? 1).isEmpty
        continuation.resume(returning: isEqual)
      }
      thread.stackSize = 512 * 1024
      thread.start()
    }
    #expect(isEqual)
  }
}
