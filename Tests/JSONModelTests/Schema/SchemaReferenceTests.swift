import JSONModel
import Testing

@Suite struct SchemaReferenceTests {
  static let references: [SchemaCase] = [
    .init(
      "root", ##"{"properties":{"foo":{"$ref":"#"}},"additionalProperties":false}"##,
      valid: [#"{"foo":false}"#, #"{"foo":{"foo":1}}"#],
      invalid: [#"{"bar":1}"#, #"{"foo":{"bar":1}}"#]),
    .init(
      "pointer to a property",
      ##"{"properties":{"foo":{"type":"integer"},"bar":{"$ref":"#/properties/foo"}}}"##,
      valid: [#"{"bar":3}"#], invalid: [#"{"bar":true}"#]),
    .init(
      "pointer to an element",
      ##"{"allOf":[{"properties":{"a":{"type":"integer"}}},{"properties":{"b":{"$ref":"#/allOf/0/properties/a"}}}]}"##,
      valid: [#"{"b":3}"#], invalid: [#"{"b":true}"#]),
    .init(
      "escaped pointers",
      ##"{"definitions":{"tilde~field":{"type":"integer"},"slash/field":{"type":"integer"},"percent%field":{"type":"integer"},"quote\"field":{"type":"integer"}},"properties":{"tilde":{"$ref":"#/definitions/tilde~0field"},"slash":{"$ref":"#/definitions/slash~1field"},"percent":{"$ref":"#/definitions/percent%25field"},"quote":{"$ref":"#/definitions/quote%22field"}}}"##,
      valid: [#"{"slash":1,"tilde":1,"percent":1,"quote":1}"#],
      invalid: [#"{"slash":"x"}"#, #"{"tilde":"x"}"#, #"{"percent":"x"}"#, #"{"quote":"x"}"#]),
    .init(
      "empty tokens",
      ##"{"definitions":{"":{"definitions":{"":{"type":"number"}}}},"allOf":[{"$ref":"#/definitions//definitions/"}]}"##,
      valid: ["1"], invalid: ["\"a\""]),
    .init(
      "siblings count since 2019-09",
      ##"{"$defs":{"a":{"type":"array"}},"properties":{"foo":{"$ref":"#/$defs/a","maxItems":2}}}"##,
      valid: [#"{"foo":[1,2]}"#], invalid: [#"{"foo":[1,2,3]}"#, #"{"foo":"x"}"#], drafts: .from2019
    ),
    .init(
      "siblings are ignored in draft 7",
      ##"{"definitions":{"a":{"type":"array"}},"properties":{"foo":{"$ref":"#/definitions/a","maxItems":2}}}"##,
      valid: [#"{"foo":[1,2,3]}"#], invalid: [#"{"foo":"x"}"#], drafts: [.draft7]),
    .init(
      "a sibling $id does not change the base in draft 7",
      ##"{"$id":"http://localhost:1234/sibling_id/base/","definitions":{"foo":{"$id":"http://localhost:1234/sibling_id/foo.json","type":"string"},"base_foo":{"$id":"foo.json","type":"number"}},"allOf":[{"$id":"http://localhost:1234/sibling_id/","$ref":"foo.json"}]}"##,
      valid: ["1"], invalid: ["\"a\""], drafts: [.draft7]),
    .init(
      "a property named $ref", #"{"properties":{"$ref":{"type":"string"}}}"#,
      valid: [##"{"$ref":"#/x"}"##], invalid: [#"{"$ref":2}"#]),
    .init(
      "a property named $ref that has a reference",
      ##"{"properties":{"$ref":{"$ref":"#/definitions/is-string"}},"definitions":{"is-string":{"type":"string"}}}"##,
      valid: [#"{"$ref":"a"}"#], invalid: [#"{"$ref":2}"#]),
    .init(
      "to Boolean schemas",
      ##"{"properties":{"yes":{"$ref":"#/definitions/yes"},"no":{"$ref":"#/definitions/no"}},"definitions":{"yes":true,"no":false}}"##,
      valid: [#"{"yes":1}"#], invalid: [#"{"no":1}"#]),
    .init(
      "$ref in enum is data", ##"{"enum":[{"$ref":"#/definitions/nowhere"}]}"##,
      valid: [##"{"$ref":"#/definitions/nowhere"}"##], invalid: [#"{"type":"x"}"#]),
    .init(
      "a chain",
      ##"{"definitions":{"a":{"type":"integer"},"b":{"$ref":"#/definitions/a"},"c":{"$ref":"#/definitions/b"}},"allOf":[{"$ref":"#/definitions/c"}]}"##,
      valid: ["5"], invalid: ["\"a\""]),
    .init(
      "recursion between resources",
      ##"{"$id":"http://localhost:1234/tree","type":"object","properties":{"nodes":{"type":"array","items":{"$ref":"node"}}},"required":["nodes"],"definitions":{"node":{"$id":"http://localhost:1234/node","type":"object","properties":{"value":{"type":"number"},"subtree":{"$ref":"tree"}},"required":["value"]}}}"##,
      valid: [#"{"nodes":[{"value":1,"subtree":{"nodes":[{"value":1.1}]}}]}"#],
      invalid: [#"{"nodes":[{"value":1,"subtree":{"nodes":[{"value":"x"}]}}]}"#]),
    .init(
      "the same schema twice at one place is no endless loop",
      ##"{"definitions":{"int":{"type":"integer"}},"allOf":[{"properties":{"foo":{"$ref":"#/definitions/int"}}},{"additionalProperties":{"$ref":"#/definitions/int"}}]}"##,
      valid: [#"{"foo":1}"#], invalid: [#"{"foo":"a"}"#]),
    .init(
      "into an unknown keyword",
      ##"{"unknown":{"here":{"type":"integer"}},"properties":{"a":{"$ref":"#/unknown/here"}}}"##,
      valid: [#"{"a":1}"#], invalid: [#"{"a":"x"}"#]),
    .init(
      "pointer across an embedded resource",
      ##"{"$id":"http://example.com/outer.json","definitions":{"inner":{"$id":"inner.json","definitions":{"x":{"$ref":"other.json"},"other":{"$id":"other.json","type":"string"}}}},"allOf":[{"$ref":"#/definitions/inner/definitions/x"}]}"##,
      valid: ["\"a\""], invalid: ["1"]),
  ]

  static let identifiers: [SchemaCase] = [
    .init(
      "urn with a pointer",
      ##"{"$id":"urn:uuid:deadbeef-1234-0000-0000-4321feebdaed","minProperties":1,"properties":{"foo":{"$ref":"urn:uuid:deadbeef-1234-0000-0000-4321feebdaed"},"bar":{"$ref":"#/definitions/bar"}},"definitions":{"bar":{"type":"string"}}}"##,
      valid: [#"{"bar":"x"}"#, #"{"foo":{"bar":"x"}}"#], invalid: [#"{"bar":1}"#, #"{"foo":{}}"#]),
    .init(
      "urn with an anchor",
      ##"{"$id":"urn:example:root","properties":{"foo":{"$ref":"urn:example:root#something"}},"$defs":{"bar":{"$anchor":"something","type":"string"}}}"##,
      valid: [#"{"foo":"x"}"#], invalid: [#"{"foo":1}"#], drafts: .from2019),
    .init(
      "urn with r- and q-components",
      ##"{"$id":"urn:example:foo-bar-baz-qux?+CCResolve:cc=uk?=op=map&lat=1","properties":{"foo":{"$ref":"#/definitions/bar"}},"definitions":{"bar":{"type":"string"}}}"##,
      valid: [#"{"foo":"x"}"#], invalid: [#"{"foo":1}"#]),
    .init(
      "file URI",
      ##"{"$id":"file:///folder/file.json","definitions":{"foo":{"type":"number"}},"allOf":[{"$ref":"#/definitions/foo"}]}"##,
      valid: ["1"], invalid: ["\"x\""]),
    .init(
      "absolute path",
      ##"{"$id":"http://example.com/ref/absref.json","definitions":{"a":{"$id":"http://example.com/ref/absref/foobar.json","type":"number"},"b":{"$id":"http://example.com/absref/foobar.json","type":"string"}},"allOf":[{"$ref":"/absref/foobar.json"}]}"##,
      valid: ["\"x\""], invalid: ["1"]),
    .init(
      "dots in paths",
      ##"{"$id":"http://example.com/a/b/c.json","definitions":{"x":{"$id":"../d/./x.json","type":"string"}},"allOf":[{"$ref":"http://example.com/a/d/x.json"}]}"##,
      valid: ["\"x\""], invalid: ["1"]),
    .init(
      "relative $id without a base",
      ##"{"$id":"root.json","definitions":{"x":{"$id":"x.json","type":"string"}},"allOf":[{"$ref":"x.json"}]}"##,
      valid: ["\"x\""], invalid: ["1"]),
    .init(
      "$id in enum and const is data",
      ##"{"definitions":{"id_in_enum":{"enum":[{"$id":"https://localhost:1234/id/my_identifier.json","type":"null"}]},"real":{"$id":"https://localhost:1234/id/my_identifier.json","type":"string"},"z":{"const":{"$id":"https://localhost:1234/id/my_identifier.json","type":"null"}}},"anyOf":[{"$ref":"#/definitions/id_in_enum"},{"$ref":"https://localhost:1234/id/my_identifier.json"}]}"##,
      valid: [
        "\"a string\"", ##"{"type":"null","$id":"https://localhost:1234/id/my_identifier.json"}"##,
      ],
      invalid: ["1", "null"]),
    .init(
      "$id in an unknown keyword is data",
      ##"{"definitions":{"in_unknown0":{"not":{"array_of_schemas":[{"$id":"https://localhost:1234/u/my_identifier.json","type":"null"}]}},"real":{"$id":"https://localhost:1234/u/my_identifier.json","type":"string"},"in_unknown1":{"not":{"object_of_schemas":{"foo":{"$id":"https://localhost:1234/u/my_identifier.json","type":"integer"}}}}},"anyOf":[{"$ref":"#/definitions/in_unknown0"},{"$ref":"#/definitions/in_unknown1"},{"$ref":"https://localhost:1234/u/my_identifier.json"}]}"##,
      valid: ["\"a string\""], invalid: ["null", "1"]),
    .init(
      "$anchor", ##"{"$ref":"#foo","$defs":{"A":{"$anchor":"foo","type":"integer"}}}"##,
      valid: ["1"],
      invalid: ["\"a\""], drafts: .from2019),
    .init(
      "$anchor by absolute URI and in an embedded resource",
      ##"{"$id":"http://localhost:1234/root","$ref":"http://localhost:1234/nested.json#foo","$defs":{"A":{"$id":"nested.json","$defs":{"B":{"$anchor":"foo","type":"integer"}}}}}"##,
      valid: ["1"], invalid: ["\"a\""], drafts: .from2019),
    .init(
      "one anchor in two resources",
      ##"{"$id":"http://localhost:1234/foobar","$defs":{"A":{"$id":"child1","allOf":[{"$id":"child2","$anchor":"my_anchor","type":"number"},{"$anchor":"my_anchor","type":"string"}]}},"$ref":"child1#my_anchor"}"##,
      valid: ["\"a\""], invalid: ["1"], drafts: .from2019),
    .init(
      "$id as an anchor in draft 7",
      ##"{"allOf":[{"$ref":"#foo"}],"definitions":{"A":{"$id":"#foo","type":"integer"}}}"##,
      valid: ["1"], invalid: ["\"a\""], drafts: [.draft7]),
    .init(
      "a location-independent $id with a base in draft 7",
      ##"{"$id":"http://localhost:1234/root","allOf":[{"$ref":"http://localhost:1234/nested.json#foo"}],"definitions":{"A":{"$id":"nested.json","definitions":{"B":{"$id":"#foo","type":"integer"}}}}}"##,
      valid: ["1"], invalid: ["\"a\""], drafts: [.draft7]),
    .init(
      "$anchor is unknown in draft 7", ##"{"$anchor":"x","type":"integer"}"##, valid: ["1"],
      invalid: ["\"a\""], drafts: [.draft7]),
    .init(
      "$id before $ref in any order",
      ##"{"$comment":"the reference resolves against the sibling identifier","$id":"https://example.com/schemas/base.json","$ref":"int.json","$defs":{"bigint":{"$id":"schemas/int.json","maximum":10},"smallint":{"$id":"https://example.com/schemas/int.json","maximum":2}}}"##,
      valid: ["1"], invalid: ["10"], drafts: .from2019),
  ]

  static let remotes: [SchemaCase] = [
    .init(
      "a document of the registry", #"{"$ref":"http://localhost:1234/integer.json"}"#, valid: ["1"],
      invalid: ["\"x\""], registry: ["http://localhost:1234/integer.json": #"{"type":"integer"}"#]),
    .init(
      "a pointer into it and on from there",
      ##"{"$ref":"http://localhost:1234/subSchemas.json#/definitions/refToInteger"}"##,
      valid: ["1"],
      invalid: ["\"x\""],
      registry: [
        "http://localhost:1234/subSchemas.json":
          ##"{"definitions":{"integer":{"type":"integer"},"refToInteger":{"$ref":"#/definitions/integer"}}}"##
      ]),
    .init(
      "base URI change",
      #"{"$id":"http://localhost:1234/","items":{"$id":"baseUriChange/","items":{"$ref":"folderInteger.json"}}}"#,
      valid: ["[[1]]"], invalid: ["[[\"a\"]]"],
      registry: ["http://localhost:1234/baseUriChange/folderInteger.json": #"{"type":"integer"}"#]),
    .init(
      "a document is also known by its $id",
      #"{"$ref":"http://localhost:1234/real-id.json"}"#, valid: ["1"], invalid: ["\"x\""],
      registry: [
        "http://localhost:1234/other.json":
          #"{"$id":"http://localhost:1234/real-id.json","type":"integer"}"#
      ]),
    .init(
      "a resource embedded in a document of the registry",
      #"{"$ref":"http://localhost:1234/inner.json"}"#, valid: ["1"], invalid: ["\"x\""],
      registry: [
        "http://localhost:1234/outer.json":
          #"{"definitions":{"x":{"$id":"inner.json","type":"integer"}}}"#
      ]),
    .init(
      "across drafts: a draft 7 document ignores siblings of $ref",
      #"{"$ref":"http://localhost:1234/draft7.json"}"#, valid: ["[1]"], invalid: ["1"],
      registry: [
        "http://localhost:1234/draft7.json":
          ##"{"$schema":"http://json-schema.org/draft-07/schema#","$ref":"#/definitions/array","maxItems":0,"definitions":{"array":{"type":"array"}}}"##
      ]),
    .init(
      "across drafts: draft 7 knows no dependentRequired",
      #"{"allOf":[{"$ref":"http://localhost:1234/draft7.json"}]}"#, valid: [#"{"foo":1}"#],
      invalid: ["[]"],
      registry: [
        "http://localhost:1234/draft7.json":
          #"{"$schema":"http://json-schema.org/draft-07/schema#","type":"object","dependentRequired":{"foo":["bar"]}}"#
      ]),
    .init(
      "across drafts: 2019-09 from draft 7",
      #"{"allOf":[{"$ref":"http://localhost:1234/new.json"}]}"#, valid: [#"{"foo":1,"bar":2}"#],
      invalid: [#"{"foo":1}"#],
      registry: [
        "http://localhost:1234/new.json":
          #"{"$schema":"https://json-schema.org/draft/2019-09/schema","dependentRequired":{"foo":["bar"]}}"#
      ]),
    .init(
      "an embedded resource of another draft",
      ##"{"$id":"http://localhost:1234/root","$schema":"https://json-schema.org/draft/2020-12/schema","$ref":"old","$defs":{"x":{"$id":"old","$schema":"http://json-schema.org/draft-07/schema#","items":[{"type":"integer"}],"additionalItems":false}}}"##,
      valid: ["[1]"], invalid: ["[1,2]", "[\"x\"]"], drafts: [.draft202012]),
    .init(
      "the meta-schemas are built in", #"{"$ref":"https://json-schema.org/draft/2020-12/schema"}"#,
      valid: [#"{"minLength":1}"#, "true", #"{"$defs":{"a":{"type":"string"}}}"#],
      invalid: [#"{"minLength":-1}"#, #"{"$defs":{"a":{"type":1}}}"#, "1", #"{"items":[{}]}"#]),
    .init(
      "the meta-schema of draft 2019-09",
      #"{"$ref":"https://json-schema.org/draft/2019-09/schema"}"#,
      valid: [#"{"items":[{}]}"#], invalid: [#"{"items":[{"type":"x"}]}"#, #"{"minLength":-1}"#]),
    .init(
      "the meta-schema of draft 7", ##"{"$ref":"http://json-schema.org/draft-07/schema#"}"##,
      valid: [#"{"minLength":1}"#],
      invalid: [#"{"minLength":-1}"#, #"{"definitions":{"a":{"type":1}}}"#]),
    .init(
      "vocabulary meta-schemas",
      #"{"$ref":"https://json-schema.org/draft/2020-12/meta/validation"}"#,
      valid: [#"{"type":"null"}"#], invalid: [#"{"type":"nil"}"#]),
  ]

  @Test(arguments: references + identifiers + remotes)
  func agreesWithTheSpecification(_ item: SchemaCase) throws {
    try item.check()
  }
}
