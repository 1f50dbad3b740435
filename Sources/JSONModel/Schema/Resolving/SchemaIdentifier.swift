/// What `$id` says in one schema object.
struct SchemaIdentifier {
  /// A reference to resolve against the base; nil if there is none.
  var uri: String?
  /// A plain name: `"$id": "#name"` of draft 7.
  var anchor: String?

  /// Whether the object starts a resource with a base URI of its own.
  var startsResource: Bool { uri != nil }

  init() {}

  init(_ object: JSONObject, draft: JSONSchemaDialect.Draft) {
    guard let identifier = object["$id"]?.stringValue else { return }
    guard draft == .draft7 else {
      uri = identifier
      return
    }
    // In draft 7 a reference stands alone: what is beside it is ignored, `$id` too.
    guard object["$ref"] == nil else { return }
    let parsed = SchemaURI(identifier)
    if let fragment = parsed.decodedFragment, !fragment.isEmpty { anchor = fragment }
    let rest = parsed.withoutFragment.text
    if !rest.isEmpty { uri = rest }
  }
}
