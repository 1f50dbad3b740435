/// A JSON Schema (draft 2020-12), compiled once and then used to validate values.
///
/// Supported so far: `type`, `enum`, `const`, `properties`, `required`, `additionalProperties`,
/// `items`, `minItems`, `maxItems`, `minimum`, `maximum`, `minLength`, `maxLength`, `allOf`,
/// `anyOf`, `oneOf`, `not`, and the annotations. A keyword that is known to the specification
/// and not supported here is an error, never silently ignored.
public struct JSONSchema: Sendable {
  indirect enum Rule: Sendable {
    case never
    case types([String])
    case oneOfValues([JSONValue])
    case properties([String: JSONSchema], additional: JSONSchema?)
    case required([String])
    case items(JSONSchema)
    case count(minimum: Int, maximum: Int)
    case range(minimum: JSONNumber?, maximum: JSONNumber?)
    case length(minimum: Int, maximum: Int)
    case allOf([JSONSchema])
    case anyOf([JSONSchema])
    case oneOf([JSONSchema])
    case not(JSONSchema)
  }

  var rules: [Rule]

  /// - Throws: ``JSONSchemaError``.
  public init(compiling value: JSONValue) throws {
    var compiler = JSONSchemaCompiler()
    self = try compiler.compile(value, .root)
  }

  init(rules: [Rule]) {
    self.rules = rules
  }

  /// All that keeps `value` from being valid.
  public func validate(_ value: JSONValue) throws -> JSONSchemaResult {
    var failures: [JSONSchemaFailure] = []
    check(value, at: .root, &failures)
    return JSONSchemaResult(failures: failures)
  }
}

/// What a validation found.
public struct JSONSchemaResult: Sendable, Hashable {
  public var failures: [JSONSchemaFailure]
  public var isValid: Bool { failures.isEmpty }
}

/// One thing that keeps a value from being valid.
public struct JSONSchemaFailure: Sendable, Hashable, CustomStringConvertible {
  public var instance: JSONPointer
  public var message: String

  public var description: String {
    instance.tokens.isEmpty ? message : "\(instance): \(message)"
  }
}

/// Why a value is no usable schema.
public struct JSONSchemaError: Error, Sendable, Hashable, CustomStringConvertible {
  public var pointer: JSONPointer
  public var message: String

  public var description: String {
    pointer.tokens.isEmpty ? message : "\(pointer): \(message)"
  }
}
