import JSONModel

/// How the gateway tells of jobs, in either shape.
struct Presentation: Sendable {
  let shapes: SimulatorScript.Shapes

  init(_ shapes: SimulatorScript.Shapes) {
    self.shapes = shapes
  }

  private var isDocumented: Bool { shapes == .documented }

  /// A time in an answer about what just happened.
  func time(_ time: Timestamp) -> String { isDocumented ? time.zuluMilliseconds : time.naive }

  /// A time in a description of a job.
  private func pastTime(_ time: Timestamp?) -> JSONValue {
    time.map { .string(isDocumented ? $0.zuluMilliseconds : $0.zulu) } ?? .null
  }

  private func status(_ status: Job.Status) -> JSONValue {
    .string(isDocumented ? status.rawValue.lowercased() : status.rawValue)
  }

  func created(_ job: Job) -> JSONValue {
    var result: JSONObject = ["job_id": .string(job.id.text)]
    if isDocumented { result["team_id"] = .string(job.team) }
    result["status"] = status(job.status)
    result["created_at"] = .string(time(job.created))
    return .object(result)
  }

  func job(_ job: Job) -> JSONValue {
    [
      "job_id": .string(job.id.text),
      "team_id": .string(job.team),
      "user_id": .text(job.userID),
      "job_type": .string(job.type),
      "status": status(job.status),
      "created_at": pastTime(job.created),
      "started_at": pastTime(job.started),
      "completed_at": pastTime(job.completed),
      "metadata": job.metadata.map { .object($0) } ?? .null,
      "error_message": .text(job.errorMessage),
      "organization_id": .null,
      "external_task_id": .null,
      "credit_applied": .bool(job.creditApplied),
      "model_groups_used": .array(job.firstModel.map { [.string($0)] } ?? []),
    ]
  }

  func completed(_ completion: Completion) -> JSONValue {
    let job = completion.job
    let head: JSONObject = ["job_id": .string(job.id.text), "status": status(job.status)]
    if isDocumented {
      var result = head
      result["credits_remaining"] = .integer(completion.remaining)
      result["total_calls"] = .integer(job.totals.calls)
      return .object(result)
    }
    var result = head
    result["completed_at"] = .string(time(job.completed ?? job.created))
    result["costs"] = costs(of: completion)
    result["calls"] = .array(
      job.calls.map { call in
        [
          "call_id": .string(call.id.text),
          "purpose": .text(call.purpose),
          "model_group": .string(call.model),
          "tokens": .integer(call.promptTokens + call.completionTokens),
          "latency_ms": call.latency.map { .integer($0) } ?? .null,
          "error": .text(call.error),
        ]
      })
    return .object(result)
  }

  func costs(of completion: Completion) -> JSONValue {
    let totals = completion.job.totals
    return [
      "total_calls": .integer(totals.calls),
      "successful_calls": .integer(totals.successful),
      "failed_calls": .integer(totals.failed),
      "total_tokens": .integer(totals.tokens),
      "total_cost_usd": .dollars(Charge.cost(of: totals, for: completion.team)),
      "avg_latency_ms": .integer(totals.averageLatency),
      "credit_applied": .bool(completion.job.creditApplied),
      "credits_remaining": .integer(completion.remaining),
    ]
  }

  func costs(_ job: Job) -> JSONValue {
    let breakdown = job.calls.map { call -> JSONValue in
      [
        "call_id": .string(call.id.text),
        "model": .text(call.error == nil ? call.model : nil),
        "purpose": .text(call.purpose),
        "prompt_tokens": .integer(call.promptTokens),
        "completion_tokens": .integer(call.completionTokens),
        "cost_usd": .dollars(call.cost),
        "created_at": .string(time(call.created)),
      ]
    }
    return [
      "job_id": .string(job.id.text), "team_id": .string(job.team),
      "job_type": .string(job.type), "status": status(job.status),
      "costs": [
        "total_cost_usd": .dollars(job.totals.cost), "breakdown": .array(breakdown),
      ],
    ]
  }
}

extension JSONValue {
  static func integer(_ value: Int) -> JSONValue { .number(JSONNumber(value)) }

  static func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }

  /// An amount to the millionth, spelled as Python spells it: `5e-06`, `0.0`.
  static func dollars(_ value: Double) -> JSONValue {
    .double((value * 1e6).rounded() / 1e6)
  }

  /// Spelled with a fraction, as Python spells floating-point numbers.
  static func double(_ value: Double) -> JSONValue {
    .number(JSONNumber(spelling: value.description) ?? JSONNumber(0))
  }
}
