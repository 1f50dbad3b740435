extension RedactionRules: CustomStringConvertible, CustomReflectable {
  /// How many secrets there are, and none of them.
  public var description: String { "rules for \(secrets.count) secrets and known shapes of keys" }

  /// The rules without the secrets, for `dump`.
  public var customMirror: Mirror {
    Mirror(
      self,
      children: [
        "secretCount": secrets.count, "allowedHeaders": allowedHeaders, "queryItems": queryItems,
        "fields": fields, "bodyPaths": bodyPaths, "patterns": patterns,
      ])
  }
}

extension SecretScanner: CustomReflectable {
  /// Nothing: it is made of the secrets' spellings.
  var customMirror: Mirror { Mirror(self, children: []) }
}
