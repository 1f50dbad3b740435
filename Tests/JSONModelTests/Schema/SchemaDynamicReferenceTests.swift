import JSONModel
import Testing

@Suite struct SchemaDynamicReferenceTests {
  static let dynamic: [SchemaCase] = [
    .init(
      "to an anchor in one resource acts like $ref",
      ##"{"$id":"https://t/same","type":"array","items":{"$dynamicRef":"#items"},"$defs":{"foo":{"$dynamicAnchor":"items","type":"string"}}}"##,
      valid: [#"["a"]"#], invalid: ["[1]"]),
    .init(
      "to a plain $anchor acts like $ref",
      ##"{"$id":"https://t/anchor","type":"array","items":{"$dynamicRef":"#items"},"$defs":{"foo":{"$anchor":"items","type":"string"}}}"##,
      valid: [#"["a"]"#], invalid: ["[1]"]),
    .init(
      "$ref to a $dynamicAnchor acts like to an $anchor",
      ##"{"$id":"https://t/ref","type":"array","items":{"$ref":"#items"},"$defs":{"foo":{"$dynamicAnchor":"items","type":"string"}}}"##,
      valid: [#"["a"]"#], invalid: ["[1]"]),
    .init(
      "resolves to the outermost anchor in scope",
      ##"{"$id":"https://t/typical/root","$ref":"list","$defs":{"foo":{"$dynamicAnchor":"items","type":"string"},"list":{"$id":"list","type":"array","items":{"$dynamicRef":"#items"},"$defs":{"items":{"$comment":"bookend","$dynamicAnchor":"items"}}}}}"##,
      valid: [#"["a"]"#], invalid: ["[1]"]),
    .init(
      "without an anchor in the root of the scope",
      ##"{"$id":"https://t/no-root/root","$ref":"list","$defs":{"foo":{"$anchor":"items","type":"string"},"list":{"$id":"list","type":"array","items":{"$dynamicRef":"#items"},"$defs":{"items":{"$dynamicAnchor":"items"}}}}}"##,
      valid: [#"["a"]"#, "[1]"]),
    .init(
      "without a bookend it acts like $ref",
      ##"{"$id":"https://t/no-bookend/root","$ref":"list","$defs":{"foo":{"$dynamicAnchor":"items","type":"string"},"list":{"$id":"list","type":"array","items":{"$dynamicRef":"#items"},"$defs":{"items":{"$anchor":"items"}}}}}"##,
      valid: [#"["a"]"#, "[1]"]),
    .init(
      "skips resources without the anchor",
      ##"{"$id":"https://t/skips/root","$ref":"intermediate-scope","$defs":{"foo":{"$dynamicAnchor":"items","type":"string"},"intermediate-scope":{"$id":"intermediate-scope","$ref":"list"},"list":{"$id":"list","type":"array","items":{"$dynamicRef":"#items"},"$defs":{"items":{"$dynamicAnchor":"items"}}}}}"##,
      valid: [#"["a"]"#], invalid: ["[1]"]),
    .init(
      "an anchor inside of a subschema does not start a scope",
      ##"{"$id":"https://t/sub/root","$ref":"list","$defs":{"foo":{"$id":"foo","$dynamicAnchor":"items","type":"string"},"list":{"$id":"list","type":"array","items":{"$dynamicRef":"#items"},"$defs":{"items":{"$dynamicAnchor":"items"}}}}}"##,
      valid: [#"["a"]"#, "[1]"]),
    .init(
      "a relative reference whose initial target is dynamic",
      ##"{"$id":"https://t/relative/root","$dynamicAnchor":"meta","type":"object","properties":{"foo":{"const":"pass"}},"$ref":"extended","$defs":{"extended":{"$id":"extended","$dynamicAnchor":"meta","type":"object","properties":{"bar":{"$ref":"bar"}}},"bar":{"$id":"bar","type":"object","properties":{"baz":{"$dynamicRef":"extended#meta"}}}}}"##,
      valid: [#"{"foo":"pass","bar":{"baz":{"foo":"pass"}}}"#],
      invalid: [#"{"foo":"pass","bar":{"baz":{"foo":"fail"}}}"#]),
    .init(
      "a relative reference whose initial target is not dynamic",
      ##"{"$id":"https://t/relative2/root","$dynamicAnchor":"meta","type":"object","properties":{"foo":{"const":"pass"}},"$ref":"extended","$defs":{"extended":{"$id":"extended","$anchor":"meta","type":"object","properties":{"bar":{"$ref":"bar"}}},"bar":{"$id":"bar","type":"object","properties":{"baz":{"$dynamicRef":"extended#meta"}}}}}"##,
      valid: [#"{"foo":"pass","bar":{"baz":{"foo":"fail"}}}"#]),
    .init(
      "several paths to the reference",
      ##"{"$id":"https://t/paths/main","if":{"properties":{"kindOfList":{"const":"numbers"}},"required":["kindOfList"]},"then":{"$ref":"numberList"},"else":{"$ref":"stringList"},"$defs":{"genericList":{"$id":"genericList","properties":{"list":{"items":{"$dynamicRef":"#itemType"}}},"$defs":{"defaultItemType":{"$dynamicAnchor":"itemType"}}},"numberList":{"$id":"numberList","$defs":{"itemType":{"$dynamicAnchor":"itemType","type":"number"}},"$ref":"genericList"},"stringList":{"$id":"stringList","$defs":{"itemType":{"$dynamicAnchor":"itemType","type":"string"}},"$ref":"genericList"}}}"##,
      valid: [
        #"{"kindOfList":"numbers","list":[1.1]}"#, #"{"kindOfList":"strings","list":["x"]}"#,
      ],
      invalid: [#"{"kindOfList":"numbers","list":["x"]}"#, #"{"kindOfList":"strings","list":[1]}"#]),
    .init(
      "leaving a scope",
      ##"{"$id":"https://t/leaving/main","if":{"$id":"first_scope","$defs":{"thingy":{"$comment":"left by the time of the reference","$dynamicAnchor":"thingy","type":"number"}}},"then":{"$id":"second_scope","$ref":"start","$defs":{"thingy":{"$comment":"the one that counts","$dynamicAnchor":"thingy","type":"null"}}},"$defs":{"start":{"$id":"start","$dynamicRef":"inner_scope#thingy"},"thingy":{"$id":"inner_scope","$dynamicAnchor":"thingy","type":"string"}}}"##,
      valid: ["null"], invalid: ["\"a\"", "42"]),
    .init(
      "strict tree",
      ##"{"$id":"http://localhost:1234/strict-tree.json","$dynamicAnchor":"node","$ref":"tree.json","unevaluatedProperties":false}"##,
      valid: [#"{"children":[{"data":1}]}"#], invalid: [#"{"children":[{"daat":1}]}"#],
      registry: [
        "http://localhost:1234/tree.json":
          ##"{"$id":"http://localhost:1234/tree.json","$dynamicAnchor":"node","type":"object","properties":{"data":true,"children":{"type":"array","items":{"$dynamicRef":"#node"}}}}"##
      ]),
    .init(
      "extensible in the order of definitions",
      ##"{"$id":"http://localhost:1234/entry","$ref":"extendible.json","$defs":{"elements":{"$dynamicAnchor":"elements","properties":{"a":true},"required":["a"],"additionalProperties":false}}}"##,
      valid: [#"{"elements":[{"a":1}]}"#], invalid: [#"{"elements":[{"b":1}]}"#],
      registry: [
        "http://localhost:1234/extendible.json":
          ##"{"$id":"http://localhost:1234/extendible.json","type":"object","properties":{"elements":{"type":"array","items":{"$dynamicRef":"#elements"}}},"required":["elements"],"additionalProperties":false,"$defs":{"elements":{"$dynamicAnchor":"elements"}}}"##
      ]),
    .init(
      "a property named $dynamicRef", #"{"properties":{"$dynamicRef":{"type":"string"}}}"#,
      valid: [#"{"$dynamicRef":"a"}"#], invalid: [#"{"$dynamicRef":1}"#]),
    .init(
      "to a dynamic anchor among Boolean schemas",
      ##"{"$id":"https://t/direct/true","properties":{"true":{"$dynamicRef":"#/$defs/true"},"false":{"$dynamicRef":"#/$defs/false"}},"$defs":{"true":true,"false":false}}"##,
      valid: [#"{"true":1}"#], invalid: [#"{"false":1}"#]),
  ]

  static let recursive: [SchemaCase] = [
    .init(
      "without an anchor it acts like $ref",
      ##"{"properties":{"foo":{"$recursiveRef":"#"}},"additionalProperties":false}"##,
      valid: [#"{"foo":{"foo":false}}"#], invalid: [#"{"bar":1}"#, #"{"foo":{"bar":1}}"#]),
    .init(
      "in an inner resource without an anchor",
      ##"{"$id":"http://localhost:4242/a","anyOf":[{"type":"boolean"},{"type":"object","additionalProperties":{"$id":"http://localhost:4242/b","anyOf":[{"type":"integer"},{"type":"object","additionalProperties":{"$recursiveRef":"#"}}]}}]}"##,
      valid: [#"{"foo":1}"#, #"{"foo":{"bar":1}}"#],
      invalid: [#"{"foo":"hi"}"#, #"{"foo":{"bar":true}}"#]),
    .init(
      "with anchors",
      ##"{"$id":"http://localhost:4242/outer","$recursiveAnchor":true,"$defs":{"inner":{"$id":"inner","$recursiveAnchor":true,"title":"inner","anyOf":[{"type":"integer"},{"type":"object","additionalProperties":{"$recursiveRef":"#"}}]}},"anyOf":[{"type":"boolean"},{"$ref":"#/$defs/inner"}]}"##,
      valid: ["true", "1", #"{"foo":true}"#, #"{"foo":{"bar":true}}"#],
      invalid: ["\"hi\"", #"{"foo":"hi"}"#]),
    .init(
      "$recursiveAnchor: false acts like $ref",
      ##"{"$id":"http://localhost:4242/outer2","$recursiveAnchor":false,"$defs":{"inner":{"$id":"inner2","$recursiveAnchor":false,"anyOf":[{"type":"integer"},{"type":"object","additionalProperties":{"$recursiveRef":"#"}}]}},"anyOf":[{"type":"boolean"},{"$ref":"#/$defs/inner"}]}"##,
      valid: ["true", #"{"foo":1}"#], invalid: [#"{"foo":true}"#]),
    .init(
      "the initial target decides",
      ##"{"$id":"http://localhost:4242/outer3","$recursiveAnchor":true,"$defs":{"inner":{"$id":"inner3","$recursiveAnchor":false,"anyOf":[{"type":"integer"},{"type":"object","additionalProperties":{"$recursiveRef":"#"}}]}},"anyOf":[{"type":"boolean"},{"$ref":"#/$defs/inner"}]}"##,
      valid: ["true", #"{"foo":1}"#], invalid: [#"{"foo":true}"#]),
    .init(
      "a destination known only at run time",
      ##"{"$id":"https://t/dyn/main","anyOf":[{"$ref":"any"},{"$ref":"int"}],"$defs":{"any":{"$id":"any","$recursiveAnchor":true,"type":"object","properties":{"kind":{"const":"any"},"value":true,"next":{"$ref":"generic"}},"required":["kind"]},"int":{"$id":"int","$recursiveAnchor":true,"type":"object","properties":{"kind":{"const":"int"},"value":{"type":"integer"},"next":{"$ref":"generic"}},"required":["kind"]},"generic":{"$id":"generic","$recursiveAnchor":true,"$recursiveRef":"#"}}}"##,
      valid: [
        #"{"kind":"int","value":1,"next":{"kind":"int","value":2}}"#,
        #"{"kind":"any","value":"x","next":{"kind":"any"}}"#,
      ],
      invalid: [#"{"kind":"int","value":1,"next":{"kind":"any"}}"#]),
    .init(
      "2020-12 does not know it",
      ##"{"$recursiveRef":"#","properties":{"foo":{"type":"string"}}}"##,
      valid: [#"{"foo":"x"}"#], invalid: [#"{"foo":1}"#], drafts: [.draft202012]),
  ]

  @Test(arguments: dynamic)
  func dynamicReferencesAgreeWithTheSpecification(_ item: SchemaCase) throws {
    var item = item
    item.drafts = [.draft202012]
    try item.check()
  }

  @Test(arguments: recursive)
  func recursiveReferencesAgreeWithTheSpecification(_ item: SchemaCase) throws {
    var item = item
    if item.drafts.count > 1 { item.drafts = [.draft201909] }
    try item.check()
  }
}
