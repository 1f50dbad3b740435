import JSONModel
import Testing

/// Texts damaged at random, the same ones in every run: whatever comes, it is read or refused at a
/// place, and the streaming reader says the same as the whole one. Tests/Fuzz/fuzz.sh goes further.
@Suite struct DamagedTextTests {
  static let texts = [
    #"{"a":[1,-2.5e-3,"b",null,true,{"c":"\u00e9\ud83d\ude00 \"x\" é😀","d":{}}],"":[[],[[]]]}"#,
    #"[{"id":1,"tags":["a","b"]},[2,3],"text",4.0,false,{"k":{"k":{"k":[1e400]}}}]"#,
    "[1,\r\n 2,\n\t\"three\" , 4]",
  ]

  private static func damaged(
    _ text: String, _ generator: inout SeededGenerator
  ) -> [UInt8] {
    var bytes = Array(text.utf8)
    let interesting =
      Array("{}[]:,\"\\u0d8eE+-.tfn \n\r\0\u{80}\u{FF}".utf8) + [0xC0, 0xED, 0xF5, 0xFF]
    for _ in 0...generator.below(3) where !bytes.isEmpty {
      let place = generator.below(bytes.count)
      switch generator.below(4) {
      case 0: bytes.remove(at: place)
      case 1: bytes.insert(interesting[generator.below(interesting.count)], at: place)
      case 2: bytes[place] = interesting[generator.below(interesting.count)]
      default: bytes.removeLast(bytes.count - place)
      }
    }
    return bytes
  }

  @Test(arguments: texts)
  func isReadOrRefusedAtAPlace(text: String) throws {
    var generator = SeededGenerator(seed: 8259)
    var counts = (read: 0, refused: 0)
    for _ in 0..<3_000 {
      let bytes = Self.damaged(text, &generator)
      do {
        let value = try JSONValue(parsing: bytes)
        counts.read += 1
        #expect(try JSONValue(parsing: value.bytes()) == value)
        #expect(try JSONValue(parsing: value.canonicalBytes()) == value)
      } catch let error as JSONSyntaxError {
        counts.refused += 1
        #expect((0...bytes.count).contains(error.location.byteOffset))
        #expect(error.location.line >= 1 && error.location.column >= 1 && !error.message.isEmpty)
      }
    }
    #expect(counts.read > 50 && counts.refused > 500, "\(counts)")
  }

  @Test func theStreamSaysTheSame() throws {
    var generator = SeededGenerator(seed: 7464)
    for round in 0..<2_000 {
      let bytes = Self.damaged(Self.texts[1 + round % 2], &generator)
      let whole = try? JSONDocument(parsing: bytes)
      let size = 1 + generator.below(9)
      var parser = JSONStreamParser(.elements())
      var values: [JSONValue] = []
      var isRefused = false
      do {
        for start in stride(from: 0, to: bytes.count, by: size) {
          parser.append(bytes[start..<min(start + size, bytes.count)])
          while let document = try parser.next() { values.append(document.value) }
        }
        parser.finish()
        while let document = try parser.next() { values.append(document.value) }
      } catch {
        isRefused = true
      }
      let elements = whole.flatMap { $0.root.kind == .array ? $0.root.elements.map(\.value) : nil }
      #expect(isRefused == (elements == nil), "\(String(decoding: bytes, as: UTF8.self))")
      if let elements { #expect(values == elements) }
    }
  }
}
