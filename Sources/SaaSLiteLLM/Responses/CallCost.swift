public import HTTPTypes

/// What a call cost, in US dollars, by the headers of a LiteLLM proxy.
public struct CallCost: Sendable, Hashable {
  /// `x-litellm-response-cost`.
  public var total: Double?
  /// `x-litellm-response-cost-input`.
  public var input: Double?
  /// `x-litellm-response-cost-output`.
  public var output: Double?
  /// What the key has spent so far: `x-litellm-key-spend`.
  public var keySpend: Double?

  /// Makes a cost; what is not given is unknown.
  public init(
    total: Double? = nil, input: Double? = nil, output: Double? = nil, keySpend: Double? = nil
  ) {
    self.total = total
    self.input = input
    self.output = output
    self.keySpend = keySpend
  }

  /// Reads the headers; nil if the total is not among them. Streams carry a zero per part
  /// and no total, which is no knowledge.
  public init?(headers: HTTPFields) {
    func number(_ name: HTTPField.Name) -> Double? {
      guard let value = headers.first(name).flatMap(Double.init), value.isFinite else { return nil }
      return value
    }
    guard let total = number(.litellmCost) else { return nil }
    self.init(
      total: total, input: number(.litellmCostInput), output: number(.litellmCostOutput),
      keySpend: number(.litellmKeySpend))
  }
}
