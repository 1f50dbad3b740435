import HTTPTypes

extension HTTPField.Name {
  /// Names that are spelled in the source: a wrong one is found by the first test that runs.
  private static func known(_ name: String) -> HTTPField.Name {
    guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is no field name") }
    return name
  }

  static let litellmCost = known("x-litellm-response-cost")
  static let litellmCostInput = known("x-litellm-response-cost-input")
  static let litellmCostOutput = known("x-litellm-response-cost-output")
  static let litellmKeySpend = known("x-litellm-key-spend")
  static let litellmCallID = known("x-litellm-call-id")
  static let requestID = known("x-request-id")
  static let plainRequestID = known("request-id")
  static let providerRetryAfter = known("llm_provider-retry-after")
}

extension HTTPFields {
  /// The value of the first field of this name. The subscript builds an index of all fields, which
  /// does not pay where a few names are looked for once.
  func first(_ name: HTTPField.Name) -> String? {
    first { $0.name == name }?.value
  }
}
