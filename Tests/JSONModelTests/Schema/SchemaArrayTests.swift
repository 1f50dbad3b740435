import JSONModel
import Testing

@Suite struct SchemaArrayTests {
  static let uniqueItems: [SchemaCase] = [
    .init(
      "uniqueItems", #"{"uniqueItems":true}"#,
      valid: [
        "[]", "[1,2]", "[1,true]", "[0,false]", "[[1],[true]]", #"[{"a":1},{"a":true}]"#,
        #"["1",1]"#, #"[{"a":1,"b":2},{"a":2,"b":1}]"#, #"{"a":1}"#, #"["a","A"]"#,
        "[[[1],\"foo\"],[[true],\"foo\"]]", #"[{"nested":[0]},{"nested":[false]}]"#,
        "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,\"1\",[1]]",
      ],
      invalid: [
        "[1,1]", "[1.0,1.00,1]", "[\"foo\",\"bar\",\"foo\"]", #"[{"a":1,"b":2},{"b":2,"a":1}]"#,
        "[[1],[1.0]]", "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,3.0]", "[{},[],null,{}]",
        #"[{"a":{"b":{"c":true}}},{"a":{"b":{"c":true}}}]"#,
      ]),
    .init("uniqueItems false", #"{"uniqueItems":false}"#, valid: ["[1,1]", "[{},{}]"]),
    .init("minItems", #"{"minItems":1}"#, valid: ["[1]", "\"\""], invalid: ["[]"]),
    .init("maxItems", #"{"maxItems":2.0}"#, valid: ["[1,2]", "{}"], invalid: ["[1,2,3]"]),
  ]

  static let items: [SchemaCase] = [
    .init(
      "items", #"{"items":{"type":"integer"}}"#, valid: ["[1,2]", "[]", #"{"0":"x"}"#],
      invalid: [#"[1,"x"]"#]),
    .init("items false", #"{"items":false}"#, valid: ["[]", "1"], invalid: ["[1]"]),
    .init(
      "prefixItems", #"{"prefixItems":[{"type":"integer"},{"type":"string"}]}"#,
      valid: [#"[1,"x"]"#, "[1]", "[]", #"[1,"x",true]"#, #"{"0":"x"}"#], invalid: [#"["x",1]"#],
      drafts: [.draft202012]),
    .init(
      "prefixItems and items", #"{"prefixItems":[{},{},{}],"items":{"type":"integer"}}"#,
      valid: [#"["x","y","z",4]"#, #"["x","y"]"#], invalid: [#"["x","y","z","4"]"#],
      drafts: [.draft202012]),
    .init(
      "items does not see prefixItems of allOf",
      #"{"allOf":[{"prefixItems":[{"minimum":3}]}],"items":{"minimum":5}}"#, valid: ["[5,5]"],
      invalid: ["[3,5]"], drafts: [.draft202012]),
    .init(
      "array form of items", #"{"items":[{"type":"integer"},true,false]}"#,
      valid: [#"[1,"x"]"#, "[]"], invalid: [#"["x"]"#, "[1,2,3]"], drafts: .until2019),
    .init(
      "additionalItems", #"{"items":[{}],"additionalItems":{"type":"integer"}}"#,
      valid: [#"["x",2,3]"#], invalid: [#"["x",2,"y"]"#], drafts: .until2019),
    .init(
      "additionalItems without the array form",
      #"{"items":{"type":"integer"},"additionalItems":false}"#,
      valid: ["[1,2,3]"], invalid: [#"["x"]"#], drafts: .until2019),
    .init(
      "additionalItems without items", #"{"additionalItems":false}"#, valid: ["[1,2,3,4]", "{}"]),
    .init(
      "additionalItems has no effect any more", #"{"prefixItems":[true],"additionalItems":false}"#,
      valid: ["[1,2]"], drafts: [.draft202012]),
    .init(
      "prefixItems had no effect before", #"{"prefixItems":[false],"minItems":0}"#,
      valid: ["[1,2]"],
      drafts: .until2019),
  ]

  static let contains: [SchemaCase] = [
    .init(
      "contains", #"{"contains":{"minimum":5}}"#, valid: ["[3,5]", "[1,2,9]", "{}"],
      invalid: ["[1]", "[]"]),
    .init("contains true", #"{"contains":true}"#, valid: ["[1]"], invalid: ["[]"]),
    .init("contains false", #"{"contains":false}"#, valid: ["\"x\""], invalid: ["[1]", "[]"]),
    .init(
      "contains and items", #"{"items":{"multipleOf":2},"contains":{"multipleOf":3}}"#,
      valid: ["[6,12]", "[2,6]"], invalid: ["[2,4,8]", "[3,6,9]", "[1,5]"]),
    .init(
      "contains with a null item", #"{"contains":{"type":"null"}}"#, valid: ["[null]"],
      invalid: ["[1]"]),
    .init(
      "contains with if", #"{"contains":{"if":false,"else":true}}"#, valid: ["[\"x\"]"],
      invalid: ["[]"]),
    .init(
      "minContains", #"{"contains":{"const":1},"minContains":2}"#, valid: ["[1,1]", "[1,2,1]"],
      invalid: ["[1]", "[1,2]", "[]"], drafts: .from2019),
    .init(
      "minContains 0", #"{"contains":{"const":1},"minContains":0}"#, valid: ["[]", "[2]", "[1]"],
      drafts: .from2019),
    .init(
      "minContains 0 with maxContains",
      #"{"contains":{"const":1},"minContains":0,"maxContains":1}"#,
      valid: ["[]", "[1,2]"], invalid: ["[1,1]"], drafts: .from2019),
    .init(
      "maxContains", #"{"contains":{"const":1},"maxContains":1.0}"#, valid: ["[1]", "[1,2]"],
      invalid: ["[]", "[1,1]"], drafts: .from2019),
    .init(
      "maxContains below minContains", #"{"contains":{"const":1},"minContains":3,"maxContains":1}"#,
      invalid: ["[]", "[1]", "[1,1]", "[1,1,1]"], drafts: .from2019),
    .init(
      "minContains without contains", #"{"minContains":2,"maxContains":0}"#,
      valid: ["[]", "[1,2,3]"]),
    .init(
      "minContains is unknown in draft 7", #"{"contains":{"const":1},"minContains":0}"#,
      invalid: ["[]"], drafts: [.draft7]),
  ]

  static let unevaluated: [SchemaCase] = [
    .init(
      "unevaluatedItems false", #"{"unevaluatedItems":false}"#, valid: ["[]", "{}", "1"],
      invalid: ["[1]"], drafts: .from2019),
    .init(
      "unevaluatedItems as a schema", #"{"unevaluatedItems":{"type":"string"}}"#,
      valid: ["[\"x\"]"], invalid: ["[1]"], drafts: .from2019),
    .init(
      "with uniform items", #"{"items":{"type":"string"},"unevaluatedItems":false}"#,
      valid: [#"["x","y"]"#], drafts: .from2019),
    .init(
      "with prefixItems", #"{"prefixItems":[{"type":"string"}],"unevaluatedItems":false}"#,
      valid: [#"["x"]"#], invalid: [#"["x","y"]"#], drafts: [.draft202012]),
    .init(
      "with the array form", #"{"items":[{"type":"string"}],"unevaluatedItems":false}"#,
      valid: [#"["x"]"#], invalid: [#"["x","y"]"#], drafts: [.draft201909]),
    .init(
      "with additionalItems", #"{"items":[true],"additionalItems":true,"unevaluatedItems":false}"#,
      valid: [#"["x",1]"#], drafts: [.draft201909]),
    .init(
      "additionalItems without items is ignored",
      #"{"additionalItems":true,"unevaluatedItems":false}"#, invalid: ["[1]"],
      drafts: [.draft201909]),
    .init(
      "nested in allOf",
      #"{"prefixItems":[{"type":"string"}],"allOf":[{"prefixItems":[true,{"type":"number"}]}],"unevaluatedItems":false}"#,
      valid: [#"["x",42]"#], invalid: [#"["x",42,true]"#], drafts: [.draft202012]),
    .init(
      "anyOf marks all branches that hold",
      #"{"prefixItems":[{"const":"foo"}],"anyOf":[{"prefixItems":[true,{"const":"bar"}]},{"prefixItems":[true,true,{"const":"baz"}]}],"unevaluatedItems":false}"#,
      valid: [#"["foo","bar"]"#, #"["foo","bar","baz"]"#],
      invalid: [#"["foo","bar",42]"#, #"["foo","bar","baz","qux"]"#], drafts: [.draft202012]),
    .init(
      "not hides what it sees",
      #"{"prefixItems":[{"const":"foo"}],"not":{"not":{"prefixItems":[true,{"const":"bar"}]}},"unevaluatedItems":false}"#,
      invalid: [#"["foo","bar"]"#], drafts: [.draft202012]),
    .init(
      "if, then, else",
      #"{"prefixItems":[{"const":"foo"}],"if":{"prefixItems":[true,{"const":"bar"}]},"then":{"prefixItems":[true,true,{"const":"then"}]},"else":{"prefixItems":[true,true,true,{"const":"else"}]},"unevaluatedItems":false}"#,
      valid: [#"["foo","bar","then"]"#, #"["foo",42,42,"else"]"#],
      invalid: [
        #"["foo","bar","then","else"]"#, #"["foo",42,42,42]"#, #"["foo",42,42,"else",42]"#,
      ],
      drafts: [.draft202012]),
    .init(
      "contains counts",
      #"{"prefixItems":[true],"contains":{"type":"string"},"unevaluatedItems":false}"#,
      valid: [#"[1,"foo"]"#], invalid: ["[1,2]", #"[1,2,"foo"]"#], drafts: [.draft202012]),
    .init(
      "contains did not count", #"{"contains":{"type":"string"},"unevaluatedItems":false}"#,
      invalid: [#"["foo"]"#], drafts: [.draft201909]),
    .init(
      "several contains",
      #"{"allOf":[{"contains":{"multipleOf":2}},{"contains":{"multipleOf":3}}],"unevaluatedItems":{"multipleOf":5}}"#,
      valid: ["[2,3,4,5,6]"], invalid: ["[2,3,4,7,8]"], drafts: [.draft202012]),
    .init(
      "minContains 0 marks what it finds",
      #"{"contains":{"type":"string"},"minContains":0,"unevaluatedItems":false}"#,
      valid: ["[]", #"["foo","bar"]"#], invalid: ["[0]", #"["foo",0]"#], drafts: [.draft202012]),
    .init(
      "contains in if",
      #"{"if":{"contains":{"const":"a"}},"then":{"if":{"contains":{"const":"b"}},"then":{"if":{"contains":{"const":"c"}}}},"unevaluatedItems":false}"#,
      valid: ["[]", #"["a","a"]"#, #"["a","b","a"]"#, #"["c","a","b"]"#],
      invalid: [#"["b","b"]"#, #"["a","c"]"#, #"["a","b","c","d"]"#], drafts: [.draft202012]),
    .init(
      "cannot see inside cousins",
      #"{"allOf":[{"prefixItems":[true]},{"unevaluatedItems":false}]}"#, invalid: ["[1]"],
      drafts: [.draft202012]),
    .init(
      "an item is evaluated in an uncle schema",
      #"{"properties":{"foo":{"prefixItems":[{"type":"string"}],"unevaluatedItems":false}},"anyOf":[{"properties":{"foo":{"prefixItems":[true,{"type":"string"}]}}}]}"#,
      valid: [#"{"foo":["test"]}"#], invalid: [#"{"foo":["test","test"]}"#],
      drafts: [.draft202012]),
    .init(
      "through $ref",
      ##"{"$ref":"#/$defs/bar","prefixItems":[{"type":"string"}],"unevaluatedItems":false,"$defs":{"bar":{"prefixItems":[true,{"type":"string"}]}}}"##,
      valid: [#"["foo","bar"]"#], invalid: [#"["foo","bar","baz"]"#], drafts: [.draft202012]),
    .init(
      "an inner unevaluatedItems counts",
      #"{"allOf":[{"prefixItems":[{"type":"string"}]},{"unevaluatedItems":true}],"unevaluatedItems":false}"#,
      valid: [#"["foo",1,2]"#], drafts: [.draft202012]),
  ]

  @Test(arguments: uniqueItems + items + contains + unevaluated)
  func agreesWithTheSpecification(_ item: SchemaCase) throws {
    try item.check()
  }

  @Test func manyItemsAreEvaluatedByPosition() throws {
    let schema = try JSONSchema(
      compiling: JSONValue(
        parsing: #"{"contains":{"type":"integer"},"unevaluatedItems":{"type":"string"}}"#))
    var items: [JSONValue] = (0..<300).map { $0 % 3 == 0 ? "x" : .number(JSONNumber($0)) }
    #expect(try schema.isValid(.array(items)))
    items[210] = nil
    let failures = try schema.validate(.array(items)).failures
    #expect(failures.map(\.instancePointer.description) == ["/210"])
  }
}
