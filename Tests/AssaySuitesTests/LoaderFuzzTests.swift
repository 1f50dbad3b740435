import AssayInput
import Foundation
import JSONModel
import TestSupport
import Testing

@testable import AssaySuites

/// Whatever a suite's file holds, the loader answers: with a suite, or with problems that have
/// their places. It does not crash, and does not hang.
@Suite struct LoaderFuzzTests {
  /// How many suites are tried; `ASSAY_FUZZ_COUNT` says more, `ASSAY_FUZZ_SEED` another seed.
  private static let count =
    ProcessInfo.processInfo.environment["ASSAY_FUZZ_COUNT"].flatMap(Int.init) ?? 300
  private static let seed =
    ProcessInfo.processInfo.environment["ASSAY_FUZZ_SEED"].flatMap(UInt64.init) ?? 7

  @Test func mutatedSuitesAreAnsweredWithPlaces() throws {
    var generator = Generator(state: Self.seed)
    let folder = try SuiteFolder([
      "d.csv": "id,w\n1,a\n2,b\n", "d.jsonl": "{\"w\": 1}\n", "t.txt": "Say {{w}}",
      "m.json": "[{\"role\": \"user\", \"content\": \"{{w}}\"}]",
    ])
    var seeds = [SuiteSchemaTests.full]
    for file in SuiteSchemaTests.files {
      seeds.append(
        try JSONValue(parsing: [UInt8](Data(contentsOf: Repository.root.appending(path: file)))))
    }
    let words = Self.words(in: seeds)
    for round in 0..<Self.count {
      var value = seeds[generator.below(seeds.count)]
      for _ in 0...generator.below(4) { value = Self.mutated(value, words, &generator) }
      var bytes = value.bytes(generator.below(2) == 0 ? .pretty : .compact)
      if generator.below(5) == 0 { Self.damage(&bytes, &generator) }
      try folder.write(bytes, to: "suite.json")
      do {
        let path = folder.folder.url.appending(path: "suite.json").path
        let suite = try SuiteLoader().load([path]).suites[0]
        // What was accepted can be rendered.
        _ = try suite.plannedRequests()
      } catch let invalid as InvalidInput {
        #expect(!invalid.diagnostics.isEmpty)
        for diagnostic in invalid.diagnostics where diagnostic.location == nil {
          // Only a file that cannot be read has no place in it.
          #expect(diagnostic.message.contains("file"), "round \(round): \(diagnostic)")
        }
      }
    }
  }

  @Test func mutatedDataIsAnsweredWithPlaces() throws {
    var generator = Generator(state: Self.seed)
    let folder = try SuiteFolder()
    let csv = Array("id,w,case.tags\n1,\"a,\"\"b\",x\n2,é\u{1F600},\n\n3,\"x\ny\",\"[1]\"\r\n".utf8)
    let lines = Array(
      "{\"id\": 1, \"w\": \"a\"}\n{\"vars\": {\"w\": [1]}, \"tags\": \"t\"}\n\n{\"w\": null}\n".utf8
    )
    for round in 0..<Self.count {
      let isCSV = generator.below(2) == 0
      var bytes = isCSV ? csv : lines
      for _ in 0...generator.below(6) { Self.damage(&bytes, &generator) }
      let name = isCSV ? "d.csv" : "d.jsonl"
      try folder.write(bytes, to: name)
      do {
        let suite = try folder.suite([
          "prompts": ["p": "{{w}}"],
          "cases": [["from": .string(name), "assert": [["type": "is-json"]]]],
        ])
        _ = try suite.plannedRequests()
      } catch let invalid as InvalidInput {
        for diagnostic in invalid.diagnostics where diagnostic.location == nil {
          #expect(diagnostic.message == "the file is empty", "round \(round): \(diagnostic)")
        }
      }
    }
  }

  // MARK: Mutating

  private struct Generator {
    var state: UInt64

    /// SplitMix64.
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var word = state
      word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
      word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
      return word ^ (word >> 31)
    }

    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }
  }

  private static let strange: [JSONValue] = [
    nil, true, false, 0, -1, 1.5, 1e300, "", " ", "a", "{{", "{{#w}}", "{{> x}}", "{{w}}", "..",
    "!", "tag:",
    "d.csv", "d.jsonl", "t.txt", "m.json", "../x", "not-is-json", [], [:], [[]], [nil],
    ["file": "t.txt"],
    ["file": "m.json"], ["from": "d.csv"], ["": ""], "\u{0}", "é\u{1F600}", 9_007_199_254_740_993,
  ]

  /// All keys and texts of the seeds.
  private static func words(in values: [JSONValue]) -> [String] {
    var words: Set<String> = []
    func collect(_ value: JSONValue) {
      switch value {
      case .string(let text): words.insert(text)
      case .array(let elements): elements.forEach(collect)
      case .object(let object):
        for member in object {
          words.insert(member.key)
          collect(member.value)
        }
      default: break
      }
    }
    values.forEach(collect)
    return words.sorted()
  }

  /// One change somewhere in the value.
  private static func mutated(
    _ value: JSONValue, _ words: [String], _ generator: inout Generator
  ) -> JSONValue {
    switch value {
    case .object(let object) where !object.isEmpty && generator.below(6) > 0:
      var members = object.members
      let place = generator.below(members.count)
      switch generator.below(8) {
      case 0: members.remove(at: place)
      case 1: members[place].key = words[generator.below(words.count)]
      case 2:
        members.append(
          .init(
            key: words[generator.below(words.count)], value: strange[generator.below(strange.count)]
          ))
      default: members[place].value = mutated(members[place].value, words, &generator)
      }
      return .object(JSONObject(members))
    case .array(var elements) where !elements.isEmpty && generator.below(6) > 0:
      let place = generator.below(elements.count)
      switch generator.below(6) {
      case 0: elements.remove(at: place)
      case 1: elements.append(elements[place])
      default: elements[place] = mutated(elements[place], words, &generator)
      }
      return .array(elements)
    default:
      return generator.below(3) == 0
        ? .string(words[generator.below(words.count)]) : strange[generator.below(strange.count)]
    }
  }

  /// Changes, removes, repeats or cuts bytes.
  private static func damage(_ bytes: inout [UInt8], _ generator: inout Generator) {
    guard !bytes.isEmpty else { return }
    let place = generator.below(bytes.count)
    switch generator.below(5) {
    case 0: bytes[place] = UInt8(truncatingIfNeeded: generator.next())
    case 1: bytes.remove(at: place)
    case 2: bytes.removeSubrange(place...)
    case 3: bytes.insert(Array("\",\n\r{}[]:\\".utf8)[generator.below(10)], at: place)
    default: bytes.insert(contentsOf: bytes[place...].prefix(generator.below(20)), at: place)
    }
  }
}
