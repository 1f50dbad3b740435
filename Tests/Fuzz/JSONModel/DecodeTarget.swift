/// Decoding against the schema of the type: what decodes is valid and what does not is not.
enum DecodeTarget: FuzzTarget {
  static var name: String { "decode" }

  private enum Mood: String, Decodable, CaseIterable { case happy, sad }

  private struct Address: Decodable {
    var street: String
    var zip: String?
  }

  private struct Person: Decodable {
    var name: String
    var age: UInt8
    var score: Double?
    var moods: [Mood]
    var address: Address?
    var counts: [String: Int16]
    var anything: JSONValue?
  }

  private final class List: Decodable {
    var value: Bool
    var next: List?
  }

  private struct Checked {
    let schema: JSONSchema
    let decodes: @Sendable (JSONDocument) -> Bool

    init<T: Decodable & SendableMetatype>(_ type: T.Type) {
      do {
        let options = JSONSchemaOfType.Options(additionalProperties: true)
        schema = try JSONSchema(compiling: JSONSchemaOfType.schema(of: type, options: options))
      } catch {
        fatalError("\(error)")
      }
      decodes = { (try? $0.decode(T.self)) != nil }
    }
  }

  private static let checked = [
    Checked(Person.self), Checked(List.self), Checked([Address?].self), Checked([[Int32]].self),
  ]

  private static func hasHugeNumber(_ node: JSONNode) -> Bool {
    node.doubleValue?.isFinite == false || node.elements.contains(where: hasHugeNumber)
      || node.members.contains { hasHugeNumber($0.value) }
  }

  static func run(_ input: [UInt8]) {
    guard let document = try? JSONDocument(parsing: input) else { return }
    // A schema says nothing of the range of a Double.
    guard !hasHugeNumber(document.root) else { return }
    for one in checked {
      guard let isValid = try? one.schema.isValid(document.value) else { continue }
      promise(
        isValid == one.decodes(document),
        "the value is \(isValid ? "valid but does not decode" : "invalid but decodes")")
    }
  }
}
