import JSONModel
import Testing

/// What is JSON and what is not, text by text.
@Suite struct GrammarTests {
  @Test(arguments: [
    // Arrays.
    "[]", "[ ]", " [] ", "[\"\"]", "[1\n]", " [1]", "[1,null,null,null,2]", "[2] ", "[[]   ]",
    "[null, 1, \"1\", {}]",
    "[\"a\"]", "[false]", "[true]", "[[[[[[]]]]]]", "\t[\r\n]\n",
    // Numbers.
    "[123e65]", "[0e+1]", "[0e1]", "[ 4]", "[-0.000000000000000000000000000000000000000000001]",
    "[20e1]", "[-0]",
    "[-123]", "[-1]", "[1E22]", "[1E-2]", "[1E+2]", "[123e45]", "[123.456e78]", "[1e-2]", "[1e+2]",
    "[123]",
    "[123.456789]", "[0]", "0", "-0", "-0.0e-0", "[1e400]",
    "[0.4e00669999999999999999999999999999]", "[1e-10000]",
    "[-237462374673276894279832749832423479823246327846]", "[100000000000000000000]", "[0.0]",
    "[1.5e0001]",
    // Objects.
    "{\"asd\":\"sdf\", \"dfg\":\"fgh\"}", "{\"asd\":\"sdf\"}", "{\"a\":\"b\",\"a\":\"c\"}",
    "{\"a\":\"b\",\"a\":\"b\"}", "{}",
    "{\"\":0}", "{\"foo\\u0000bar\": 42}", "{\"x\":[{\"id\": \"xx\"}], \"id\": \"xx\"}",
    "{\"a\":[]}",
    "{\"title\":\"\\u041f\\u043e\\u043b\\u0442\\u043e\\u0440\\u0430\" }", "{\n\"a\": \"b\"\n}",
    "{ \"a\" : 1 , \"b\" : 2 }",
    // Strings.
    "[\"\\u0060\\u012a\\u12AB\"]", "[\"\\uD801\\udc37\"]", "[\"\\ud83d\\ude39\\ud83d\\udc8d\"]",
    "[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]", "[\"\\\\u0000\"]", "[\"\\\"\"]", "[\"a/*b*/c/*d//e\"]",
    "[\"\\\\a\"]", "[\"\\\\n\"]",
    "[\"\\u0012\"]", "[\"\\uFFFF\"]", "[\"asd\"]", "[ \"asd\"]", "[\"\\uDBFF\\uDFFF\"]",
    "[\"new\u{A0}line\"]",
    "[\"\u{10FFFF}\"]", "[\"\u{FFFF}\"]", "[\"\\u0000\"]", "[\"\\u002c\"]", "[\"π\"]",
    "[\"\u{1BFFF}\"]", "[\"asd \"]",
    "\" \"", "[\"\\uD834\\uDd1e\"]", "[\"\\u0821\"]", "[\"\\u0123\"]", "[\"\u{2028}\"]",
    "[\"\u{2029}\"]",
    "[\"\\u0061\\u30af\\u30EA\\u30b9\"]", "[\"new\\u000Aline\"]", "[\"\u{7F}\"]", "[\"\\uA66D\"]",
    "[\"\\u005C\"]",
    "[\"⍂㈴⍂\"]", "[\"\\u200B\"]", "[\"\\u2064\"]", "[\"\\uFDD0\"]", "[\"\\uFFFE\"]",
    "[\"\\u0022\"]", "[\"aa\u{7F}\"]",
    // Whole texts.
    "false", "42", "-0.1", "null", "\"asd\"", "true", "\"\"", "[\"a\"]\n", "[true]", " [] ",
    "\n\t\r 1 \n\t\r",
    // What the RFC leaves to the reader: halves of surrogate pairs, a byte order mark, some depth.
    "[\"\\uDADA\"]", "[\"\\uD888\\u1234\"]", "[\"\\uD800\\n\"]", "[\"\\uDd1ea\"]",
    "[\"\\uD800\\uD800\\n\"]", "[\"\\ud800\"]",
    "[\"\\ud800abc\"]", "[\"\\uDd1e\\uD834\"]", "[\"\\uDFAA\"]", "\u{FEFF}{}", "{\"\\uDFAA\":0}",
  ])
  func accepts(text: String) throws {
    let document = try JSONDocument(parsing: text)
    // What is read is written and read again as the same, in every form.
    let value = document.value
    for format in [JSONValue.Format.compact, .pretty, .compact.sorted, .canonical] {
      #expect(try JSONValue(parsing: value.bytes(format)) == value)
    }
    #expect(
      try JSONValue(parsing: value.canonicalBytes()).canonicalBytes() == value.canonicalBytes())
    #expect(try document.decode(JSONValue.self) == value)
  }

  @Test(arguments: [
    // Arrays.
    "[1 true]", "[\"\": 1]", "[\"\"],", "[,1]", "[1,,2]", "[\"x\",,]", "[\"x\"]]", "[\"\",]",
    "[\"x\"", "[x", "[3[4]]", "[1:2]",
    "[,]", "[-]", "[   , \"\"]", "[\"a\",\n4\n,1,", "[1,]", "[1,,]", "[\"\u{B}a\"\\f]", "[*]",
    "[\"\"", "[1,", "[1,\n1\n,1",
    "[{}", "[fals]", "[nul]", "[tru]", "[1}", "[a", "[\"a\" \"b\"]", "[1]]", "[;]", "[1;2]", "]",
    "[", "[[", "[1,2",
    // Numbers.
    "[++1234]", "[+1]", "[+Inf]", "[-01]", "[-1.0.]", "[-2.]", "[-NaN]", "[.-1]", "[.2e-3]",
    "[0.1.2]", "[0.3e+]", "[0.3e]",
    "[0.e1]", "[0E+]", "[0E]", "[0e+]", "[0e]", "[1.0e+]", "[1.0e-]", "[1.0e]", "[1 000.0]",
    "[1eE2]", "[2.e+3]", "[2.e-3]",
    "[2.e3]", "[9.e+]", "[Inf]", "[NaN]", "[\u{FF11}]", "[1+2]", "[0x1]", "[0x42]", "[Infinity]",
    "[0e+-1]", "[-123.123foo]",
    "[123123e100000", "[-Infinity]", "[-foo]", "[- 1]", "[-012]", "[-.123]", "[-1x]", "[1ea]",
    "[1.]", "[.123]", "[1.8011670033376514H-308]",
    "[1.2a-3]", "[1e1.5]", "[012]", "[00]", "[01.5]", "1_000", "[1e]", "-", "--1", "1.", "0x1",
    "1e+", "[1.e1]", "[+]", "[-a]",
    // Objects.
    "[\"a\"}", "{\"x\", null}", "{\"x\"::\"b\"}", "{🇨🇭}", "{\"a\":\"a\" 123}", "{key: 'value'}",
    "{\"\u{B9}\":\"0\",}", "{\"a\" b}",
    "{:\"b\"}", "{\"a\" \"b\"}", "{\"a\":", "{\"a\"", "{1:1}", "{9999E9999:1}",
    "{null:null,null:null}", "{\"id\":0,,,,,}", "{'a':0}",
    "{\"id\":0,}", "{\"a\":\"b\"}/**/", "{\"a\":\"b\"}/**//", "{\"a\":\"b\"}//", "{\"a\":\"b\"}/",
    "{\"a\":\"b\",,\"c\":\"d\"}", "{a: \"b\"}",
    "{\"a\":\"a", "{ \"foo\" : \"bar\", \"a\" }", "{\"a\":\"b\"}#", "{\"a\":1,\"b\"}", "{,}",
    "{\"a\":1 \"b\":2}", "{[1]:2}", "{true:1}",
    "{\"a\":}", "{\"a\":,}", "{\"a\":1]", "{", "}", "{\"", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}",
    // Strings.
    " ", "[\"\\uD800\\\"]", "[\"\\uD800\\u\"]", "[\"\\uD800\\u1\"]", "[\"\\uD800\\u1x\"]", "[é]",
    "[\"\\\u{0}\"]", "[\"\\x00\"]", "[\"\\\\\\\"]",
    "[\"\\\t\"]", "[\"\\🌀\"]", "[\"\\\"]", "[\"\\u00A\"]", "[\"\\uD834\\uDd\"]",
    "[\"\\uD800\\uD800\\x\"]", "[\"\\a\"]", "[\"\\uqqqq\"]",
    "[\\u0020\"asd\"]", "[\\n]", "\"", "['single quote']", "abc", "[\"\\", "[\"a\u{0}a\"]",
    "[\"new\nline\"]", "[\"\t\"]", "\"\\UA66D\"", "\"\"x",
    "[\"\u{1F}\"]", "\"\\u\"", "\"\\u123\"", "\"\\u123g\"", "\"\\u+123\"", "\"\\v\"", "\"\\0\"",
    "\"\\'\"", "\"\r\"", "\"abc", "\"\\\"", "[\"\u{8}\"]",
    // Whole texts.
    "<.>", "[<null>]", "[1]x", "[1\u{0}]", "123\u{0}", "[][]", "[True]", "1]",
    "{\"a\": true} \"x\"", "", "\u{FEFF}", "{\"a\":/*comment*/\"b\"}",
    "{\"asd\":\"asd\"", "[\"a", "{}}", "{\"\":", "{\"a\":/*comment*/\"b\"}", "{\"a\": true} \"x\"",
    "['", "[,", "[{", "[\"a", "[\"a\"", "{,",
    "{[", "{\"a", "{'a'", "*", "{\"a\":\"b\"}#{}", "[\\u000A\"\"]", "[1", "[ false, nul",
    "[ true, fals", "[ false, tru", "{\"asd\":\"asd\"", "å",
    "[\u{2060}]", "[\u{C}]", "[\u{A0}1]", "\u{3000}1", "//\n1", "/**/1", "#\n1", "nulll", "truee",
    "TRUE", "Null", "undefined", "\u{FEFF}\u{FEFF}1",
    "[1]\u{FEFF}", "\\u0031", "&", "1 2", "tr", "f", "n", ",", ":", "\u{0}", "nu ll", "[\"a\"],",
    "-nan", "inf", "[1,2,]", "{\"a\":b}",
  ])
  func refuses(text: String) throws {
    try expectSyntaxError(Array(text.utf8))
  }

  @Test func depthIsLimited() throws {
    for count in [100_000, 513] {
      try expectSyntaxError(Array(repeating: UInt8(ascii: "["), count: count))
      try expectSyntaxError(Array(String(repeating: "[{\"\":", count: count).utf8))
    }
    for count in [500, 512] {
      let opening = String(repeating: "[", count: count)
      let text = opening + String(repeating: "]", count: count)
      #expect(try JSONValue(parsing: text).text() == text)
    }
    let text = String(repeating: "{\"a\":", count: 512) + "1" + String(repeating: "}", count: 512)
    #expect(try JSONValue(parsing: text).text() == text)
    #expect(throws: JSONSyntaxError.self) {
      try JSONDocument(parsing: "[[1]]", limits: .init(depth: 1))
    }
  }

  @Test(
    arguments: [
      // Bytes that are not UTF-8: cut sequences, overlong forms, surrogates, beyond U+10FFFF.
      [0x22, 0xFF, 0x22], [0x22, 0x81, 0x22], [0x22, 0xC3, 0x22], [0x22, 0xE0, 0xFF, 0x22],
      [0x22, 0xC0, 0xAF, 0x22],
      [0x22, 0xC1, 0xBF, 0x22], [0x22, 0xE0, 0x80, 0xAF, 0x22], [0x22, 0xE0, 0x9F, 0xBF, 0x22],
      [0x22, 0xF0, 0x80, 0x80, 0xAF, 0x22],
      [0x22, 0xF0, 0x8F, 0xBF, 0xBF, 0x22], [0x22, 0xFC, 0x80, 0x80, 0x80, 0x80, 0x80, 0x22],
      [0x22, 0xED, 0xA0, 0x80, 0x22],
      [0x22, 0xED, 0xBF, 0xBF, 0x22], [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22],
      [0x22, 0xF4, 0xBF, 0xBF, 0xBF, 0x22],
      [0x22, 0xF5, 0x80, 0x80, 0x80, 0x22], [0x22, 0xF8, 0x88, 0x80, 0x80, 0x80, 0x22],
      [0x22, 0xE2, 0x82, 0x22], [0x22, 0xE2, 0x22],
      [0x22, 0xF0, 0x9F, 0x98, 0x22], [0x22, 0xF0, 0x9F, 0x22], [0x22, 0xE9, 0x22],
      [0x22, 0x5C, 0xE5, 0x22], [0x22, 0x80],
      [0x22, 0x5C, 0x75, 0xE5, 0x22], [0x5B, 0xFF, 0x5D], [0xE5], [0xEF, 0xBB],
      [0xEF, 0xBB, 0x7B, 0x7D], [0x5B, 0x31, 0xE5, 0x5D],
      [0x5B, 0x61, 0xE5, 0x5D], [0x5B, 0x31, 0x65, 0x31, 0xE5, 0x5D], [0x5B, 0x30, 0xE5, 0x5D],
      [0x7B, 0x22, 0xB9, 0x22, 0x3A, 0x30, 0x7D],
      // UTF-16 and UTF-32, with and without a byte order mark.
      [0xFF, 0xFE, 0x5B, 0x00, 0x5D, 0x00], [0xFE, 0xFF, 0x00, 0x5B, 0x00, 0x5D],
      [0x5B, 0x00, 0x5D, 0x00], [0x00, 0x5B, 0x00, 0x5D],
      [0x5B, 0x00, 0x00, 0x00, 0x5D, 0x00, 0x00, 0x00], [0xFF, 0xFE],
    ] as [[UInt8]])
  func refusesWhatIsNotUTF8(bytes: [UInt8]) throws {
    try expectSyntaxError(bytes)
  }

  private func expectSyntaxError(_ bytes: [UInt8]) throws {
    let error = try #require(throws: JSONSyntaxError.self) { try JSONDocument(parsing: bytes) }
    #expect((0...bytes.count).contains(error.location.byteOffset))
    #expect(error.location.line >= 1 && error.location.column >= 1)
    #expect(!error.message.isEmpty)
  }

  /// Cut anywhere, a text is no JSON text, and never anything worse.
  @Test func everyPrefixIsRefused() throws {
    let text = #"{"a": [1.5e+3, -0, true, false, null, "x\u00e9\n😀é", {"b": {}}], "c": ""}"#
    let bytes = Array(text.utf8)
    _ = try JSONDocument(parsing: bytes)
    for count in 0..<bytes.count { try expectSyntaxError(Array(bytes[..<count])) }
  }

  /// Any one byte changed to any other: accepted or refused, never a crash, and what is accepted
  /// can be written and read again.
  @Test func everyChangedByteIsSurvived() throws {
    let bytes = Array(#"{"a":[1.5e3,-0,true],"\u00e9":"é\n"}"#.utf8)
    for position in bytes.indices {
      for byte in UInt8.min...UInt8.max {
        var changed = bytes
        changed[position] = byte
        guard let document = try? JSONDocument(parsing: changed) else { continue }
        let value = document.value
        #expect(try JSONValue(parsing: value.bytes()) == value)
      }
    }
  }
}
