/// What is kept while a schema is applied: nothing for a yes or no, a tree for messages.
protocol SchemaRecorder {
  /// What was recorded before an applicator began.
  associatedtype Frame

  static var isRecording: Bool { get }

  var instancePointer: JSONPointer { get }
  /// The keyword that the schema at hand stands under.
  var enclosingKeyword: String { get }

  mutating func enter(instance: String?, keyword: String, token: String?)
  mutating func leave(instance: Bool, token: Bool)
  /// Starts to collect the failures of the schemas that a keyword applies.
  mutating func begin() -> Frame
  /// Ends collecting: the failures become the causes of a failure of the keyword.
  mutating func fail(
    _ keyword: String, of node: SchemaNode, causes frame: Frame, message: () -> String)
  /// Ends collecting: the failures do not matter.
  mutating func discard(_ frame: Frame)
  mutating func annotate(_ keyword: String, of node: SchemaNode, value: () -> JSONValue)
  /// Where the annotations stand, to go back to when the schema turns out to fail.
  var annotationMark: Int { get }
  mutating func dropAnnotations(after mark: Int)
}

/// Keeps nothing.
struct SilentRecorder: SchemaRecorder {
  static var isRecording: Bool { false }

  var instancePointer: JSONPointer { .root }
  var enclosingKeyword: String { "" }

  @inline(__always)
  mutating func enter(instance: String?, keyword: String, token: String?) {}
  @inline(__always)
  mutating func leave(instance: Bool, token: Bool) {}
  @inline(__always)
  mutating func begin() {}
  @inline(__always)
  mutating func fail(
    _ keyword: String, of node: SchemaNode, causes frame: Void, message: () -> String
  ) {}
  @inline(__always)
  mutating func discard(_ frame: Void) {}
  @inline(__always)
  mutating func annotate(_ keyword: String, of node: SchemaNode, value: () -> JSONValue) {}
  @inline(__always)
  var annotationMark: Int { 0 }
  @inline(__always)
  mutating func dropAnnotations(after mark: Int) {}
}

/// Keeps every failure and annotation with its places.
struct TreeRecorder: SchemaRecorder {
  private(set) var failures: [JSONSchemaFailure.Unit] = []
  private(set) var annotations: [JSONSchemaResult.Annotation] = []
  private var instancePath: [String] = []
  private var keywordPath: [String] = []

  static var isRecording: Bool { true }

  var instancePointer: JSONPointer { JSONPointer(tokens: instancePath) }
  var enclosingKeyword: String { keywordPath.last ?? "" }

  mutating func enter(instance: String?, keyword: String, token: String?) {
    if let instance { instancePath.append(instance) }
    keywordPath.append(keyword)
    if let token { keywordPath.append(token) }
  }

  mutating func leave(instance: Bool, token: Bool) {
    if instance { instancePath.removeLast() }
    keywordPath.removeLast(token ? 2 : 1)
  }

  mutating func begin() -> [JSONSchemaFailure.Unit] {
    let frame = failures
    failures = []
    return frame
  }

  mutating func fail(
    _ keyword: String, of node: SchemaNode, causes frame: [JSONSchemaFailure.Unit],
    message: () -> String
  ) {
    let tokens = keyword.isEmpty ? [] : [keyword]
    let unit = JSONSchemaFailure.Unit(
      keyword: keyword.isEmpty ? keywordPath.last ?? "" : keyword,
      keywordPointer: JSONPointer(tokens: keywordPath + tokens),
      absoluteKeywordLocation: node.place.absoluteLocation(tokens),
      instancePointer: instancePointer, message: message(), causes: failures)
    failures = frame + [unit]
  }

  mutating func discard(_ frame: [JSONSchemaFailure.Unit]) {
    failures = frame
  }

  mutating func annotate(_ keyword: String, of node: SchemaNode, value: () -> JSONValue) {
    annotations.append(
      JSONSchemaResult.Annotation(
        keyword: keyword, keywordPointer: JSONPointer(tokens: keywordPath + [keyword]),
        absoluteKeywordLocation: node.place.absoluteLocation([keyword]),
        instancePointer: instancePointer, value: value()))
  }

  var annotationMark: Int { annotations.count }

  mutating func dropAnnotations(after mark: Int) {
    annotations.removeLast(annotations.count - mark)
  }
}
