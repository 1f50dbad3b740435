/// How ``JSONDocument/decode(_:options:)`` reads what JSON has no type for.
public struct JSONDecodingOptions: Sendable {
  /// How a `Date` stands in the text.
  public enum DateFormat: Sendable, Hashable {
    /// RFC 3339 and the ISO 8601 forms around it, with or without a fraction; a missing zone
    /// is taken as UTC.
    case iso8601
    /// Seconds since 1970-01-01T00:00:00Z.
    case secondsSince1970
    /// Whatever `Date.init(from:)` reads: seconds since 2001-01-01T00:00:00Z.
    case deferredToDate
  }

  public var dates: DateFormat
  /// Values for `Decoder.userInfo`.
  public var userInfo: [CodingUserInfoKey: any Sendable]

  public init(
    dates: DateFormat = .iso8601, userInfo: [CodingUserInfoKey: any Sendable] = [:]
  ) {
    self.dates = dates
    self.userInfo = userInfo
  }
}

extension JSONDocument {
  /// Decodes the whole text, straight from its bytes.
  ///
  /// Integers must be mathematical integers in range (`2.0` is one); nothing is rounded into an
  /// integer type. `URL`, `UUID` and ISO 8601 dates are read from strings, `Data` from Base64.
  ///
  /// - Throws: `DecodingError`, whose debug description ends with the line and column.
  public func decode<T: Decodable>(
    _ type: T.Type = T.self, options: JSONDecodingOptions = .init()
  ) throws -> T {
    try root.decode(type, options: options)
  }
}

extension JSONNode {
  /// Decodes this value.
  ///
  /// - Throws: `DecodingError`; see ``JSONDocument/decode(_:options:)``.
  public func decode<T: Decodable>(
    _ type: T.Type = T.self, options: JSONDecodingOptions = .init()
  ) throws -> T {
    do {
      return try JSONNodeDecoder(storage: storage, index: index, context: .init(options))
        .unbox(type)
    } catch let error as DecodingError {
      throw error.located(in: JSONNode(storage: storage, index: 0))
    }
  }
}

extension DecodingError {
  /// The same error with the line and column of the value that its coding path leads to, if the
  /// description has none: types that check what they decode know nothing of places.
  fileprivate func located(in root: JSONNode) -> DecodingError {
    guard let context,
      !context.debugDescription.hasSuffix(")")
        || !context.debugDescription.contains("(line ")
    else { return self }
    var node = root
    for key in context.codingPath {
      guard let next = key.intValue.flatMap({ node[$0] }) ?? node[key.stringValue] else { break }
      node = next
    }
    let located = Context(
      codingPath: context.codingPath,
      debugDescription: "\(context.debugDescription) (\(node.location))",
      underlyingError: context.underlyingError)
    return switch self {
    case .typeMismatch(let type, _): .typeMismatch(type, located)
    case .valueNotFound(let type, _): .valueNotFound(type, located)
    case .keyNotFound(let key, _): .keyNotFound(key, located)
    case .dataCorrupted: .dataCorrupted(located)
    @unknown default: self
    }
  }
}

/// What all decoders of one call share.
final class DecodingContext: Sendable {
  let options: JSONDecodingOptions

  init(_ options: JSONDecodingOptions) {
    self.options = options
  }
}

/// A key for a place that has no `CodingKey` of the type's own.
struct JSONCodingKey: CodingKey {
  let stringValue: String
  let intValue: Int?

  init(_ step: JSONStorage.PathStep) {
    switch step {
    case .key(let key): (stringValue, intValue) = (key, nil)
    case .index(let index): (stringValue, intValue) = ("Index \(index)", index)
    }
  }

  init(stringValue: String) { (self.stringValue, intValue) = (stringValue, nil) }
  init(intValue: Int) { (stringValue, self.intValue) = (String(intValue), intValue) }
}
