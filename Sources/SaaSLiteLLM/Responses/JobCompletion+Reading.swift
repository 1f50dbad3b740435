import JSONModel

// Read without conditions: when this comes, the job is completed and charged, and a member
// that is missing or strange must not make it look otherwise.

extension JobCompletion {
  init(reading document: JSONDocument, for job: JobID, redactor: Redactor, timings: CallTimings) {
    let root = document.root
    let costs = (root["costs"]).flatMap { $0.kind == .object ? JobCostSummary(reading: $0) : nil }
    self.init(
      jobID: root["job_id"]?.stringValue.map(JobID.init(rawValue:)) ?? job,
      status: root["status"]?.stringValue?.lowercased(),
      creditsRemaining: root["credits_remaining"]?.intValue ?? costs?.creditsRemaining,
      totalCalls: root["total_calls"]?.intValue ?? costs?.totalCalls,
      costs: costs,
      calls: root["calls"].flatMap { node in
        node.kind == .array ? node.elements.map { JobCall(reading: $0, redactor: redactor) } : nil
      },
      timings: timings)
    completedAt = root["completed_at"]?.date
    self.document = document
  }
}

extension JobCostSummary {
  init(reading node: JSONNode) {
    totalCalls = node["total_calls"]?.intValue
    successfulCalls = node["successful_calls"]?.intValue
    failedCalls = node["failed_calls"]?.intValue
    totalTokens = node["total_tokens"]?.intValue
    totalCostUSD = node["total_cost_usd"]?.doubleValue
    averageLatency = node["avg_latency_ms"]?.milliseconds
    creditApplied = node["credit_applied"]?.boolValue
    creditsRemaining = node["credits_remaining"]?.intValue
  }
}

extension JobCall {
  init(reading node: JSONNode, redactor: Redactor) {
    callID = node["call_id"]?.stringValue
    purpose = node["purpose"]?.stringValue
    model = node["model_group"]?.stringValue ?? node["model"]?.stringValue
    tokens = node["tokens"]?.intValue
    latency = node["latency_ms"]?.milliseconds
    error = node["error"]?.stringValue.map(redactor.redact)
  }
}

extension JSONNode {
  /// A number of milliseconds.
  var milliseconds: Duration? {
    guard let value = doubleValue, value.isFinite, abs(value) < 1e15 else { return nil }
    return .milliseconds(value)
  }
}
