public import JSONModel

/// What of a request does not belong to its identity, because it differs from run to run.
public struct MatchingRules: Sendable {
  /// Paths with named segments that stand for anything: `/api/jobs/{job_id}/complete`.
  public var pathTemplates: [String]
  /// Body members that do not count.
  public var volatileFields: [JSONPointer]

  public init(pathTemplates: [String] = [], volatileFields: [JSONPointer] = []) {
    self.pathTemplates = pathTemplates
    self.volatileFields = volatileFields
  }

  /// `path` with the segments that a template names replaced by their names.
  func templated(_ path: String) -> String {
    let segments = path.split(separator: "/", omittingEmptySubsequences: false)
    let template = pathTemplates.first { template in
      let parts = template.split(separator: "/", omittingEmptySubsequences: false)
      return parts.count == segments.count
        && zip(parts, segments).allSatisfy { $0 == $1 || $0.hasPrefix("{") && !$1.isEmpty }
    }
    return template ?? path
  }
}

/// What makes two requests the same: method, path and query with the volatile parts named, and
/// the body as a JSON value, in which the order of keys and the spelling of numbers do not count.
struct RequestIdentity: Hashable, Sendable, CustomStringConvertible {
  var method: String
  var path: String
  var body: Body

  enum Body: Hashable, Sendable {
    case none
    case json(JSONValue)
    case other([UInt8])
  }

  init(method: String, url: String, body: [UInt8], rules: MatchingRules) {
    self.method = method.uppercased()
    path = rules.templated(Self.path(of: url))
    if body.isEmpty {
      self.body = .none
    } else if var value = try? JSONValue(parsing: body) {
      for pointer in rules.volatileFields { value.remove(pointer) }
      self.body = .json(value)
    } else {
      self.body = .other(body)
    }
  }

  /// The path and query: everything after the authority.
  private static func path(of url: String) -> String {
    guard let scheme = url.range(of: "://") else { return url }
    let rest = url[scheme.upperBound...]
    return rest.firstIndex { $0 == "/" || $0 == "?" }.map { String(rest[$0...]) } ?? "/"
  }

  var description: String { "\(method) \(path)" }
}

extension JSONValue {
  /// Takes out the member that `pointer` names, if there is one.
  fileprivate mutating func remove(_ pointer: JSONPointer) {
    guard let key = pointer.tokens.first, case .object(var object) = self else { return }
    if pointer.tokens.count == 1 {
      object[key] = nil
    } else if var child = object[key] {
      child.remove(JSONPointer(tokens: Array(pointer.tokens.dropFirst())))
      object[key] = child
    }
    self = .object(object)
  }
}

extension String {
  fileprivate func range(of other: String) -> Range<Index>? {
    firstRange(of: other)
  }
}
