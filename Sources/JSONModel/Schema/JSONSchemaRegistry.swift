/// The documents that references may lead to, by the URI they are known under.
///
/// Nothing is ever fetched: a reference to a document that is neither here, nor embedded, nor
/// one of the built-in meta-schemas is an error of compilation.
public struct JSONSchemaRegistry: Sendable {
  private(set) var documents: [String: JSONValue]

  /// A registry without documents of its own.
  public init() {
    documents = [:]
  }

  /// - Parameter documents: Schemas by the URI that references to them resolve to.
  public init(_ documents: [String: JSONValue]) {
    self.init()
    for (uri, document) in documents { add(document, as: uri) }
  }

  /// Makes `document` known under `uri`, beside the `$id`s that stand in it. An empty fragment
  /// of `uri` does not matter; a later document under the same URI replaces the earlier one.
  public mutating func add(_ document: JSONValue, as uri: String) {
    documents[SchemaURI(uri).withoutFragment.text] = document
  }

  /// The document known under `uri`, if there is one.
  public subscript(uri: String) -> JSONValue? {
    documents[SchemaURI(uri).withoutFragment.text]
  }
}
