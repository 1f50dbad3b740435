import Foundation

/// What a call must be like for a rule to match; nil asks for nothing.
package struct Condition: Sendable {
  package enum TextMatch: Sendable {
    case equals(String)
    case contains(String)
    case pattern(Pattern)
  }

  package var endpoints: Set<Endpoint>?
  package var models: Set<String>?
  package var teams: Set<String>?
  /// The role of the last message.
  package var role: String?
  /// What the text of the last message must be like; all of these.
  package var texts: [TextMatch]
  package var attempts: ClosedRange<Int>?

  package init(
    endpoints: Set<Endpoint>? = nil, models: Set<String>? = nil, teams: Set<String>? = nil,
    role: String? = nil, texts: [TextMatch] = [], attempts: ClosedRange<Int>? = nil
  ) {
    self.endpoints = endpoints
    self.models = models
    self.teams = teams
    self.role = role
    self.texts = texts
    self.attempts = attempts
  }

  /// What a rule looks at.
  struct Subject {
    var endpoint: Endpoint
    var team: String?
    /// The rest is nil where nothing is asked of a model.
    var model: String?
    var role: String?
    var text: String?
    var attempt: Int?
  }

  func matches(_ subject: Subject) -> Bool {
    if let endpoints {
      guard endpoints.contains(subject.endpoint) else { return false }
    } else if !subject.endpoint.asksModel {
      return false
    }
    if let teams, !teams.contains(subject.team ?? "") { return false }
    if let models, !(subject.model.map(models.contains) ?? false) { return false }
    if let role, role != subject.role { return false }
    if let attempts, !(subject.attempt.map(attempts.contains) ?? false) { return false }
    guard !texts.isEmpty else { return true }
    guard let text = subject.text else { return false }
    return texts.allSatisfy { match in
      switch match {
      case .equals(let expected): text == expected
      case .contains(let part): text.hasBytes(of: part)
      case .pattern(let pattern): pattern.matches(text)
      }
    }
  }
}

/// A regular expression that was found to be valid (ICU's syntax).
package struct Pattern: Sendable {
  private let expression: NSRegularExpression

  package init?(_ source: String) {
    guard let expression = try? NSRegularExpression(pattern: source) else { return nil }
    self.expression = expression
  }

  func matches(_ text: String) -> Bool {
    expression.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil
  }
}
