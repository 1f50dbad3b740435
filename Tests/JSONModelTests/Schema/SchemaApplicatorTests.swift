import JSONModel
import Testing

@Suite struct SchemaApplicatorTests {
  static let combined: [SchemaCase] = [
    .init(
      "allOf", #"{"allOf":[{"required":["foo"]},{"required":["bar"]}]}"#,
      valid: [#"{"foo":1,"bar":2}"#], invalid: [#"{"foo":1}"#, "{}"]),
    .init(
      "allOf beside other keywords", #"{"minimum":2,"allOf":[{"maximum":30},{"minimum":20}]}"#,
      valid: ["25"], invalid: ["35", "10", "1"]),
    .init("allOf with false", #"{"allOf":[true,false]}"#, invalid: ["1"]),
    .init(
      "anyOf", #"{"anyOf":[{"type":"integer"},{"minimum":2}]}"#, valid: ["1", "2.5", "3"],
      invalid: ["1.5"]),
    .init(
      "anyOf with an empty schema", #"{"anyOf":[{"type":"number"},{}]}"#, valid: ["\"x\"", "1"]),
    .init(
      "oneOf", #"{"oneOf":[{"type":"integer"},{"minimum":2}]}"#, valid: ["1", "2.5"],
      invalid: ["3", "1.5"]),
    .init(
      "oneOf with required", #"{"oneOf":[{"required":["a","b"]},{"required":["a","c"]}]}"#,
      valid: [#"{"a":1,"b":2}"#, #"{"a":1,"c":2}"#],
      invalid: [#"{"b":1}"#, #"{"a":1,"b":2,"c":3}"#]),
    .init("not", #"{"not":{"type":"integer"}}"#, valid: ["\"x\"", "1.1"], invalid: ["1"]),
    .init("not not", #"{"not":{"not":{}}}"#, valid: ["1", "null"]),
    .init(
      "all, any, one of",
      #"{"allOf":[{"multipleOf":2}],"anyOf":[{"multipleOf":3}],"oneOf":[{"multipleOf":5}]}"#,
      valid: ["30"], invalid: ["1", "2", "6", "10", "15"]),
    .init("if alone", #"{"if":{"const":0}}"#, valid: ["0", "1"]),
    .init("then alone", #"{"then":{"const":0}}"#, valid: ["0", "1"]),
    .init("else alone", #"{"else":{"const":0}}"#, valid: ["0", "1"]),
    .init(
      "if, then, else",
      #"{"if":{"exclusiveMaximum":0},"then":{"minimum":-10},"else":{"multipleOf":2}}"#,
      valid: ["-1", "4"], invalid: ["-100", "3"]),
    .init(
      "if with Booleans", #"{"if":true,"then":{"const":"then"},"else":{"const":"else"}}"#,
      valid: ["\"then\""], invalid: ["\"else\""]),
    .init(
      "then of another schema does not count",
      #"{"allOf":[{"if":{"exclusiveMaximum":0}},{"then":{"minimum":-10}},{"else":{"multipleOf":2}}]}"#,
      valid: ["-100", "3"]),
  ]

  @Test(arguments: combined)
  func agreesWithTheSpecification(_ item: SchemaCase) throws {
    try item.check()
  }
}
