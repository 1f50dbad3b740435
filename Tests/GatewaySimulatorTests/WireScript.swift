import GatewaySimulator

/// The teams, models and replies that stood behind the transcripts of `Tests/Transcripts`, as a
/// script: `@@name` in the last message chose what the provider did.
enum WireScript {
  static func make(seed: UInt64 = 1) throws -> SimulatorScript {
    var script = try SimulatorScript(parsing: text)
    script.seed = seed
    return script
  }

  static let text = #"""
    {
      "version": 1,
      "teams": [
        { "id": "team-wire", "key": "sk-test-team-wire", "organization": "org-wire", "credits": 1000 },
        { "id": "team-usd", "key": "sk-test-team-usd", "credits": 1000, "budgetMode": "consumption_usd" },
        { "id": "team-tokens", "key": "sk-test-team-tokens", "credits": 1000, "budgetMode": "consumption_tokens" },
        { "id": "team-two", "key": "sk-test-team-two", "credits": 2, "budgetMode": "consumption_tokens" },
        { "id": "team-markup", "key": "sk-test-team-markup", "credits": 1000, "budgetMode": "consumption_usd", "markupPercent": 50 },
        { "id": "team-poor", "key": "sk-test-team-poor", "credits": 0 },
        { "id": "team-last", "key": "sk-test-team-last", "credits": 1 },
        { "id": "team-suspended", "key": "sk-test-team-suspended", "status": "suspended" },
        { "id": "team-paused", "key": "sk-test-team-paused", "status": "paused" },
        { "id": "team-other", "key": "sk-test-team-other" },
        { "id": "team-nocred", "key": "sk-test-team-nocred", "hasProviderCredential": false },
        { "id": "litellm-master", "key": "sk-test-litellm-master" }
      ],
      "models": [
        { "name": "gpt-4", "providerModel": "gpt-4o-mini" },
        { "name": "gpt-4o-mini" },
        { "name": "chat-fast", "providerModel": "gpt-4o-mini" },
        { "name": "claude-3-haiku", "provider": "anthropic", "providerModel": "claude-3-haiku-20240307" },
        { "name": "gemini-flash", "provider": "gemini", "providerModel": "gemini-fake" },
        { "name": "llama-fw", "provider": "fireworks" },
        { "name": "nocred-model", "provider": "fireworks", "hasProviderCredential": false },
        { "name": "restricted-model", "isRestricted": true },
        { "name": "orphan-model", "isRestricted": true },
        { "name": "smollm2-135m" },
        { "name": "mock-ok" }, { "name": "mock-500" }, { "name": "mock-context" },
        { "name": "mock-ratelimit" }, { "name": "fake-ok" }, { "name": "fake-limited" }
      ],
      "rules": [
        { "when": { "model": "mock-500" }, "fault": { "kind": "provider", "failure": 500 } },
        { "when": { "model": "mock-context" }, "fault": { "kind": "provider", "failure": 400 } },
        { "when": { "model": "mock-ratelimit" }, "fault": { "kind": "provider", "failure": 429 } },
        { "when": { "model": "fake-limited" }, "fault": { "kind": "rate-limit", "callsPerMinute": 2, "retryAfter": false } },
        { "when": { "contains": "@@400" }, "fault": { "kind": "provider", "failure": 400 } },
        { "when": { "contains": "@@401" }, "fault": { "kind": "provider", "failure": 401 } },
        { "when": { "contains": "@@429" }, "fault": { "kind": "provider", "failure": 429 } },
        { "when": { "contains": "@@500" }, "fault": { "kind": "provider", "failure": 500 } },
        { "when": { "contains": "@@503" }, "fault": { "kind": "provider", "failure": 503 } },
        { "when": { "contains": "@@html502" }, "fault": { "kind": "provider", "failure": "html" } },
        { "when": { "contains": "@@dropnow" }, "fault": { "kind": "provider", "failure": "dropped" } },
        { "when": { "contains": "@@hang" }, "fault": { "kind": "provider", "failure": "timeout" } },
        { "when": { "contains": "@@notjson" }, "fault": { "kind": "provider", "failure": "not-json" } },
        { "when": { "contains": "@@nochoices" }, "fault": { "kind": "provider", "failure": "no-choices" } },
        { "when": { "contains": "@@longerr" }, "fault": { "kind": "provider", "failure": "long-error" } },
        { "when": { "contains": "@@nousage", "endpoint": "llm-call" }, "fault": { "kind": "provider", "failure": "no-usage" } },
        { "when": { "contains": "@@usagenull" }, "fault": { "kind": "provider", "failure": "no-usage" } },
        { "when": { "contains": "@@nodone" }, "fault": "missing-done" },
        { "when": { "contains": "@@truncate" }, "fault": "truncated-stream" },
        { "when": { "contains": "@@inband" }, "fault": "in-band-error" },
        { "when": { "pattern": "@@drop$" },
          "fault": { "kind": "in-band-error", "form": "text",
            "message": "peer closed connection without sending complete message body (incomplete chunked read)" } },
        { "when": { "contains": "@@length" }, "reply": { "text": "Hello from the fake provider.", "finishReason": "length" } },
        { "when": { "contains": "@@filter" }, "reply": { "text": "", "finishReason": "content_filter" } },
        { "when": { "contains": "@@refusal" }, "reply": { "refusal": "No." } },
        { "when": { "contains": "@@nousage" }, "reply": { "automatic": true, "streamUsage": "none" } },
        { "when": { "contains": "@@usagefinal" }, "reply": { "automatic": true, "streamUsage": "finish" } },
        { "when": { "contains": "@@toolsnonull" }, "reply": { "automatic": true, "streamUsage": "none" } },
        { "when": { "contains": "@@huge" }, "reply": { "text": "Hello.", "promptTokens": 2000000, "completionTokens": 500000 } },
        { "when": { "contains": "@@big" }, "reply": { "text": "Hello.", "promptTokens": 20000, "completionTokens": 15000 } },
        { "when": { "contains": "@@slow:2" }, "reply": { "automatic": true, "latency": 2 } },
        { "when": { "contains": "@@slow:0.5" }, "reply": { "automatic": true, "timeToFirstToken": 0.5, "tokensPerSecond": 2 } },
        { "when": { "contains": "@@many" }, "reply": { "automatic": true } },
        { "when": { "contains": "@@fenced" }, "reply": { "text": "```json\n{\"name\": \"Sarah Johnson\"}\n```" } },
        { "when": { "contains": "Extract" }, "reply": { "json": { "name": "Sarah Johnson", "age": 28, "email": "sarah@example.com" } } },
        { "when": { "model": "smollm2-135m" }, "reply": { "automatic": true, "streamUsage": "none" } }
      ]
    }
    """#
}
