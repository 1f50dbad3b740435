/// One compiled schema: the rules of one object or Boolean in a schema document.
final class SchemaNode: Sendable {
  /// Where the schema stands, for messages.
  let place: SchemaPlace
  let rules: SchemaRules
  /// Keywords that only say something of the value: title, default, unknown ones.
  let annotations: [JSONObject.Member]
  /// The same of keywords that speak of strings only: those of contents.
  let stringAnnotations: [JSONObject.Member]

  init(
    place: SchemaPlace, rules: SchemaRules, annotations: [JSONObject.Member],
    stringAnnotations: [JSONObject.Member]
  ) {
    self.place = place
    self.rules = rules
    self.annotations = annotations
    self.stringAnnotations = stringAnnotations
  }
}

/// Where a schema stands.
struct SchemaPlace: Sendable {
  /// The index of its resource in the program.
  let resource: Int
  /// The URI of its resource; empty if it has none.
  let resourceURI: String
  /// The way from the root of the resource.
  let pointer: JSONPointer
  /// The name of the document, and the way from that document's root.
  let document: String
  let documentPointer: JSONPointer

  /// The URI of the schema, with the pointer as its fragment.
  func absoluteLocation(_ tokens: [String]) -> String {
    resourceURI + "#" + SchemaURI.fragment(of: JSONPointer(tokens: pointer.tokens + tokens))
  }
}

/// A keyword with its compiled rule. A class, so that to look at one copies nothing.
final class NamedRule<Rule: Sendable>: Sendable {
  let name: String
  let rule: Rule

  init(_ name: String, _ rule: Rule) {
    self.name = name
    self.rule = rule
  }
}

/// The rules of a schema, sorted by the kind of instance they look at, so that a check only
/// visits those that can say something.
struct SchemaRules: Sendable {
  /// The Boolean schema `false`.
  var rejectsAll = false
  var general: [NamedRule<GeneralRule>] = []
  var number: [NamedRule<NumberRule>] = []
  var string: [NamedRule<StringRule>] = []
  var array: [NamedRule<ArrayRule>] = []
  var object: [NamedRule<ObjectRule>] = []
  var inPlace: [NamedRule<InPlaceRule>] = []
  /// Applied last: they depend on what all the others have evaluated.
  var unevaluatedItems: Int?
  var unevaluatedProperties: Int?
  /// Whether the members or items that the rules evaluate are to be noted.
  var needsEvaluated: Bool { unevaluatedItems != nil || unevaluatedProperties != nil }
}

enum GeneralRule: Sendable {
  case type(TypeSet)
  case constant(JSONValue)
  case enumeration([JSONValue])
}

enum NumberRule: Sendable {
  case multipleOf(NumberDivisor)
  case bound(NumberBound)
}

enum StringRule: Sendable {
  case minimumLength(Int)
  case maximumLength(Int)
  case pattern(RegularExpression)
  case format(StringFormat)
  case content(ContentRule)
}

enum ArrayRule: Sendable {
  case minimumCount(Int)
  case maximumCount(Int)
  case uniqueItems
  case prefix([Int])
  case rest(node: Int, from: Int)
  case contains(ContainsRule)
}

enum ObjectRule: Sendable {
  case minimumCount(Int)
  case maximumCount(Int)
  case required([String])
  case dependentRequired([NameDependency])
  case propertyNames(Int)
  case members(MemberRules)
}

enum InPlaceRule: Sendable {
  case reference(Int)
  /// `$dynamicRef` or `$recursiveRef`: the name of the anchor and where to go without one in
  /// the dynamic scope.
  case dynamicReference(anchor: Int, fallback: Int)
  case allOf([Int])
  case anyOf([Int])
  case oneOf([Int])
  case not(Int)
  case conditional(ConditionalRule)
  case dependentSchemas([SchemaDependency])
}

final class ContainsRule: Sendable {
  let node: Int
  let minimum: Int
  let maximum: Int?
  /// Whether the items found count as evaluated: since draft 2020-12.
  let marksEvaluated: Bool

  init(node: Int, minimum: Int, maximum: Int?, marksEvaluated: Bool) {
    self.node = node
    self.minimum = minimum
    self.maximum = maximum
    self.marksEvaluated = marksEvaluated
  }
}

final class ConditionalRule: Sendable {
  let condition: Int
  let then: Int?
  let otherwise: Int?

  init(condition: Int, then: Int?, otherwise: Int?) {
    self.condition = condition
    self.then = then
    self.otherwise = otherwise
  }
}

/// If `name` is present, `required` must be too.
struct NameDependency: Sendable {
  let name: String
  let required: [String]
}

/// If `name` is present, the object must match `node`.
struct SchemaDependency: Sendable {
  let name: String
  let node: Int
}

/// `properties`, `patternProperties` and `additionalProperties`, which depend on one another.
final class MemberRules: Sendable {
  struct Pattern: Sendable {
    let source: String
    let expression: RegularExpression
    let node: Int
  }

  let names: [String]
  let nodes: [Int]
  let positions: [ScalarText: Int]
  let patterns: [Pattern]
  let additional: Int?

  init(properties: [(name: String, node: Int)], patterns: [Pattern], additional: Int?) {
    names = properties.map(\.name)
    nodes = properties.map(\.node)
    var positions: [ScalarText: Int] = [:]
    for (position, name) in names.enumerated() { positions[ScalarText(name)] = position }
    self.positions = positions
    self.patterns = patterns
    self.additional = additional
  }
}

/// A checked schema, ready to run.
final class SchemaProgram: Sendable {
  let nodes: [SchemaNode]
  let root: Int
  /// For each dynamic anchor, the node that each resource has under it.
  let dynamicTargets: [[Int: Int]]

  var tracksDynamicScope: Bool { !dynamicTargets.isEmpty }

  init(nodes: [SchemaNode], root: Int, dynamicTargets: [[Int: Int]]) {
    self.nodes = nodes
    self.root = root
    self.dynamicTargets = dynamicTargets
  }
}
