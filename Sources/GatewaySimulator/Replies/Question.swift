import JSONModel

/// What a model is asked, as far as replies depend on it.
struct Question: Sendable {
  var model: String
  var messages: JSONNode?
  var responseFormat: JSONNode?
  var tools: JSONNode?
  var toolChoice: JSONNode?
  /// The role of the last message.
  var role: String?
  /// The text of the last message: its content, or the text parts of it, a line each.
  var text: String
  /// An estimate: nobody tokenizes here.
  var promptTokens: Int

  init(
    model: String, messages: JSONNode?, responseFormat: JSONNode? = nil, tools: JSONNode? = nil,
    toolChoice: JSONNode? = nil
  ) {
    self.model = model
    self.messages = messages
    self.responseFormat = responseFormat
    self.tools = tools
    self.toolChoice = toolChoice
    var last: JSONNode?
    if let messages { for message in messages.elements { last = message } }
    role = last?["role"]?.stringValue
    text = last?["content"].map(Self.text(of:)) ?? ""
    promptTokens = Tokens.estimate(byteCount: messages?.byteRange.count ?? 0)
  }

  /// A question that is a text, as embeddings are asked for.
  init(model: String, text: String) {
    self.init(model: model, messages: nil)
    self.text = text
    promptTokens = Tokens.estimate(byteCount: text.utf8.count)
  }

  static func text(of content: JSONNode) -> String {
    if let text = content.stringValue { return text }
    return content.elements.compactMap { $0["text"]?.stringValue }.joined(separator: "\n")
  }

  /// What draws are made from: the same for the same model and messages, in every process.
  func hash(seed: UInt64) -> UInt64 {
    var hash = StableHash()
    hash.combine(seed)
    hash.combine(model)
    if let messages { hash.combine(messages) } else { hash.combine(text) }
    return hash.value
  }
}

/// Token counts without a tokenizer: four bytes of English text are about one token.
enum Tokens {
  static func estimate(byteCount: Int) -> Int { max(1, (byteCount + 3) / 4) }

  /// Cuts a text where a stream would: before each word, and a long word every 12 characters.
  static func pieces(of text: String) -> [String] {
    var pieces: [String] = []
    var piece = ""
    var length = 0
    var previousIsSpace = true
    for character in text {
      let isSpace = character == " " || character.isNewline
      if !piece.isEmpty, (isSpace && !previousIsSpace) || length == 12 {
        pieces.append(piece)
        piece = ""
        length = 0
      }
      piece.append(character)
      length += 1
      previousIsSpace = isSpace
    }
    if !piece.isEmpty { pieces.append(piece) }
    return pieces
  }
}
