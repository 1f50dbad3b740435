import JSONModel
import Testing

/// The keywords that look at one value alone.
@Suite struct SchemaAssertionTests {
  static let general: [SchemaCase] = [
    .init("true", "true", valid: ["1", "null", "{}"]),
    .init("false", "false", invalid: ["1", "null", "{}"]),
    .init("empty", "{}", valid: ["1", "null", "{}"]),
    .init(
      "integer", #"{"type":"integer"}"#,
      valid: ["1", "1.0", "-0.0", "1e3", "12345678901234567890123", "1.5e1", "1e400"],
      invalid: ["1.1", "\"1\"", "true", "null", "15e-2", "[1]"]),
    .init("number", #"{"type":"number"}"#, valid: ["1", "1.1"], invalid: ["\"1\"", "false"]),
    .init(
      "boolean", #"{"type":"boolean"}"#, valid: ["true", "false"], invalid: ["0", "\"\"", "null"]),
    .init("null", #"{"type":"null"}"#, valid: ["null"], invalid: ["0", "false", "\"\"", "[]"]),
    .init(
      "several types", #"{"type":["array","object"]}"#, valid: ["[]", "{}"], invalid: ["1", "null"]),
    .init(
      "const numbers", #"{"const":1}"#, valid: ["1", "1.0", "10e-1"],
      invalid: ["true", "\"1\"", "1.0000000000000000000000001"]),
    .init(
      "const false is not 0", #"{"const":false}"#, valid: ["false"], invalid: ["0", "0.0", "[]"]),
    .init(
      "const 0 is not false", #"{"const":0}"#, valid: ["0", "-0", "0.0"],
      invalid: ["false", "\"\""]),
    .init(
      "const nested", #"{"const":{"a":[false,{"b":1}]}}"#, valid: [#"{"a":[false,{"b":1.0}]}"#],
      invalid: [#"{"a":[0,{"b":1}]}"#, #"{"a":[false,{"b":true}]}"#]),
    .init(
      "const order of members", #"{"const":{"a":1,"b":2}}"#, valid: [#"{"b":2,"a":1}"#],
      invalid: [#"{"a":1}"#, #"{"a":1,"b":2,"c":3}"#]),
    .init("const null", #"{"const":null}"#, valid: ["null"], invalid: ["0", "false"]),
    .init(
      "const with a NUL", #"{"const":"hello\u0000there"}"#, valid: [#""hello\u0000there""#],
      invalid: [#""hellothere""#]),
    .init(
      "const keeps canonically equivalent text apart", "{\"const\":\"\u{e9}\"}",
      valid: ["\"\\u00e9\""], invalid: ["\"e\\u0301\""]),
    .init(
      "const of a large integer", #"{"const":9007199254740992}"#,
      valid: ["9007199254740992", "9007199254740992.0"],
      invalid: ["9007199254740991", "9007199254740993"]),
    .init(
      "enum", #"{"enum":[6,"foo",[],true,{"foo":12}]}"#,
      valid: ["6", "6.0", "\"foo\"", "[]", "true", #"{"foo":12.0}"#],
      invalid: ["4", "null", "1", #"{"foo":false}"#, #"{"foo":12,"x":1}"#]),
    .init("enum [false]", #"{"enum":[[false]]}"#, valid: ["[false]"], invalid: ["[0]", "[0.0]"]),
    .init("enum [1]", #"{"enum":[[1]]}"#, valid: ["[1]", "[1.0]"], invalid: ["[true]"]),
    .init("empty enum", #"{"enum":[]}"#, invalid: ["null", "1"], drafts: .from2019),
  ]

  static let numbers: [SchemaCase] = [
    .init("maximum", #"{"maximum":3.0}"#, valid: ["2.6", "3", "3.0", "\"x\""], invalid: ["3.5"]),
    .init(
      "exclusiveMaximum", #"{"exclusiveMaximum":3}"#, valid: ["2.2"], invalid: ["3", "3.0", "4"]),
    .init("minimum", #"{"minimum":-2}"#, valid: ["-2", "-2.0", "0"], invalid: ["-2.0001", "-3"]),
    .init(
      "exclusiveMinimum", #"{"exclusiveMinimum":1.1}"#, valid: ["1.2"], invalid: ["1.1", "0.6"]),
    .init(
      "bounds beyond doubles", #"{"maximum":1e400}"#, valid: ["1e399", "1e400"],
      invalid: ["1e401", "1.0000000000000000000000001e400"]),
    .init(
      "bounds beyond 64 bits", #"{"maximum":18446744073709551615}"#,
      valid: ["18446744073709551600", "18446744073709551615"], invalid: ["18446744073709551616"]),
    .init(
      "negative bounds", #"{"exclusiveMinimum":-972783798187987123879878123.18878137}"#,
      invalid: ["-972783798187987123879878123.188781371", "-972783798187987123879878123.18878137"]),
    .init(
      "multipleOf", #"{"multipleOf":2}"#, valid: ["10", "0", "-4", "\"x\""], invalid: ["7", "2.5"]),
    .init("multipleOf 1.5", #"{"multipleOf":1.5}"#, valid: ["0", "4.5"], invalid: ["35"]),
    .init(
      "multipleOf 0.0001", #"{"multipleOf":0.0001}"#, valid: ["0.0075"], invalid: ["0.00751"]),
    .init(
      "multipleOf 0.1 is exact", #"{"multipleOf":0.1}"#,
      valid: ["0.3", "1.1", "4.7", "1e300", "100000000000000000000.1"],
      invalid: ["0.35", "100000000000000000000.11", "1e-5"]),
    .init(
      "multipleOf 0.01", #"{"multipleOf":0.01}"#, valid: ["4.35", "19.99"], invalid: ["4.355"]),
    .init(
      "multipleOf 1e-8", #"{"type":"integer","multipleOf":1e-8}"#, valid: ["12391239123"]),
    .init(
      "float overflow", #"{"type":"integer","multipleOf":0.123456789}"#, invalid: ["1e308"]),
    .init("half of a huge integer", #"{"type":"integer","multipleOf":0.5}"#, valid: ["1e308"]),
    .init(
      "multipleOf of enormous numbers", #"{"multipleOf":3}"#, valid: ["3e1000000000"],
      invalid: ["1e1000000000", "1e-1000000000"]),
    .init(
      "multipleOf a big divisor", #"{"multipleOf":123456789012345678901234567890}"#,
      valid: [
        "0", "123456789012345678901234567890", "246913578024691357802469135780",
        "1.2345678901234567890123456789e300",
      ],
      invalid: ["123456789012345678901234567891", "1"]),
    .init(
      "multipleOf a power of two", #"{"multipleOf":1208925819614629174706176}"#,
      valid: ["1e100", "1208925819614629174706176"], invalid: ["1e23"]),
    .init(
      "multipleOf 1e1000000000", #"{"multipleOf":1e1000000000}"#, valid: ["1e1000000001", "0"],
      invalid: ["1e999999999", "1"]),
  ]

  static let strings: [SchemaCase] = [
    .init(
      "minLength counts code points", #"{"minLength":2}"#,
      valid: ["\"fo\"", "\"\u{1F4A9}x\"", "1"],
      invalid: ["\"f\"", "\"\\ud83d\\udca9\"", "\"\""]),
    .init(
      "maxLength counts code points", #"{"maxLength":2}"#,
      valid: ["\"\\ud83d\\udca9\\ud83d\\udca9\"", "\"fo\"", "100"],
      invalid: ["\"foo\"", "\"e\\u0301x\""]),
    .init("maxLength 2.0", #"{"maxLength":2.0}"#, valid: ["\"f\""], invalid: ["\"foo\""]),
    .init("maxLength enormous", #"{"maxLength":1e400}"#, valid: ["\"foo\""]),
    .init("minLength enormous", #"{"minLength":1e400}"#, invalid: ["\"foo\""]),
    .init(
      "pattern", #"{"pattern":"^a*$"}"#, valid: ["\"aaa\"", "\"\"", "1", "[]"],
      invalid: ["\"abc\"", "\"a\\n\""]),
    .init(
      "pattern is not anchored", #"{"pattern":"a+"}"#, valid: ["\"xxaayy\""], invalid: ["\"b\""]),
  ]

  @Test(arguments: general + numbers + strings)
  func agreesWithTheSpecification(_ item: SchemaCase) throws {
    try item.check()
  }
}
