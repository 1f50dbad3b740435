public import JSONModel

/// What may go into a file, and what must not.
///
/// Headers are let through by name, everything else is searched: for the configured secrets, for
/// whatever has the shape of a known provider's key, and for fields whose name says that they
/// hold a secret. What is found is replaced by ``placeholder``, always the same, so that
/// requests still match their recordings.
public struct RedactionRules: Sendable, Hashable {
  /// What stands where a secret stood.
  public static let placeholder: String = "REDACTED"

  /// Secrets by value, such as the configured API key; also found percent-encoded, in Base64,
  /// and with escapes in JSON. Values shorter than four bytes are not looked for.
  public var secrets: [String]
  /// Names of header fields whose values are kept, in lower case; a `*` at the end stands for any
  /// ending. The values of others are replaced.
  public var allowedHeaders: Set<String>
  /// Names of query items whose values are replaced, in lower case; in the request's URL and in
  /// URLs anywhere else.
  public var queryItems: Set<String>
  /// Names of JSON members and form fields whose values are replaced, in lower case, wherever
  /// they stand.
  public var fields: Set<String>
  /// Places in JSON bodies whose values are replaced. The token `*` stands for every element or
  /// member.
  public var bodyPaths: [JSONPointer]
  /// Shapes of secrets.
  public var patterns: [SecretPattern]

  public init(
    secrets: [String] = [], allowedHeaders: Set<String> = RedactionRules.commonHeaders,
    queryItems: Set<String> = RedactionRules.secretQueryItems,
    fields: Set<String> = RedactionRules.secretFields, bodyPaths: [JSONPointer] = [],
    patterns: [SecretPattern] = SecretPattern.known
  ) {
    self.secrets = secrets
    self.allowedHeaders = allowedHeaders
    self.queryItems = queryItems
    self.fields = fields
    self.bodyPaths = bodyPaths
    self.patterns = patterns
  }

  /// Header fields that describe the exchange and hold no secret.
  public static let commonHeaders: Set<String> = [
    "accept", "accept-encoding", "accept-language", "accept-ranges", "age", "allow",
    "cache-control", "connection", "content-disposition", "content-encoding", "content-language",
    "content-length", "content-range", "content-type", "date", "etag", "expires", "host",
    "if-match", "if-modified-since", "if-none-match", "keep-alive", "last-modified", "location",
    "pragma", "range", "ratelimit-*", "request-id", "retry-after", "server", "server-timing",
    "transfer-encoding", "user-agent", "vary", "via", "x-accel-buffering", "x-powered-by",
    "x-ratelimit-*", "x-request-id",
  ]

  /// Query items that hold secrets.
  public static let secretQueryItems: Set<String> = [
    "access_token", "api-key", "api_key", "apikey", "auth", "client_secret", "key", "passwd",
    "password", "refresh_token", "secret", "sig", "signature", "token", "x-amz-credential",
    "x-amz-security-token", "x-amz-signature", "x-api-key", "x-goog-signature",
  ]

  /// JSON members and form fields that hold secrets. `token` and `key` are not among them: in
  /// the JSON of model servers they mean other things.
  public static let secretFields: Set<String> = [
    "access_token", "accesstoken", "api-key", "api_key", "apikey", "auth_token", "authorization",
    "aws_secret_access_key", "aws_session_token", "azure_ad_token", "bearer_token",
    "client_secret", "clientsecret", "id_token", "master_key", "passwd", "password", "private_key",
    "privatekey", "refresh_token", "refreshtoken", "secret", "secret_access_key", "secret_key",
    "secretkey", "session_token", "vertex_credentials", "virtual_key", "x-api-key",
  ]
}
