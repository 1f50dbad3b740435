import Foundation
import HTTPTypes
import JSONModel

extension Gateway {
  func embeddings(_ exchange: inout Exchange, _ account: Account) throws(Refusal) -> Reply {
    let body = try openAIBody(exchange)
    let name = try required("model", in: body, "/embeddings")
    guard let input = body["input"], let texts = Self.texts(of: input) else {
      throw .openAI(
        400, "/embeddings: Missing required parameter: 'input'.", "invalid_request_error",
        param: "input")
    }
    let dimensions = body["dimensions"]?.intValue ?? 256
    guard (1...8_192).contains(dimensions) else {
      throw .openAI(
        400, "/embeddings: 'dimensions' must be from 1 to 8192.", "invalid_request_error",
        param: "dimensions")
    }
    let model = try model(name, account, isOpenAI: true)
    let question = Question(model: name, text: texts.joined(separator: "\n"))
    let isBase64 = body["encoding_format"]?.stringValue == "base64"
    let subject = Condition.Subject(
      endpoint: .embeddings, team: account.team.id, model: name, text: question.text)
    exchange.facts.model = name
    if try strike(&exchange, subject, draw: question.hash(seed: script.seed)) != nil {
      throw .openAI(500, "litellm.InternalServerError: embedding failed", "internal_server_error")
    }
    let data = texts.enumerated().map { position, text -> JSONValue in
      let vector = Embedding.vector(of: text, dimensions: dimensions)
      return [
        "object": "embedding", "index": .integer(position),
        "embedding": isBase64
          ? .string(Embedding.base64(vector)) : .array(vector.map { .double(Double($0)) }),
      ]
    }
    return Self.delayed(
      [
        "object": "list", "data": .array(data), "model": .string(name),
        "usage": [
          "prompt_tokens": .integer(question.promptTokens),
          "total_tokens": .integer(question.promptTokens),
        ],
      ], by: latency(of: model, question))
  }

  private func latency(of model: Model, _ question: Question) -> Duration {
    var generator = SeededGenerator(seed: question.hash(seed: script.seed))
    return (model.pace ?? Pace()).falling(backTo: script.pace).drawLatency(&generator)
  }

  /// A text, texts, tokens, or lists of tokens.
  private static func texts(of input: JSONNode) -> [String]? {
    switch input.kind {
    case .string: return [input.stringValue ?? ""]
    case .array:
      guard let first = input[0] else { return nil }
      if first.kind == .number { return [input.value.text()] }
      return input.elements.map { $0.stringValue ?? $0.value.text() }
    default: return nil
    }
  }
}

/// Embeddings without a model: words and parts of words are hashed into the dimensions, so that
/// texts that share words have near vectors.
enum Embedding {
  /// A vector of length 1.
  static func vector(of text: String, dimensions: Int) -> [Float] {
    var vector = [Float](repeating: 0, count: dimensions)
    for word in text.lowercased().split(whereSeparator: { !$0.isLetter && !$0.isNumber }) {
      add("w" + word, weight: 1, to: &vector)
      let characters = Array(word)
      guard characters.count > 3 else { continue }
      for start in 0...(characters.count - 3) {
        add("p" + String(characters[start..<start + 3]), weight: 0.3, to: &vector)
      }
    }
    let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    guard length > 0 else {
      vector[0] = 1
      return vector
    }
    return vector.map { $0 / length }
  }

  private static func add(_ feature: String, weight: Float, to vector: inout [Float]) {
    var hash = StableHash()
    hash.combine(feature)
    let value = hash.value
    let sign: Float = value >> 63 == 0 ? 1 : -1
    vector[Int(value % UInt64(vector.count))] += sign * weight
  }

  /// Little-endian 32-bit numbers, as OpenAI's clients ask for them.
  static func base64(_ vector: [Float]) -> String {
    var data = Data(capacity: vector.count * 4)
    for number in vector {
      withUnsafeBytes(of: number.bitPattern.littleEndian) { data.append(contentsOf: $0) }
    }
    return data.base64EncodedString()
  }
}
