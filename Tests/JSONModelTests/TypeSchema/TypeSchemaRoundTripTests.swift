import JSONModel
import Testing

/// The schema of a type says what the type decodes: an instance that decodes is valid, one that
/// does not is not; over types and values made up by chance, the same in every run.
@Suite struct TypeSchemaRoundTripTests {
  @Test(arguments: 0..<40)
  func generatedTypes(seed: Int) throws {
    var generator = SeededGenerator(seed: UInt64(seed))
    for depth in [0, 1, 2, 3] {
      try check(GeneratedTypes.type(&generator, depth: depth), &generator)
    }
  }

  private func check<T: Generated>(
    _ type: T.Type, _ generator: inout SeededGenerator
  ) throws {
    let options = JSONSchemaOfType.Options(additionalProperties: true)
    let text = try JSONSchemaOfType.schema(of: type, options: options)
    let schema = try JSONSchema(compiling: text, assertFormats: true)
    #expect(schema.warnings.isEmpty, "\(type)")
    var counts = (valid: 0, invalid: 0)
    for round in 0..<60 {
      var value = T.json(&generator)
      for _ in 0..<(round % 4) { value = Self.mutated(value, &generator) }
      let decodes = Self.decodes(type, value)
      let isValid = try schema.isValid(value)
      #expect(
        isValid == decodes, "\(type): \(value) \(decodes ? "decodes" : "does not decode"); \(text)")
      if round % 4 == 0 {
        #expect(isValid, "\(type) does not decode what was made for it: \(value)")
      }
      if isValid { counts.valid += 1 } else { counts.invalid += 1 }
    }
    #expect(counts.valid > 0, "\(type)")
    // What takes anything has no invalid instance.
    #expect(counts.invalid > 0 || text == [:] || text["type"] == nil, "\(type)")
  }

  private static func decodes<T: Decodable>(_ type: T.Type, _ value: JSONValue) -> Bool {
    guard let document = try? JSONDocument(parsing: value.bytes()) else { return false }
    return (try? document.decode(type)) != nil
  }

  /// The value with one part replaced, removed or added.
  private static func mutated(
    _ value: JSONValue, _ generator: inout SeededGenerator
  ) -> JSONValue {
    switch value {
    case .array(var items) where !items.isEmpty && generator.below(3) > 0:
      let position = generator.below(items.count)
      items[position] = mutated(items[position], &generator)
      return .array(items)
    case .object(var object) where !object.isEmpty && generator.below(4) > 0:
      let key = object.keys[generator.below(object.count)]
      switch generator.below(6) {
      case 0: object[key] = nil
      case 1: object["extra"] = 1
      default: object[key] = object[key].map { mutated($0, &generator) }
      }
      return .object(object)
    default:
      let others: [JSONValue] = [
        nil, true, 0, -1, 1.5, 300, 70000, "", "happy", "other", [], [nil], [:], ["a": 1],
      ]
      return others[generator.below(others.count)]
    }
  }
}
