import JSONModel

/// Where a piece of a HAR file came from, so that an error can say it. All that is read of the
/// piece refers to it.
final class HARContext: Sendable {
  /// The file, as the caller named it.
  private let file: String
  private let pointer: @Sendable () -> JSONPointer
  private let origin: @Sendable () -> SourceLocation

  /// - Parameters:
  ///   - pointer: The way to the piece in its file; only asked for by an error.
  ///   - origin: Where the piece starts in its file; only asked for by an error.
  init(
    file: String, pointer: @autoclosure @escaping @Sendable () -> JSONPointer = .root,
    origin: @escaping @Sendable () -> SourceLocation = {
      SourceLocation(byteOffset: 0, line: 1, column: 1)
    }
  ) {
    self.file = file
    self.pointer = pointer
    self.origin = origin
  }

  func error(
    _ code: FixtureError.Code, at location: SourceLocation, pointer: JSONPointer,
    _ message: String
  ) -> FixtureError {
    let start = origin()
    return FixtureError(
      code: code, path: file,
      location: SourceLocation(
        byteOffset: start.byteOffset + location.byteOffset,
        line: start.line + location.line - 1,
        column: location.line == 1 ? start.column + location.column - 1 : location.column),
      pointer: JSONPointer(tokens: self.pointer().tokens + pointer.tokens), message: message)
  }

  func error(
    _ code: FixtureError.Code = .invalidHAR, at node: JSONNode, _ message: String
  ) -> FixtureError {
    error(code, at: node.location, pointer: node.pointer, message)
  }

  /// What the JSON reader found wrong, as an error of this module.
  func error(_ error: JSONSyntaxError) -> FixtureError {
    self.error(.invalidJSON, at: error.location, pointer: .root, "not JSON: \(error.message)")
  }
}

/// The members of a HAR object, read with errors that say where they are.
///
/// Reading is lenient where browsers are loose (a missing `cache`, `headersSize` as null) and
/// strict in what replay depends on.
struct HARFields {
  let node: JSONNode
  let context: HARContext

  init(_ node: JSONNode, _ context: HARContext) throws {
    guard node.kind == .object else {
      throw context.error(at: node, "expected an object, found \(node.kind.rawValue)")
    }
    self.node = node
    self.context = context
  }

  private func present(_ key: String) -> JSONNode? {
    guard let value = node[key], !value.isNull else { return nil }
    return value
  }

  private func missing(_ key: String) -> FixtureError {
    context.error(at: node, "'\(key)' is missing")
  }

  private func wrong(_ value: JSONNode, _ expected: String) -> FixtureError {
    context.error(at: value, "expected \(expected), found \(value.kind.rawValue)")
  }

  func optionalString(_ key: String) throws -> String? {
    guard let value = present(key) else { return nil }
    guard let string = value.stringValue else { throw wrong(value, "a string") }
    return string
  }

  /// The member `key`, which must be a string if it is there.
  func text(_ key: String) throws -> JSONNode? {
    guard let value = present(key) else { return nil }
    guard value.kind == .string else { throw wrong(value, "a string") }
    return value
  }

  func string(_ key: String) throws -> String {
    guard let string = try optionalString(key) else { throw missing(key) }
    return string
  }

  func optionalInteger(_ key: String) throws -> Int? {
    guard let value = present(key) else { return nil }
    // Some writers say 12.0, or 12.5 for a size that they estimate.
    if let integer = value.intValue { return integer }
    guard let double = value.doubleValue, let integer = Int(exactly: double.rounded()) else {
      throw wrong(value, "an integer")
    }
    return integer
  }

  func integer(_ key: String) throws -> Int {
    guard let integer = try optionalInteger(key) else { throw missing(key) }
    return integer
  }

  func optionalNumber(_ key: String) throws -> Double? {
    guard let value = present(key) else { return nil }
    guard let number = value.doubleValue, number.isFinite else { throw wrong(value, "a number") }
    // All numbers that are read so are times.
    guard abs(number) < 1e15 else {
      throw context.error(at: value, "the number is too large for a time in milliseconds")
    }
    return number
  }

  func optionalBool(_ key: String) throws -> Bool? {
    guard let value = present(key) else { return nil }
    guard let bool = value.boolValue else { throw wrong(value, "true or false") }
    return bool
  }

  func optionalObject(_ key: String) throws -> HARFields? {
    guard let value = present(key) else { return nil }
    return try HARFields(value, context)
  }

  func object(_ key: String) throws -> HARFields {
    guard let fields = try optionalObject(key) else { throw missing(key) }
    return fields
  }

  /// The elements of an array of objects; empty if there is none.
  func objects(_ key: String) throws -> [HARFields] {
    guard let value = present(key) else { return [] }
    guard value.kind == .array else { throw wrong(value, "an array") }
    var fields: [HARFields] = []
    fields.reserveCapacity(value.count)
    for element in value.elements { fields.append(try HARFields(element, context)) }
    return fields
  }

  /// The elements of an array of strings; empty if there is none.
  func strings(_ key: String) throws -> [String] {
    guard let value = present(key) else { return [] }
    guard value.kind == .array else { throw wrong(value, "an array") }
    return try value.elements.map { element in
      guard let string = element.stringValue else { throw wrong(element, "a string") }
      return string
    }
  }

  /// The members that HAR leaves to its writers, except those that have a meaning here.
  func custom(except known: Set<String> = []) -> JSONObject {
    var object = JSONObject()
    for member in node.members {
      let key = member.key
      if key.hasPrefix("_"), !known.contains(key) { object[key] = member.value.value }
    }
    return object
  }
}
