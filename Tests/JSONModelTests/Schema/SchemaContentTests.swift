import Testing

@testable import JSONModel

/// What strings hold: `contentEncoding`, `contentMediaType`, `contentSchema`.
@Suite struct SchemaContentTests {
  static let schema: JSONValue = [
    "contentMediaType": "application/json", "contentSchema": ["required": ["city"]],
  ]

  @Test func contentsAreAnnotationsOfStringsOnly() throws {
    let schema = try JSONSchema(
      compiling: [
        "contentEncoding": "base64", "contentMediaType": "application/json",
        "contentSchema": ["type": "number"],
      ])
    let onString = try schema.validate("no base64!", collectingAnnotations: true)
    #expect(onString.isValid)
    #expect(
      Set(onString.annotations.map(\.keyword))
        == ["contentEncoding", "contentMediaType", "contentSchema"])
    #expect(try schema.validate(1, collectingAnnotations: true).annotations.isEmpty)
    // A schema of contents of no known kind says nothing.
    let alone = try JSONSchema(compiling: ["contentSchema": ["type": "number"]])
    #expect(try alone.validate("1", collectingAnnotations: true).annotations.isEmpty)
  }

  @Test(arguments: [
    (#"{"city":"Rome"}"#, true), (#" {"city":null}"#, true), (#"{"town":"Rome"}"#, false),
    (#"{"city":"Rome""#, false), ("", false), ("[]", true), ("null x", false),
  ])
  func assertedJSON(text: String, isValid: Bool) throws {
    let schema = try JSONSchema(compiling: Self.schema, assertContents: true)
    let result = try schema.validate(.string(text))
    #expect(result.isValid == isValid)
    #expect(try schema.isValid(.string(text)) == isValid)
    #expect(try schema.isValid(12))
  }

  @Test func aFailureTellsWhereInTheContentsItIs() throws {
    let schema = try JSONSchema(
      compiling: [
        "properties": [
          "arguments": [
            "contentMediaType": "application/json",
            "contentSchema": ["properties": ["days": ["type": "integer"]]],
          ]
        ]
      ], assertContents: true)
    let wrong = try schema.validate(["arguments": #"{"days":"two"}"#])
    #expect(
      wrong.failures.map(\.description) == [#"/arguments/days: expected an integer, found "two""#])
    #expect(
      wrong.failures.first?.schemaPointer.description
        == "/properties/arguments/contentSchema/properties/days/type")
    let cut = try schema.validate(["arguments": #"{"days":2"#])
    #expect(cut.failures.first?.message.contains("line 1, column 10") == true, "\(cut.failures)")
  }

  /// RFC 4648, section 10, and what is no encoding of anything.
  @Test(arguments: [
    ("base64", "Zm9vYmFy", "foobar"), ("base64", "Zm9vYg==", "foob"),
    ("base64", "Zm9vYmE=", "fooba"),
    ("base64", "Zm9v\r\nYmFy", "foobar"), ("base64", "", ""), ("base64", "Zm9vYg", nil),
    ("base64", "Zm9vY===", nil), ("base64", "Zm9v%mFy", nil), ("base64", "Zm9vYg==Zg==", nil),
    ("base64", "====", nil), ("base64", "Zm9v YmFy", nil), ("base64", "Zm-_", nil),
    ("base64url", "Zm9vYg", "foob"), ("base64url", "Zm9vYg==", "foob"), ("base64url", "A", nil),
    ("base64url", "a+b/", nil), ("BASE32", "MZXW6YTBOI======", "foobar"),
    ("base32", "MZXW6===", "foo"),
    ("base32", "mzxw6===", nil), ("base32", "MZXW6", nil), ("base16", "666F6f", "foo"),
    ("base16", "666", nil), ("base16", "6G", nil),
  ])
  func encodings(name: String, text: String, decoded: String?) throws {
    let encoding = try #require(ContentEncoding(name: name))
    #expect(encoding.decode(Array(text.utf8)) == decoded.map { Array($0.utf8) })
    let schema = try JSONSchema(compiling: ["contentEncoding": .string(name)], assertContents: true)
    #expect(try schema.isValid(.string(text)) == (decoded != nil))
  }

  @Test func whatIsNotCheckedIsWarnedOf() throws {
    let schema = try JSONSchema(
      compiling: ["anyOf": [["contentEncoding": "base65"], ["contentMediaType": "image/png"]]],
      assertContents: true)
    #expect(
      schema.warnings.map(\.schemaPointer.description)
        == ["/anyOf/0/contentEncoding", "/anyOf/1/contentMediaType"]
        || schema.warnings.count == 2)
    #expect(try schema.isValid("anything"))
  }
}
