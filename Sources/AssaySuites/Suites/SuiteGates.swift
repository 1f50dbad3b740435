/// What a suite as a whole must reach, beside each of its cases.
///
/// In a suite: `"gates": { "minPassRate": 0.95, "metrics": { "politeness": 0.8 } }`. With a gate
/// for the pass rate, single cases may fail without failing the run.
public struct SuiteGates: Sendable, Hashable {
  /// The share of passed among the scored (passed or failed) cases, from 0 to 1.
  public var minPassRate: Double?
  /// For metrics by name, the least mean score, from 0 to 1.
  public var metrics: [String: Double]

  public init(minPassRate: Double? = nil, metrics: [String: Double] = [:]) {
    self.minPassRate = minPassRate
    self.metrics = metrics
  }

  public var isEmpty: Bool { minPassRate == nil && metrics.isEmpty }
}
