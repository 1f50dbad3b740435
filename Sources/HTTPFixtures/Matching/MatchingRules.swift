public import JSONModel

/// What makes two requests the same request.
///
/// By itself the identity of a request is its method, its path and query, and its body; a JSON
/// body counts by its value, so that the order of keys, white space and the spelling of numbers
/// make no difference. The scheme and the host do not count, so that what was recorded from one
/// server replays for another. These rules take further parts out.
public struct MatchingRules: Sendable, Hashable {
  /// Paths with parts that differ from run to run.
  public var pathTemplates: [PathTemplate]
  /// Ids that the server makes up and that come back in later requests.
  public var captures: [IdentifierCapture]
  /// Paths of requests that end what such an id stands for. Where a recorded id was replaced by a
  /// new one, they are sent for that, although they are recorded.
  public var endings: [PathTemplate]
  /// Parts of JSON bodies that do not count. The token `*` stands for every element or member.
  public var volatileBodyFields: [JSONPointer]
  /// Query items that do not count.
  public var ignoredQueryItems: Set<String>
  /// Whether the scheme, host and port count.
  public var includesOrigin: Bool
  /// The label that numbers the repetitions of a request from 1, such as `attempt`. Where equal
  /// recordings do not carry it, the asker with number n is given the n-th of them.
  public var ordinalLabel: String?

  public init(
    pathTemplates: [PathTemplate] = [], captures: [IdentifierCapture] = [],
    endings: [PathTemplate] = [], volatileBodyFields: [JSONPointer] = [],
    ignoredQueryItems: Set<String> = [],
    includesOrigin: Bool = false, ordinalLabel: String? = nil
  ) {
    self.pathTemplates = pathTemplates
    self.captures = captures
    self.endings = endings
    self.volatileBodyFields = volatileBodyFields
    self.ignoredQueryItems = ignoredQueryItems
    self.includesOrigin = includesOrigin
    self.ordinalLabel = ordinalLabel
  }
}

/// Where a server tells an id that it made up.
///
/// Wherever the id stands in a later request, as a segment of the path, a query item or a string
/// in a JSON body, it counts as `{name}`.
public struct IdentifierCapture: Sendable, Hashable {
  /// The method of the request that is answered with the id.
  public var method: String
  /// Its path.
  public var path: PathTemplate
  /// Where the id stands in the JSON of the response.
  public var pointer: JSONPointer
  /// What it is called.
  public var name: String

  public init(method: String, path: PathTemplate, pointer: JSONPointer, name: String) {
    self.method = method
    self.path = path
    self.pointer = pointer
    self.name = name
  }
}
