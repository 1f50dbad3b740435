extension SaaSLLMClient {
  /// Why no request can be made with the base URL or the key, neither of which is quoted; nil if one
  /// can.
  package var problem: String? { exchanger.settings.problem }
}

extension OpenAICompatibleClient {
  /// Why no request can be made with the base URL or the key, neither of which is quoted; nil if one
  /// can.
  package var problem: String? { exchanger.settings.problem }
}
