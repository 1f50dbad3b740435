import HTTPTypes

/// Finds the endpoint of a path, as the gateway's framework does: the first route whose path
/// and method fit; else 405 for the first whose path fits; else a redirect for a trailing slash.
struct Router: Sendable {
  struct Match: Equatable {
    var endpoint: Endpoint
    /// What stands at the place of the route's `*`.
    var parameter: Substring
  }

  enum Result: Equatable {
    case found(Match)
    case wrongMethod(allowed: String)
    case redirect(to: String)
    case notFound
  }

  private struct Route {
    var method: HTTPRequest.Method
    var segments: [Substring]
    var endpoint: Endpoint

    init(_ method: HTTPRequest.Method, _ path: String, _ endpoint: Endpoint) {
      self.method = method
      segments = path.split(separator: "/")
      self.endpoint = endpoint
    }

    func parameter(of path: [Substring]) -> Substring? {
      guard path.count == segments.count else { return nil }
      var parameter: Substring = ""
      for (segment, part) in zip(segments, path) {
        if segment == "*" { parameter = part } else if segment != part { return nil }
      }
      return parameter
    }
  }

  private static let routes = [
    Route(.post, "/api/jobs/create", .create),
    Route(.post, "/api/jobs/create-and-call", .createAndCall),
    Route(.post, "/api/jobs/create-and-call-stream", .createAndCallStream),
    Route(.post, "/api/jobs/*/llm-call", .llmCall),
    Route(.post, "/api/jobs/*/llm-call-stream", .llmCallStream),
    Route(.post, "/api/jobs/*/complete", .complete),
    Route(.patch, "/api/jobs/*/metadata", .metadata),
    Route(.get, "/api/jobs/*", .job),
    Route(.get, "/api/jobs/*/costs", .costs),
    Route(.get, "/api/teams/*/jobs", .teamJobs),
    Route(.get, "/api/teams/*/usage", .usage),
    Route(.get, "/api/credits/teams/*/balance", .balance),
    Route(.get, "/api/credits/teams/*/transactions", .transactions),
    Route(.post, "/api/credits/teams/*/check", .check),
    Route(.get, "/health", .health),
    Route(.post, "/v1/chat/completions", .chatCompletions),
    Route(.post, "/chat/completions", .chatCompletions),
    Route(.post, "/v1/embeddings", .embeddings),
    Route(.post, "/embeddings", .embeddings),
    Route(.get, "/v1/models", .models),
    Route(.get, "/models", .models),
  ]

  static func route(_ method: HTTPRequest.Method, _ path: Substring) -> Result {
    if path.hasSuffix("/"), path.count > 1 {
      let shorter = path.dropLast()
      if case .notFound = route(method, shorter) { return .notFound }
      return shorter.hasSuffix("/") ? .notFound : .redirect(to: String(shorter))
    }
    let segments = path.split(separator: "/", omittingEmptySubsequences: true)
    var allowed: String?
    for route in routes {
      guard let parameter = route.parameter(of: segments) else { continue }
      if route.method == method {
        return .found(Match(endpoint: route.endpoint, parameter: parameter))
      }
      allowed = allowed ?? route.method.rawValue
    }
    return allowed.map { .wrongMethod(allowed: $0) } ?? .notFound
  }
}
