extension KeywordReader {
  /// `contentEncoding`, `contentMediaType` and `contentSchema`.
  mutating func readContent(_ active: ActiveKeywords) {
    let encodingName = text("contentEncoding", active)
    let mediaType = text("contentMediaType", active)
    var schema: Int?
    if let value = active["contentSchema"] {
      // What is wrong in it should show now, whether or not it is ever applied.
      schema = child(["contentSchema"], value)
      // Draft 2020-12, section 8.5: without a media type there is nothing for it to describe.
      if mediaType != nil {
        stringAnnotations.append(.init(key: "contentSchema", value: value))
      } else {
        schema = nil
      }
    }
    guard compiler.options.assertsContents else { return }
    let encoding = encodingName.flatMap(ContentEncoding.init(name:))
    if let encodingName, encoding == nil {
      compiler.warn(
        at: place, ["contentEncoding"],
        "the encoding \"\(encodingName)\" is not known, so contents in it are not checked")
      return
    }
    let isJSON = mediaType.map(ContentRule.isJSON) ?? false
    if let mediaType, !isJSON {
      compiler.warn(
        at: place, ["contentMediaType"],
        "contents of the media type \"\(mediaType)\" are not checked")
    }
    guard encoding != nil || isJSON else { return }
    let rule = ContentRule(encoding: encoding, isJSON: isJSON, schema: isJSON ? schema : nil)
    rules.string.append(NamedRule("contentMediaType", .content(rule)))
  }

  private mutating func text(_ name: String, _ active: ActiveKeywords) -> String? {
    guard let value = active[name] else { return nil }
    guard let text = value.stringValue else {
      malformed(name, "a string", value)
      return nil
    }
    stringAnnotations.append(.init(key: name, value: value))
    return text
  }
}
