import JSONModel
import Synchronization

/// The schema of a type, derived once.
enum StructuredSchema {
  private struct Key: Hashable {
    var type: ObjectIdentifier
    var isStrict: Bool
    var dates: JSONDecodingOptions.DateFormat
  }

  private static let known = Mutex<[Key: JSONValue]>([:])

  /// - Throws: ``ClientError`` (`invalidRequest`) if none can be derived.
  static func format<T: Decodable>(
    of type: T.Type, _ options: StructuredOptions
  ) throws -> ResponseFormat {
    let schema: JSONValue
    if let given = options.schema {
      schema = given
    } else {
      schema = try derived(type, options)
    }
    return .jsonSchema(
      name: options.name ?? name(of: type), schema: schema, strict: options.strict)
  }

  private static func derived<T: Decodable>(
    _ type: T.Type, _ options: StructuredOptions
  ) throws -> JSONValue {
    let key = Key(
      type: ObjectIdentifier(type), isStrict: options.strict == true,
      dates: options.decoding.dates)
    if let schema = known.withLock({ $0[key] }) { return schema }
    var settings = key.isStrict ? JSONSchemaOfType.Options.strict : .init()
    settings.dates = options.decoding.dates
    do {
      let schema = try JSONSchemaOfType.schema(of: type, options: settings)
      known.withLock { $0[key] = schema }
      return schema
    } catch {
      var context = ClientError.Context()
      context.mayHaveTakenEffect = false
      throw ClientError(
        code: .invalidRequest,
        message: "no JSON Schema can be derived for the reply: \(error); "
          + "give one in StructuredOptions.schema or make the type JSONSchemaConvertible",
        context: context)
    }
  }

  /// The type's name in the letters that providers allow, at most 64 of them.
  static func name<T>(of type: T.Type) -> String {
    let name = "\(type)".map { character in
      character.isASCII && (character.isLetter || character.isNumber) ? character : "_"
    }
    let trimmed = String(name.prefix(64))
    return trimmed.isEmpty ? "reply" : trimmed
  }
}
