import JSONModel
import Testing

@Suite struct SchemaObjectTests {
  static let members: [SchemaCase] = [
    .init(
      "properties", #"{"properties":{"foo":{"type":"integer"},"bar":{"type":"string"}}}"#,
      valid: [#"{"bar":"x","foo":1}"#, "{}", "[]", "1", #"{"quux":[]}"#],
      invalid: [#"{"foo":"x"}"#, #"{"foo":1,"bar":{}}"#]),
    .init(
      "Boolean properties", #"{"properties":{"foo":true,"bar":false}}"#,
      valid: ["{}", #"{"foo":1}"#],
      invalid: [#"{"bar":1}"#, #"{"foo":1,"bar":2}"#]),
    .init(
      "names that other languages reserve",
      #"{"properties":{"__proto__":{"type":"number"},"toString":{"type":"number"},"constructor":{"type":"number"}}}"#,
      valid: ["{}", #"{"__proto__":1,"toString":2}"#],
      invalid: [#"{"__proto__":"foo"}"#, #"{"toString":"x"}"#, #"{"constructor":"x"}"#]),
    .init(
      "names with escapes",
      #"{"properties":{"foo\nbar":{"type":"number"},"foo\"bar":{"type":"number"}}}"#,
      valid: [#"{"foo\nbar":1,"foo\"bar":1}"#], invalid: [#"{"foo\nbar":"1","foo\"bar":"1"}"#]),
    .init(
      "canonically equivalent names differ", "{\"properties\":{\"\u{e9}\":false}}",
      valid: [#"{"e\u0301":1}"#], invalid: [#"{"\u00e9":1}"#]),
    .init(
      "patternProperties", #"{"patternProperties":{"f.*o":{"type":"integer"},"^b":{"maximum":3}}}"#,
      valid: [#"{"foo":1}"#, #"{"foooooo":2,"x":"y"}"#, "[]"],
      invalid: [#"{"foo":"bar"}"#, #"{"b":4}"#, #"{"bfo":2.5}"#]),
    .init(
      "patterns are sensitive to case", #"{"patternProperties":{"X_":{"type":"string"}}}"#,
      valid: [#"{"a_x_3":3}"#], invalid: [#"{"a_X_3":3}"#]),
    .init(
      "additionalProperties",
      #"{"properties":{"foo":{},"bar":{}},"patternProperties":{"^v":{}},"additionalProperties":false}"#,
      valid: [#"{"foo":1}"#, #"{"foo":1,"vroom":2}"#, "[1]"], invalid: [#"{"foo":1,"quux":2}"#]),
    .init(
      "additionalProperties as a schema",
      #"{"properties":{"foo":{}},"additionalProperties":{"type":"boolean"}}"#,
      valid: [#"{"foo":1,"quux":true}"#], invalid: [#"{"foo":1,"quux":12}"#]),
    .init(
      "additionalProperties does not look into allOf",
      #"{"allOf":[{"properties":{"foo":{}}}],"additionalProperties":{"type":"boolean"}}"#,
      valid: [#"{"foo":true}"#], invalid: [#"{"foo":1}"#]),
    .init(
      "interaction of the three",
      #"{"properties":{"foo":{"type":"array","maxItems":3},"bar":{"type":"array"}},"patternProperties":{"f.o":{"minItems":2}},"additionalProperties":{"type":"integer"}}"#,
      valid: [#"{"foo":[1,2]}"#, #"{"fxo":[1,2]}"#, #"{"bar":[]}"#, #"{"quux":3}"#],
      invalid: [#"{"foo":[1,2,3,4]}"#, #"{"foo":[]}"#, #"{"fxo":[]}"#, #"{"quux":"foo"}"#]),
    .init(
      "required", #"{"required":["foo","__proto__"]}"#,
      valid: [#"{"foo":1,"__proto__":2}"#, "[]", "1"],
      invalid: ["{}", #"{"foo":1}"#]),
    .init("minProperties", #"{"minProperties":1.0}"#, valid: [#"{"a":1}"#, "[]"], invalid: ["{}"]),
    .init(
      "maxProperties", #"{"maxProperties":0}"#, valid: ["{}", "[1]"], invalid: [#"{"a":1}"#]),
    .init(
      "propertyNames", #"{"propertyNames":{"maxLength":3,"pattern":"^a"}}"#,
      valid: ["{}", #"{"a":1,"abc":2}"#, "[\"long\"]"], invalid: [#"{"abcd":1}"#, #"{"b":1}"#]),
    .init(
      "propertyNames false", #"{"propertyNames":false}"#, valid: ["{}"], invalid: [#"{"a":1}"#]),
    .init(
      "propertyNames with const", #"{"propertyNames":{"enum":["foo","bar"]}}"#,
      valid: [#"{"foo":1}"#], invalid: [#"{"baz":1}"#]),
  ]

  static let dependencies: [SchemaCase] = [
    .init(
      "dependentRequired", #"{"dependentRequired":{"quux":["foo","bar"],"x":[]}}"#,
      valid: ["{}", #"{"foo":1}"#, #"{"quux":1,"foo":2,"bar":3}"#, #"{"x":1}"#, "[\"quux\"]"],
      invalid: [#"{"quux":1}"#, #"{"quux":1,"foo":2}"#], drafts: .from2019),
    .init(
      "dependentSchemas",
      #"{"dependentSchemas":{"bar":{"properties":{"foo":{"type":"integer"}}},"no":false}}"#,
      valid: [#"{"foo":1,"bar":2}"#, #"{"foo":"x"}"#, "1"],
      invalid: [#"{"foo":"x","bar":2}"#, #"{"no":1}"#],
      drafts: .from2019),
    .init(
      "dependencies",
      #"{"dependencies":{"bar":["foo"],"quux":{"required":["baz"]},"no":false,"yes":true}}"#,
      valid: ["{}", #"{"bar":1,"foo":2}"#, #"{"yes":1}"#, #"{"quux":1,"baz":2}"#, "[\"bar\"]"],
      invalid: [#"{"bar":1}"#, #"{"quux":1}"#, #"{"no":1}"#]),
    .init(
      "dependentRequired is unknown in draft 7", #"{"dependentRequired":{"a":["b"]}}"#,
      valid: [#"{"a":1}"#], drafts: [.draft7]),
    .init(
      "dependent names with escapes", #"{"dependentRequired":{"foo\nbar":["foo\rbar"]}}"#,
      valid: [#"{"foo\nbar":1,"foo\rbar":2}"#], invalid: [#"{"foo\nbar":1}"#], drafts: .from2019),
  ]

  static let unevaluated: [SchemaCase] = [
    .init(
      "unevaluatedProperties false", #"{"unevaluatedProperties":false}"#, valid: ["{}", "[1]"],
      invalid: [#"{"foo":1}"#], drafts: .from2019),
    .init(
      "as a schema", #"{"unevaluatedProperties":{"minLength":3}}"#, valid: [#"{"foo":"foo"}"#],
      invalid: [#"{"foo":"fo"}"#], drafts: .from2019),
    .init(
      "adjacent keywords",
      #"{"properties":{"foo":{}},"patternProperties":{"^b":{}},"unevaluatedProperties":false}"#,
      valid: [#"{"foo":1,"bar":2}"#], invalid: [#"{"foo":1,"quux":2}"#], drafts: .from2019),
    .init(
      "adjacent additionalProperties",
      #"{"properties":{"foo":{}},"additionalProperties":true,"unevaluatedProperties":false}"#,
      valid: [#"{"foo":1,"quux":2}"#], drafts: .from2019),
    .init(
      "nested in allOf",
      #"{"properties":{"foo":{}},"allOf":[{"properties":{"bar":{}}}],"unevaluatedProperties":false}"#,
      valid: [#"{"foo":1,"bar":2}"#], invalid: [#"{"foo":1,"bar":2,"baz":3}"#], drafts: .from2019),
    .init(
      "nested additionalProperties",
      #"{"allOf":[{"additionalProperties":true}],"unevaluatedProperties":false}"#,
      valid: [#"{"foo":1,"bar":2}"#], drafts: .from2019),
    .init(
      "anyOf",
      #"{"properties":{"foo":{}},"anyOf":[{"properties":{"bar":{"const":"bar"}},"required":["bar"]},{"properties":{"baz":{"const":"baz"}},"required":["baz"]}],"unevaluatedProperties":false}"#,
      valid: [#"{"foo":1,"bar":"bar"}"#, #"{"foo":1,"bar":"bar","baz":"baz"}"#],
      invalid: [#"{"foo":1,"bar":"bar","baz":"not-baz"}"#], drafts: .from2019),
    .init(
      "oneOf",
      #"{"oneOf":[{"properties":{"bar":{"const":"bar"}},"required":["bar"]},{"properties":{"baz":{}},"required":["baz"]}],"unevaluatedProperties":false}"#,
      valid: [#"{"bar":"bar"}"#], invalid: [#"{"bar":"bar","quux":1}"#], drafts: .from2019),
    .init(
      "not",
      #"{"properties":{"foo":{}},"not":{"not":{"properties":{"bar":{"const":"bar"}},"required":["bar"]}},"unevaluatedProperties":false}"#,
      invalid: [#"{"foo":1,"bar":"bar"}"#], drafts: .from2019),
    .init(
      "if, then, else",
      #"{"if":{"properties":{"foo":{"const":"then"}},"required":["foo"]},"then":{"properties":{"bar":{}},"required":["bar"]},"else":{"properties":{"baz":{}},"required":["baz"]},"unevaluatedProperties":false}"#,
      valid: [#"{"foo":"then","bar":1}"#, #"{"baz":1}"#],
      invalid: [#"{"foo":"then","bar":1,"baz":2}"#, #"{"foo":"else","baz":1}"#], drafts: .from2019),
    .init(
      "if without then and else",
      #"{"if":{"patternProperties":{"foo":{"type":"string"}}},"unevaluatedProperties":false}"#,
      valid: [#"{"foo":"a"}"#], invalid: [#"{"foo":1}"#, #"{"bar":"a"}"#], drafts: .from2019),
    .init(
      "dependentSchemas",
      #"{"properties":{"foo":{}},"dependentSchemas":{"foo":{"properties":{"bar":{"const":"bar"}},"required":["bar"]}},"unevaluatedProperties":false}"#,
      valid: [#"{"foo":1,"bar":"bar"}"#], invalid: [#"{"bar":"bar"}"#], drafts: .from2019),
    .init(
      "Boolean schemas", #"{"allOf":[true],"unevaluatedProperties":false}"#, valid: ["{}"],
      invalid: [#"{"a":1}"#], drafts: .from2019),
    .init(
      "through $ref",
      ##"{"$ref":"#/$defs/bar","properties":{"foo":{}},"unevaluatedProperties":false,"$defs":{"bar":{"properties":{"bar":{}}}}}"##,
      valid: [#"{"foo":1,"bar":2}"#], invalid: [#"{"foo":1,"bar":2,"baz":3}"#], drafts: .from2019),
    .init(
      "before $ref",
      ##"{"unevaluatedProperties":false,"properties":{"foo":{}},"$ref":"#/$defs/bar","$defs":{"bar":{"properties":{"bar":{}}}}}"##,
      valid: [#"{"foo":1,"bar":2}"#], invalid: [#"{"foo":1,"bar":2,"baz":3}"#], drafts: .from2019),
    .init(
      "through $dynamicRef",
      ##"{"$id":"https://example.com/derived","$ref":"./base","$defs":{"derived":{"$dynamicAnchor":"addons","properties":{"bar":{}}},"base":{"$id":"./base","unevaluatedProperties":false,"properties":{"foo":{}},"$dynamicRef":"#addons","$defs":{"default":{"$dynamicAnchor":"addons"}}}}}"##,
      valid: [#"{"foo":1,"bar":2}"#], invalid: [#"{"foo":1,"bar":2,"baz":3}"#],
      drafts: [.draft202012]),
    .init(
      "through $recursiveRef",
      ##"{"$id":"https://example.com/extended-tree","$recursiveAnchor":true,"$ref":"./tree","properties":{"name":{"type":"string"}},"$defs":{"tree":{"$id":"./tree","$recursiveAnchor":true,"type":"object","properties":{"node":true,"branches":{"unevaluatedProperties":false,"$recursiveRef":"#"}},"required":["node"]}}}"##,
      valid: [#"{"name":"a","node":1,"branches":{"name":"b","node":2}}"#],
      invalid: [#"{"name":"a","node":1,"branches":{"foo":"b","node":2}}"#], drafts: [.draft201909]),
    .init(
      "cannot see inside cousins",
      #"{"allOf":[{"properties":{"foo":true}},{"unevaluatedProperties":false}]}"#,
      invalid: [#"{"foo":1}"#], drafts: .from2019),
    .init(
      "cousins, inner true and outer false",
      #"{"allOf":[{"properties":{"foo":{}}},{"unevaluatedProperties":true}],"unevaluatedProperties":false}"#,
      valid: [#"{"foo":1,"bar":2}"#], drafts: .from2019),
    .init(
      "a property evaluated in an uncle schema",
      #"{"properties":{"foo":{"properties":{"bar":{}},"unevaluatedProperties":false}},"anyOf":[{"properties":{"foo":{"properties":{"faz":{}}}}}]}"#,
      valid: [#"{"foo":{"bar":1}}"#], invalid: [#"{"foo":{"bar":1,"faz":2}}"#], drafts: .from2019),
    .init(
      "recursive with cousins",
      ##"{"$id":"https://example.com/u","oneOf":[{"properties":{"_v":true}},{"$ref":"#/$defs/branch"}],"$defs":{"one":{"oneOf":[{"$ref":"#/$defs/two"},{"required":["b"],"properties":{"b":true}},{"required":["xx"],"patternProperties":{"x":true}},{"required":["all"],"unevaluatedProperties":true}]},"two":{"oneOf":[{"required":["c"],"properties":{"c":true}},{"required":["d"],"properties":{"d":true}}]},"branch":false},"allOf":[{"$ref":"#/$defs/one"}],"unevaluatedProperties":false}"##,
      valid: [
        #"{"b":1}"#, #"{"c":1}"#, #"{"xx":1}"#, #"{"xx":1,"foox":2}"#, #"{"all":1,"foo":2}"#,
      ],
      invalid: [#"{"b":1,"c":1}"#, #"{"c":1,"d":2}"#, #"{"xx":1,"foo":2}"#, "{}"],
      drafts: .from2019),
    .init(
      "in-place applicators keep their marks when a sibling fails to matter",
      #"{"anyOf":[true,{"properties":{"a":{}},"required":["nope"]}],"unevaluatedProperties":false}"#,
      invalid: [#"{"a":1}"#], drafts: .from2019),
    .init(
      "unevaluated keywords are unknown in draft 7", #"{"unevaluatedProperties":false}"#,
      valid: [#"{"a":1}"#], drafts: [.draft7]),
  ]

  @Test(arguments: members + dependencies + unevaluated)
  func agreesWithTheSpecification(_ item: SchemaCase) throws {
    try item.check()
  }
}
