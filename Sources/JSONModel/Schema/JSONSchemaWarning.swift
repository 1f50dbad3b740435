/// Something in a schema that is allowed but probably not meant, such as a misspelled keyword.
public struct JSONSchemaWarning: Sendable, Hashable {
  /// The document it stands in; empty for the schema passed for compiling without a base URI.
  public let document: String
  /// The keyword in that document.
  public let schemaPointer: JSONPointer
  /// The known keyword that is spelled most alike, if one is close.
  public let suggestion: String?
  /// What is odd, in a sentence without the place.
  public let message: String
}

extension JSONSchemaWarning: CustomStringConvertible {
  public var description: String {
    "\(document)#\(schemaPointer): \(message)"
  }
}
