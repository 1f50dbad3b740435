package import JSONModel

/// JSON that was not read to its end, since it is beyond a limit: nobody knows whether it is JSON.
package struct RefusedJSON: Error, CustomStringConvertible {
  package var problem: JSONSyntaxError

  package init?(_ problem: JSONSyntaxError) {
    guard [.tooDeep, .tooLarge].contains(problem.code) else { return nil }
    self.problem = problem
  }

  package var description: String { "the JSON is refused: \(problem)" }
}

extension Reply {
  /// The text as JSON; nil if it is none, of which ``ParsedJSON/problem`` tells why.
  ///
  /// - Throws: ``RefusedJSON``.
  package func jsonValue() throws -> JSONValue? {
    switch json {
    case .value(let value): return value
    case .invalid(let error):
      if let refused = RefusedJSON(error) { throw refused }
      return nil
    }
  }

  /// What is said of a text that should be JSON and is none.
  var noJSON: String { "the reply is not JSON: \(json.problem); found \(Excerpt.quoted(text))" }
}
