public import JSONModel

/// What an assertion type means and which keys it has. The schema of suites is made of this, and
/// the documents are checked against it.
public struct AssertionDocumentation: Sendable {
  /// When the assertion holds, as the end of a sentence that begins with "Holds when".
  public var summary: String
  public var keys: [Key]
  /// Sets of keys of which at least one must be there.
  public var alternatives: [[String]]
  public var threshold: Threshold

  /// One key.
  public struct Key: Sendable {
    public var name: String
    public var meaning: String
    /// The JSON Schema of its value.
    public var schema: JSONValue
    public var isRequired: Bool

    public init(_ name: String, _ meaning: String, _ schema: JSONValue, isRequired: Bool = false) {
      self.name = name
      self.meaning = meaning
      self.schema = schema
      self.isRequired = isRequired
    }

    package func required() -> Key {
      var key = self
      key.isRequired = true
      return key
    }
  }

  /// What the key `threshold` means for the type.
  public enum Threshold: Sendable, Hashable {
    /// It answers yes or no, so there is nothing to compare.
    case none
    /// It gives a score, which must be at least so high unless the suite says otherwise.
    case score(default: Double)
    /// It reads the threshold itself.
    case own
  }

  public init(
    _ summary: String, _ keys: [Key] = [], alternatives: [[String]] = [],
    threshold: Threshold = .none
  ) {
    self.summary = summary
    self.keys = keys
    self.alternatives = alternatives
    self.threshold = threshold
  }
}

extension AssertionDocumentation.Key {
  package typealias Key = AssertionDocumentation.Key

  package static func text(_ name: String, _ meaning: String) -> Key {
    Key(name, meaning, ["type": "string"])
  }

  /// A text that must not be empty.
  package static func someText(_ name: String, _ meaning: String) -> Key {
    Key(name, meaning, ["type": "string", "minLength": 1])
  }

  package static func flag(_ name: String, _ meaning: String) -> Key {
    Key(name, meaning, ["type": "boolean"])
  }

  package static func integer(_ name: String, _ meaning: String, atLeast minimum: Int = 0) -> Key {
    Key(name, meaning, ["type": "integer", "minimum": .number(JSONNumber(minimum))])
  }

  /// A number of at least 0, or above 0.
  package static func amount(_ name: String, _ meaning: String, isPositive: Bool = false) -> Key {
    Key(name, meaning, ["type": "number", isPositive ? "exclusiveMinimum" : "minimum": 0])
  }

  package static func texts(_ name: String, _ meaning: String) -> Key {
    Key(
      name, meaning,
      [
        "anyOf": [
          ["type": "string"], ["type": "array", "items": ["type": "string"], "minItems": 1],
        ]
      ])
  }

  /// Texts that must not be empty.
  package static func someTexts(_ name: String, _ meaning: String) -> Key {
    let text: JSONValue = ["type": "string", "minLength": 1]
    return Key(
      name, meaning, ["anyOf": [text, ["type": "array", "items": text, "minItems": 1]]])
  }

  package static func choice(_ name: String, _ meaning: String, _ values: [String]) -> Key {
    Key(name, meaning, ["enum": .array(values.map { .string($0) })])
  }

  package static func any(_ name: String, _ meaning: String) -> Key { Key(name, meaning, true) }
}
