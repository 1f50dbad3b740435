import Testing

@testable import JSONModel

/// A format with texts that have it and texts that do not.
struct FormatCase: Sendable, CustomTestStringConvertible {
  let format: StringFormat
  let valid: [String]
  let invalid: [String]

  init(_ format: StringFormat, valid: [String], invalid: [String]) {
    (self.format, self.valid, self.invalid) = (format, valid, invalid)
  }

  var testDescription: String { format.rawValue }
}

@Suite struct StringFormatTests {
  static let dates: [FormatCase] = [
    .init(
      .dateTime,
      valid: [
        "1963-06-19T08:30:06.283185Z", "1963-06-19t08:30:06z", "2026-01-31T12:00:00+05:30",
        "1998-12-31T23:59:60Z", "1998-12-31T15:59:60.123-08:00", "2020-02-29T00:00:00-23:59",
        "0000-01-01T00:00:00Z",
      ],
      invalid: [
        "", "2026-01-31", "2026-01-31 12:00:00Z", "2026-01-31T12:00:00", "2026-02-30T12:00:00Z",
        "2026-01-31T24:00:00Z", "2026-01-31T12:60:00Z", "2026-01-31T12:00:61Z",
        "1998-12-31T22:59:60Z", "2026-01-31T12:00:00+24:00", "2026-01-31T12:00:00+05",
        "2026-01-31T12:00:00.Z", "2026-1-31T12:00:00Z", "٢026-01-31T12:00:00Z",
        "2026-01-31T12:00:00Z ", "2026-01-31T12:00:00Z\n",
      ]),
    .init(
      .date,
      valid: ["2026-01-31", "2000-02-29", "2024-02-29"],
      invalid: [
        "1900-02-29", "2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "26-01-01",
        "20260131", "2026-1-01", "2026-01-0১", " 2026-01-31",
      ]),
    .init(
      .time,
      valid: ["08:30:06Z", "23:59:60Z", "01:29:60+01:30", "12:00:00.52z"],
      invalid: ["08:30:06", "8:30:06Z", "08:30Z", "12:59:60Z", "01:02:03+01:60", "24:00:00Z"]),
    .init(
      .duration,
      valid: ["P4DT12H30M5S", "P4Y", "PT0S", "P1M", "PT1M", "P2W", "P1Y2M3DT4H5M6S"],
      invalid: [
        "", "P", "PT", "4DT12H", "P4DT12H30M5", "P2D1Y", "P1D2H", "P2S", "P1Y2W", "P1T", "PT1D",
        "P1YT", "P১Y", "P-1D", "P1.5D", "P1Y3D",
      ]),
  ]

  static let names: [FormatCase] = [
    .init(
      .email,
      valid: [
        "joe.bloggs@example.com", "te~st@example.com", "~test@example.com",
        "\"joe bloggs\"@example.com", "\"joe..bloggs\"@example.com", "a@[127.0.0.1]",
        "a@[IPv6:::1]", "a+b@localhost", #""a\"b"@example.com"#,
      ],
      invalid: [
        "", "2962", "@example.com", "a@", ".test@example.com", "test.@example.com",
        "te..st@example.com", "joe bloggs@example.com", "a@[127.0.0.300]", "a@-b.com",
        "é@example.com",
        "a@exa mple.com", "\"a@example.com", "a@b@example.com",
      ]),
    .init(
      .idnEmail, valid: ["실례@실례.테스트", "a@b.c", "é@example.com", "\"é è\"@example.com"],
      invalid: ["2962", "@실례.테스트", "실례@", "a@-é.com"]),
    .init(
      .hostname,
      valid: [
        "www.example.com", "xn--4gbwdl.xn--wgbh1c", "a", "1host", "a-b.c", "EXAMPLE",
        String(repeating: "a", count: 63) + ".com",
      ],
      invalid: [
        "", ".", "a.", ".a", "-a", "a-", "a_b", "a..b", "a b", "é.com", "xn--X", "ab--c",
        String(repeating: "a", count: 64) + ".com",
        String(repeating: "abcdefghi.", count: 26) + "com",
      ]),
    .init(
      .idnHostname,
      valid: [
        "실례.테스트", "example", "l·l", "\u{375}β", "א׳ב", "ア・ぁ", "क्\u{200D}ष", "क्\u{200C}ष",
        "بي\u{200C}بي", "ß", "xn--ihqwcrb4cv8a8dqg056pqjye", "실례。테스트",
      ],
      invalid: [
        "", "〮실례.테스트", "-> $1.00 <--", "·l", "a·l", "\u{375}S", "A׳ב", "def・abc",
        "क\u{200D}ष", "\u{200D}ष", "ab\u{660}\u{6F0}", "é-", "-é", "xn--X", "\u{300}a", "e\u{301}",
        "א1a", "ـ", "Ａ",
      ]),
  ]

  static let addresses: [FormatCase] = [
    .init(
      .ipv4, valid: ["192.168.0.1", "0.0.0.0", "255.255.255.255"],
      invalid: [
        "127.0.0.0.1", "256.256.256.256", "127.0", "0x7f000001", "087.10.0.1", "1২7.0.0.1",
        "192.168.1.0/24", " 1.1.1.1", "1.1.1.1\n", "",
      ]),
    .init(
      .ipv6,
      valid: [
        "::1", "::", "::abef", "1::d6:192.168.0.1", "1:2::192.168.0.1", "::ffff:192.168.0.1",
        "1:2:3:4:5:6:7:8", "1:2:3:4:5:6::8", "0:0:0:0:0:0:0:0", "1::",
      ],
      invalid: [
        "", "12345::", "::abcef1", "1:1:1:1:1:1:1:1:1", "::laptop", "1:2:3", ":2:3:4::8",
        "1:2:3:4:5:6:7:", "1::2::3", "1:2:3:4:1.2.3", "::1.2.3.300", "fe80::a%eth1", "::1/64",
        "1:2:3:4:5:6:7::8", "1::d6::42", "1.2.3.4::",
      ]),
    .init(
      .uuid,
      valid: ["2EB8AA08-AA98-11EA-B4AA-73B441D16380", "00000000-0000-0000-0000-000000000000"],
      invalid: [
        "2eb8aa08-aa98-11ea-b4aa-73b441d1638", "2eb8aa08aa9811eab4aa73b441d16380",
        "2eb8aa08-aa98-11ea-b4aa-73b441d1638g", "2eb8aa0-8aa98-11ea-b4aa-73b441d16380", "",
      ]),
  ]

  static let references: [FormatCase] = [
    .init(
      .uri,
      valid: [
        "http://foo.bar/?baz=qux#quux", "mailto:a@b.c", "urn:oasis:names", "tel:+1-816-555-1212",
        "http://-.~_!$&'()*+,;=:%40:80%2f::::::@example.com", "ldap://[2001:db8::7]/c=GB?a?b",
        "http://[v1.a:b]/", "a:", "file:///etc/x",
      ],
      invalid: [
        "", "//foo.bar/?baz", "/abc", "abc", "http:// shouldfail.com", "http://a/\\b",
        "http://a/<>", "http://[::1", "http://a:8x/", "http://a/%g0", "1a:b", "http://é.com/",
        "http://a/#a#b", "http://a/[b]", ":a", "http://a@b@c/",
      ]),
    .init(
      .uriReference,
      valid: ["http://a", "/abc", "//a/b", "abc", "#fragment", "", "?q", "../a:b", "./a:b"],
      invalid: ["\\\\WINDOWS\\x", "#frag\\ment", "a b", "1a:b", "é", "#%"]),
    .init(
      .iri, valid: ["http://ƒøø.ßår/?∂éœ=πîx#πîüx", "http://[2001::1]/é", "a:é"],
      invalid: ["/é", "http://2001:0db8:85a3::1", "é:a", "http://a/\u{FFFF}", "http://a/ b"]),
    .init(
      .iriReference, valid: ["/âππ", "#ƒrägmênt", "âππ", "?\u{E000}"],
      invalid: ["\\\\WINDOWS\\filëßåré", "#\u{E000}", "a b"]),
    .init(
      .uriTemplate,
      valid: [
        "http://a/{term:1}/{term}", "{+path}{?q*,r}", "", "dictionary", "{a.b%20,c_1:9999}",
        "/é", "{;x}{&y}{#z}{/w}{.v}",
      ],
      invalid: ["http://a/{term", "}", "{}", "{a b}", "{a:0}", "{a:12345}", "{a*:1}", "a b", "%g"]),
    .init(
      .jsonPointer, valid: ["", "/", "/a~0b~1c/0", "/é /\"", "//"],
      invalid: ["a", "#", "#/a", "/~", "/a~2", "/a/~01~"]),
    .init(
      .relativeJSONPointer, valid: ["0", "1", "12/a/0", "0#", "2/~1", "0+1#", "1-2/a"],
      invalid: ["", "/a", "-1/a", "01", "0##", "1#/a", "0+", "0+0", "+1", "0~"]),
    .init(
      .regex, valid: ["([abc])+\\s+$", "", "(?<=a)b", "\\p{L}", "a{2,}", "\\u{1F600}"],
      invalid: ["^(abc]", "\\a", "\\Z", "a**", "(?P<a>b)", "[z-a]", "\\", "(?>a)", "a++"]),
  ]

  @Test(arguments: dates + names + addresses + references)
  func accepts(_ row: FormatCase) {
    for text in row.valid { #expect(row.format.accepts(text), "\(text.debugDescription)") }
    for text in row.invalid { #expect(!row.format.accepts(text), "\(text.debugDescription)") }
  }

  @Test func everyFormatHasItsTable() {
    let tables = Self.dates + Self.names + Self.addresses + Self.references
    #expect(Set(tables.map(\.format)) == Set(StringFormat.allCases))
  }

  @Test(arguments: JSONSchemaDialect.allCases)
  func formatsAreAnnotationsUnlessAsserted(dialect: JSONSchemaDialect) throws {
    let schema: JSONValue = ["format": "date"]
    let annotating = try JSONSchema(compiling: schema, dialect: dialect)
    let result = try annotating.validate("no date", collectingAnnotations: true)
    #expect(result.isValid)
    #expect(result.annotations.map(\.keyword) == ["format"])
    let asserting = try JSONSchema(compiling: schema, dialect: dialect, assertFormats: true)
    let failure = try #require(try asserting.validate("no date").failures.first)
    #expect(failure.message == #"expected a date like 2026-01-31 (RFC 3339), found "no date""#)
    // Formats speak of strings only.
    #expect(try asserting.isValid(12))
  }

  @Test func whatOneDraftDoesNotHaveIsWarnedOf() throws {
    let old = try JSONSchema(compiling: ["format": "uuid"], dialect: .draft7, assertFormats: true)
    #expect(try old.isValid("x"))
    #expect(old.warnings.count == 1)
    let misspelled = try JSONSchema(compiling: ["format": "datetime"], assertFormats: true)
    #expect(misspelled.warnings.first?.suggestion == "date-time")
  }
}
