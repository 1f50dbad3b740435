/// The shape of a kind of secret: a beginning that gives it away, and what must follow.
public struct SecretPattern: Sendable, Hashable {
  /// What it is, for messages.
  public var name: String
  /// How it begins.
  public var prefix: String
  /// What may follow.
  public var characters: Characters
  /// How many characters must follow at least.
  public var minimumLength: Int

  /// Classes of characters.
  public struct Characters: OptionSet, Sendable, Hashable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public static let digits: Characters = Characters(rawValue: 1)
    public static let lowercase: Characters = Characters(rawValue: 2)
    public static let uppercase: Characters = Characters(rawValue: 4)
    /// `-` and `_`.
    public static let dashes: Characters = Characters(rawValue: 8)
    public static let dot: Characters = Characters(rawValue: 16)
    /// `+`, `/` and `=`.
    public static let base64: Characters = Characters(rawValue: 32)

    public static let letters: Characters = [.lowercase, .uppercase]
    public static let alphanumerics: Characters = [.digits, .lowercase, .uppercase]

    func contains(_ byte: UInt8) -> Bool {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): contains(.digits)
      case UInt8(ascii: "a")...UInt8(ascii: "z"): contains(.lowercase)
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): contains(.uppercase)
      case UInt8(ascii: "-"), UInt8(ascii: "_"): contains(.dashes)
      case UInt8(ascii: "."): contains(.dot)
      case UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="): contains(.base64)
      default: false
      }
    }
  }

  public init(
    _ name: String, prefix: String, characters: Characters = [.alphanumerics, .dashes],
    minimumLength: Int
  ) {
    self.name = name
    self.prefix = prefix
    self.characters = characters
    self.minimumLength = minimumLength
  }

  /// The keys of providers that issue them in a shape of their own, from their documentation.
  /// They must not continue a word, so `risk-` is not taken for `sk-`.
  public static let known: [SecretPattern] = [
    // OpenAI, Anthropic (sk-ant-), OpenRouter (sk-or-), DeepSeek, LiteLLM, Langfuse (sk-lf-)
    SecretPattern("API key (sk-)", prefix: "sk-", minimumLength: 16),
    SecretPattern("Google API key", prefix: "AIza", minimumLength: 30),
    SecretPattern(
      "Google OAuth token", prefix: "ya29.", characters: [.alphanumerics, .dashes, .dot],
      minimumLength: 20),
    SecretPattern(
      "AWS access key", prefix: "AKIA", characters: [.digits, .uppercase], minimumLength: 16),
    SecretPattern(
      "AWS session key", prefix: "ASIA", characters: [.digits, .uppercase], minimumLength: 16),
    SecretPattern("GitHub token", prefix: "ghp_", minimumLength: 30),
    SecretPattern("GitHub token", prefix: "gho_", minimumLength: 30),
    SecretPattern("GitHub token", prefix: "ghu_", minimumLength: 30),
    SecretPattern("GitHub token", prefix: "ghs_", minimumLength: 30),
    SecretPattern("GitHub token", prefix: "ghr_", minimumLength: 30),
    SecretPattern("GitHub token", prefix: "github_pat_", minimumLength: 22),
    SecretPattern("GitLab token", prefix: "glpat-", minimumLength: 20),
    SecretPattern("Slack token", prefix: "xoxb-", minimumLength: 10),
    SecretPattern("Slack token", prefix: "xoxp-", minimumLength: 10),
    SecretPattern("Slack token", prefix: "xoxa-", minimumLength: 10),
    SecretPattern("Slack token", prefix: "xoxs-", minimumLength: 10),
    SecretPattern("Hugging Face token", prefix: "hf_", minimumLength: 30),
    SecretPattern("Groq key", prefix: "gsk_", minimumLength: 20),
    SecretPattern("xAI key", prefix: "xai-", minimumLength: 20),
    SecretPattern("Replicate token", prefix: "r8_", minimumLength: 30),
    SecretPattern("Perplexity key", prefix: "pplx-", minimumLength: 20),
    SecretPattern("Fireworks key", prefix: "fw_", minimumLength: 20),
    SecretPattern("NVIDIA key", prefix: "nvapi-", minimumLength: 20),
    SecretPattern("Stripe key", prefix: "sk_live_", minimumLength: 16),
    SecretPattern("Stripe key", prefix: "sk_test_", minimumLength: 16),
    SecretPattern("Stripe key", prefix: "rk_live_", minimumLength: 16),
    SecretPattern("npm token", prefix: "npm_", minimumLength: 30),
    SecretPattern("PyPI token", prefix: "pypi-", minimumLength: 50),
    SecretPattern(
      "SendGrid key", prefix: "SG.", characters: [.alphanumerics, .dashes, .dot],
      minimumLength: 40),
    SecretPattern(
      "JSON Web Token", prefix: "eyJ", characters: [.alphanumerics, .dashes, .dot],
      minimumLength: 40),
    SecretPattern(
      "bearer token", prefix: "Bearer ", characters: [.alphanumerics, .dashes, .dot, .base64],
      minimumLength: 16),
    SecretPattern(
      "bearer token", prefix: "bearer ", characters: [.alphanumerics, .dashes, .dot, .base64],
      minimumLength: 16),
  ]

  /// Whether what follows the prefix looks made by chance rather than by a writer: words in
  /// lower case with dashes (`sk-fading-circle-container`) do not.
  func looksRandom(_ tail: some Sequence<UInt8>) -> Bool {
    tail.contains {
      Characters.digits.contains($0) || Characters.uppercase.contains($0)
    }
  }
}
