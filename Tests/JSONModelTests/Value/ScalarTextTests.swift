import JSONModel
import Testing

@Suite struct ScalarTextTests {
  /// One scalar and two; Swift's `String` calls them equal, JSON does not.
  let composed = "\u{e9}"
  let decomposed = "e\u{301}"

  @Test func stringsCompareByScalar() {
    #expect(JSONValue.string(composed) != .string(decomposed))
    #expect(JSONValue.string(composed) == .string("\u{e9}"))
  }

  @Test(arguments: [0, 20])
  func keysCompareByScalar(others: Int) throws {
    let padding = (0..<others).map { JSONObject.Member(key: "k\($0)", value: .null) }
    let object = JSONObject(
      padding + [
        JSONObject.Member(key: composed, value: 1), JSONObject.Member(key: decomposed, value: 2),
      ])
    #expect(object.count == others + 2)
    #expect(object[composed] == 1)
    #expect(object[decomposed] == 2)
    #expect(JSONValue.object([composed: 1]) != .object([decomposed: 1]))
  }
}
