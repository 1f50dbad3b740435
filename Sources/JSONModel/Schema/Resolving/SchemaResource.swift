/// A schema document: what a URI leads to.
struct SchemaDocument {
  /// The URI it is known under; empty if it has none.
  let name: String
  let root: JSONValue
  /// Whether it is one of the meta-schemas, which need no check.
  let isBuiltIn: Bool
}

/// A schema with a base URI of its own: the root of a document, or a part with `$id`.
struct SchemaResource {
  /// The canonical URI, without a fragment.
  let uri: String
  let document: Int
  /// The way from the root of the document.
  let pointer: JSONPointer
  let dialect: ActiveDialect
  /// The plain names that fragments may use, with the way from the root of the document.
  var anchors: [String: JSONPointer] = [:]
  /// Those of them that `$dynamicRef` may find.
  var dynamicAnchors: Set<String> = []
  /// Whether `$recursiveRef` may find the root (draft 2019-09).
  var isRecursiveAnchor = false
}

/// A schema value and where it was found.
struct SchemaTarget {
  let value: JSONValue
  let resource: Int
  /// The way from the root of the document.
  let pointer: JSONPointer
}

/// Identifies a place in a document.
struct DocumentPlace: Hashable {
  let document: Int
  let pointer: ScalarText

  init(_ document: Int, _ pointer: JSONPointer) {
    self.document = document
    self.pointer = ScalarText(pointer.description)
  }
}
