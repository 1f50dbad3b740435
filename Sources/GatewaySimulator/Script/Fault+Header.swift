extension Fault {
  /// Reads the value of `X-Simulate-Fault`: a kind, then parameters, as in
  /// `status; code=429; retryAfter=2`.
  init(header: String) throws(SimulatorError) {
    throw SimulatorError(code: .invalidFault, message: "not yet")
  }
}
