/// What a simulator has served so far.
public struct SimulatorCounts: Sendable, Hashable {
  /// Requests that were answered, or meant to be left without an answer.
  public var requests = 0
  /// Requests by endpoint, under the names that scripts use; paths that there are not, under
  /// `unknown`.
  public var endpoints: [String: Int] = [:]
  /// Answers by status; those that never got one, because of a fault, under 0.
  public var statuses: [Int: Int] = [:]
  /// Faults that struck, by kind.
  public var faults: [String: Int] = [:]
  /// Questions to models that got a reply.
  public var replies = 0
  /// Tokens of those questions and replies.
  public var promptTokens = 0
  public var completionTokens = 0

  public init() {}
}
