import JSONModel
import Testing

@testable import AssayInput

/// The cases of the Mustache specification for interpolation, sections, inverted sections,
/// partials, comments and delimiters, for text that is not escaped. Cases where the specification
/// renders a missing variable as nothing are left out: here, that is an error.
@Suite struct MustacheSpecTests {
  struct Case: CustomTestStringConvertible {
    var name: String
    var template: String
    var data: JSONObject = [:]
    var partials: [String: String] = [:]
    var expected: String

    var testDescription: String { name }
  }

  static let interpolation: [Case] = [
    Case(
      name: "no interpolation", template: "Hello from {Mustache}!\n",
      expected: "Hello from {Mustache}!\n"),
    Case(
      name: "basic", template: "Hello, {{subject}}!\n", data: ["subject": "world"],
      expected: "Hello, world!\n"),
    Case(
      name: "no re-interpolation", template: "{{template}}: {{planet}}",
      data: ["template": "{{planet}}", "planet": "Earth"], expected: "{{planet}}: Earth"),
    Case(
      name: "no escaping", template: "These characters should be HTML escaped: {{forbidden}}\n",
      data: ["forbidden": "& \" < >"],
      expected: "These characters should be HTML escaped: & \" < >\n"),
    Case(
      name: "triple mustache", template: "{{{forbidden}}}", data: ["forbidden": "& \" < >"],
      expected: "& \" < >"),
    Case(
      name: "ampersand", template: "{{&forbidden}}", data: ["forbidden": "& \" < >"],
      expected: "& \" < >"),
    Case(
      name: "integers", template: "{{mph}} and {{{mph}}} and {{&mph}}", data: ["mph": 85],
      expected: "85 and 85 and 85"),
    Case(name: "decimals", template: "{{power}}", data: ["power": 1.21], expected: "1.21"),
    Case(
      name: "dotted names", template: "\"{{person.name}}\" == \"{{#person}}{{name}}{{/person}}\"",
      data: ["person": ["name": "Joe"]], expected: "\"Joe\" == \"Joe\""),
    Case(
      name: "arbitrary depth", template: "{{a.b.c.d.e.name}}",
      data: ["a": ["b": ["c": ["d": ["e": ["name": "Phil"]]]]]], expected: "Phil"),
    Case(
      name: "initial resolution", template: "{{#a}}{{b.c.d.e.name}}{{/a}}",
      data: [
        "a": ["b": ["c": ["d": ["e": ["name": "Phil"]]]]],
        "b": ["c": ["d": ["e": ["name": "Wrong"]]]],
      ], expected: "Phil"),
    Case(
      name: "implicit iterators", template: "{{#list}}({{.}}){{/list}}",
      data: ["list": [1, "b", 2.50]],
      expected: "(1)(b)(2.5)"),
    Case(
      name: "surrounding white space", template: "| {{string}} |", data: ["string": "---"],
      expected: "| --- |"),
    Case(
      name: "standalone variables keep their lines", template: "  {{string}}\n",
      data: ["string": "---"], expected: "  ---\n"),
    Case(
      name: "padding", template: "|{{ string }}|{{{ string }}}|{{& string }}|",
      data: ["string": "---"],
      expected: "|---|---|---|"),
  ]

  static let sections: [Case] = [
    Case(
      name: "truthy", template: "\"{{#boolean}}This should be rendered.{{/boolean}}\"",
      data: ["boolean": true], expected: "\"This should be rendered.\""),
    Case(
      name: "falsey", template: "\"{{#boolean}}This should not be rendered.{{/boolean}}\"",
      data: ["boolean": false], expected: "\"\""),
    Case(name: "null", template: "\"{{#null}}no{{/null}}\"", data: ["null": nil], expected: "\"\""),
    Case(
      name: "context", template: "\"{{#context}}Hi {{name}}.{{/context}}\"",
      data: ["context": ["name": "Joe"]], expected: "\"Hi Joe.\""),
    Case(
      name: "parent contexts", template: "\"{{#sec}}{{a}}, {{b}}, {{c.d}}{{/sec}}\"",
      data: ["a": "foo", "b": "wrong", "sec": ["b": "bar"], "c": ["d": "baz"]],
      expected: "\"foo, bar, baz\""),
    Case(
      name: "variable test", template: "\"{{#foo}}{{.}} is {{foo}}{{/foo}}\"", data: ["foo": "bar"],
      expected: "\"bar is bar\""),
    Case(
      name: "list contexts",
      template:
        "{{#tops}}{{#middles}}{{tname.lower}}{{mname}}.{{#bottoms}}{{tname.upper}}{{mname}}{{bname}}.{{/bottoms}}{{/middles}}{{/tops}}",
      data: [
        "tops": [
          [
            "tname": ["upper": "A", "lower": "a"],
            "middles": [["mname": "1", "bottoms": [["bname": "x"], ["bname": "y"]]]],
          ]
        ]
      ], expected: "a1.A1x.A1y."),
    Case(
      name: "list", template: "\"{{#list}}{{item}}{{/list}}\"",
      data: ["list": [["item": 1], ["item": 2], ["item": 3]]], expected: "\"123\""),
    Case(
      name: "empty list", template: "\"{{#list}}Yay lists!{{/list}}\"", data: ["list": []],
      expected: "\"\""),
    Case(
      name: "doubled",
      template: "{{#bool}}\n* first\n{{/bool}}\n* {{two}}\n{{#bool}}\n* third\n{{/bool}}\n",
      data: ["bool": true, "two": "second"], expected: "* first\n* second\n* third\n"),
    Case(
      name: "nested truthy", template: "| A {{#bool}}B {{#bool}}C{{/bool}} D{{/bool}} E |",
      data: ["bool": true], expected: "| A B C D E |"),
    Case(
      name: "nested falsey", template: "| A {{#bool}}B {{#bool}}C{{/bool}} D{{/bool}} E |",
      data: ["bool": false], expected: "| A  E |"),
    Case(
      name: "context misses", template: "[{{#missing}}Found key 'missing'!{{/missing}}]",
      expected: "[]"),
    Case(
      name: "nested lists", template: "{{#list}}({{#.}}{{.}}{{/.}}){{/list}}",
      data: ["list": [[1, 2, 3], ["a", "b", "c"]]], expected: "(123)(abc)"),
    Case(
      name: "root-level list of objects", template: "{{#list}}({{value}}){{/list}}",
      data: ["list": [["value": "a"], ["value": "b"]]], expected: "(a)(b)"),
    Case(
      name: "dotted names, truthy", template: "{{#a.b.c}}Here{{/a.b.c}}",
      data: ["a": ["b": ["c": true]]], expected: "Here"),
    Case(
      name: "dotted names, broken chain", template: "[{{#a.b.c}}Here{{/a.b.c}}]", data: ["a": [:]],
      expected: "[]"),
    Case(
      name: "surrounding white space", template: " | {{#boolean}}\t|\t{{/boolean}} | \n",
      data: ["boolean": true], expected: " | \t|\t | \n"),
    Case(
      name: "internal white space",
      template: " | {{#boolean}} {{! Important Whitespace }}\n {{/boolean}} | \n",
      data: ["boolean": true], expected: " |  \n  | \n"),
    Case(
      name: "indented inline sections",
      template: " {{#boolean}}YES{{/boolean}}\n {{#boolean}}GOOD{{/boolean}}\n",
      data: ["boolean": true], expected: " YES\n GOOD\n"),
    Case(
      name: "standalone lines", template: "| This Is\n{{#boolean}}\n|\n{{/boolean}}\n| A Line\n",
      data: ["boolean": true], expected: "| This Is\n|\n| A Line\n"),
    Case(
      name: "indented standalone lines",
      template: "| This Is\n  {{#boolean}}\n|\n  {{/boolean}}\n| A Line\n", data: ["boolean": true],
      expected: "| This Is\n|\n| A Line\n"),
    Case(
      name: "standalone line endings", template: "|\r\n{{#boolean}}\r\n{{/boolean}}\r\n|",
      data: ["boolean": true], expected: "|\r\n|"),
    Case(
      name: "standalone without previous line", template: "  {{#boolean}}\n#{{/boolean}}\n/",
      data: ["boolean": true], expected: "#\n/"),
    Case(
      name: "standalone without newline", template: "#{{#boolean}}\n/\n  {{/boolean}}",
      data: ["boolean": true], expected: "#\n/\n"),
    Case(
      name: "padding", template: "|{{# boolean }}={{/ boolean }}|", data: ["boolean": true],
      expected: "|=|"),
  ]

  static let inverted: [Case] = [
    Case(
      name: "falsey", template: "\"{{^boolean}}shown{{/boolean}}\"", data: ["boolean": false],
      expected: "\"shown\""),
    Case(
      name: "truthy", template: "\"{{^boolean}}no{{/boolean}}\"", data: ["boolean": true],
      expected: "\"\""),
    Case(
      name: "null", template: "\"{{^null}}shown{{/null}}\"", data: ["null": nil],
      expected: "\"shown\""),
    Case(
      name: "context", template: "\"{{^context}}Hi {{name}}.{{/context}}\"",
      data: ["context": ["name": "Joe"]], expected: "\"\""),
    Case(
      name: "list", template: "\"{{^list}}{{n}}{{/list}}\"", data: ["list": [["n": 1]]],
      expected: "\"\""),
    Case(
      name: "empty list", template: "\"{{^list}}Yay!{{/list}}\"", data: ["list": []],
      expected: "\"Yay!\""),
    Case(
      name: "doubled",
      template: "{{^bool}}\n* first\n{{/bool}}\n* {{two}}\n{{^bool}}\n* third\n{{/bool}}\n",
      data: ["bool": false, "two": "second"], expected: "* first\n* second\n* third\n"),
    Case(
      name: "nested falsey", template: "| A {{^bool}}B {{^bool}}C{{/bool}} D{{/bool}} E |",
      data: ["bool": false], expected: "| A B C D E |"),
    Case(name: "context misses", template: "[{{^missing}}shown{{/missing}}]", expected: "[shown]"),
    Case(
      name: "dotted names, broken chain", template: "{{^a.b.c}}Not Here{{/a.b.c}}",
      data: ["a": [:]], expected: "Not Here"),
    Case(
      name: "standalone lines", template: "| This Is\n{{^boolean}}\n|\n{{/boolean}}\n| A Line\n",
      data: ["boolean": false], expected: "| This Is\n|\n| A Line\n"),
    Case(
      name: "standalone line endings", template: "|\r\n{{^boolean}}\r\n{{/boolean}}\r\n|",
      data: ["boolean": false], expected: "|\r\n|"),
    Case(
      name: "standalone without newline", template: "^{{^boolean}}\n/\n  {{/boolean}}",
      data: ["boolean": false], expected: "^\n/\n"),
  ]

  static let partials: [Case] = [
    Case(
      name: "basic", template: "\"{{>text}}\"", partials: ["text": "from partial"],
      expected: "\"from partial\""),
    Case(
      name: "context", template: "\"{{>partial}}\"", data: ["text": "content"],
      partials: ["partial": "*{{text}}*"], expected: "\"*content*\""),
    Case(
      name: "nested", template: "{{>outer}}", data: ["a": "hello", "b": "world"],
      partials: ["outer": "*{{a}} {{>inner}}*", "inner": "{{b}}!"], expected: "*hello world!*"),
    Case(
      name: "surrounding white space", template: "| {{>partial}} |", partials: ["partial": "\t|\t"],
      expected: "| \t|\t |"),
    Case(
      name: "inline indentation", template: "  {{data}}  {{> partial}}\n", data: ["data": "|"],
      partials: ["partial": ">\n>"], expected: "  |  >\n>\n"),
    Case(
      name: "standalone line endings", template: "|\r\n{{>partial}}\r\n|",
      partials: ["partial": ">"], expected: "|\r\n>|"),
    Case(
      name: "standalone without previous line", template: "  {{>partial}}\n>",
      partials: ["partial": ">\n>"], expected: "  >\n  >>"),
    Case(
      name: "standalone without newline", template: ">\n  {{>partial}}",
      partials: ["partial": ">\n>"], expected: ">\n  >\n  >"),
    Case(
      name: "standalone indentation", template: "\\\n {{>partial}}\n/\n",
      data: ["content": "<\n->"], partials: ["partial": "|\n{{{content}}}\n|\n"],
      expected: "\\\n |\n <\n->\n |\n/\n"),
    Case(
      name: "padding", template: "|{{> partial }}|", data: ["boolean": true],
      partials: ["partial": "[]"], expected: "|[]|"),
    Case(
      name: "in a list", template: "{{#list}}{{> item}}{{/list}}", data: ["list": [1, 2]],
      partials: ["item": "<{{#list}}.{{/list}}>"], expected: "<..><..>"),
  ]

  static let comments: [Case] = [
    Case(name: "inline", template: "12345{{! Comment Block! }}67890", expected: "1234567890"),
    Case(
      name: "multiline", template: "12345{{!\n  This is a\n  multi-line comment...\n}}67890\n",
      expected: "1234567890\n"),
    Case(
      name: "standalone", template: "Begin.\n{{! Comment Block! }}\nEnd.\n",
      expected: "Begin.\nEnd.\n"),
    Case(
      name: "indented standalone", template: "Begin.\n  {{! Indented Comment Block! }}\nEnd.\n",
      expected: "Begin.\nEnd.\n"),
    Case(
      name: "standalone line endings", template: "|\r\n{{! Standalone Comment }}\r\n|",
      expected: "|\r\n|"),
    Case(
      name: "standalone without previous line", template: "  {{! I'm Still Standalone }}\n!",
      expected: "!"),
    Case(
      name: "standalone without newline", template: "!\n  {{! I'm Still Standalone }}",
      expected: "!\n"),
    Case(
      name: "multiline standalone",
      template: "Begin.\n{{!\nSomething's going on here...\n}}\nEnd.\n",
      expected: "Begin.\nEnd.\n"),
    Case(
      name: "indented inline", template: "  12 {{! 34 }}\n", expected: "  12 \n"),
    Case(
      name: "surrounding white space", template: "12345 {{! Comment Block! }} 67890",
      expected: "12345  67890"),
  ]

  static let delimiters: [Case] = [
    Case(
      name: "pair behavior", template: "{{=<% %>=}}(<%text%>)", data: ["text": "Hey!"],
      expected: "(Hey!)"),
    Case(
      name: "special characters", template: "({{=[ ]=}}[text])", data: ["text": "It worked!"],
      expected: "(It worked!)"),
    Case(
      name: "sections",
      template:
        "[\n{{#section}}\n  {{data}}\n  |data|\n{{/section}}\n\n{{= | | =}}\n|#section|\n  {{data}}\n  |data|\n|/section|\n]\n",
      data: ["section": true, "data": "I got interpolated."],
      expected: "[\n  I got interpolated.\n  |data|\n\n  {{data}}\n  I got interpolated.\n]\n"),
    Case(
      name: "partial inheritance",
      template: "[ {{>include}} ]\n{{= | | =}}\n[ |>include| ]\n", data: ["value": "yes"],
      partials: ["include": ".{{value}}."], expected: "[ .yes. ]\n[ .yes. ]\n"),
    Case(
      name: "post-partial behavior",
      template: "[ {{>include}} ]\n[ .{{value}}.  .|value|. ]\n", data: ["value": "yes"],
      partials: ["include": ".{{value}}. {{= | | =}} .|value|."],
      expected: "[ .yes.  .yes. ]\n[ .yes.  .|value|. ]\n"),
    Case(name: "surrounding white space", template: "| {{=@ @=}} |", expected: "|  |"),
    Case(name: "outlying white space", template: " | {{=@ @=}}\n", expected: " | \n"),
    Case(name: "standalone tag", template: "Begin.\n{{=@ @=}}\nEnd.\n", expected: "Begin.\nEnd.\n"),
    Case(
      name: "indented standalone tag", template: "Begin.\n  {{=@ @=}}\nEnd.\n",
      expected: "Begin.\nEnd.\n"),
    Case(name: "standalone line endings", template: "|\r\n{{= @ @ =}}\r\n|", expected: "|\r\n|"),
    Case(name: "standalone without previous line", template: "  {{=@ @=}}\n=", expected: "="),
    Case(name: "standalone without newline", template: "=\n  {{=@ @=}}", expected: "=\n"),
    Case(name: "pair with padding", template: "|{{= @   @ =}}|", expected: "||"),
  ]

  @Test(arguments: interpolation + sections + inverted)
  func rendersValuesAndSections(example: Case) throws { try check(example) }

  @Test(arguments: partials + comments + delimiters)
  func rendersAllElse(example: Case) throws { try check(example) }

  private func check(_ example: Case) throws {
    let template = try Template(example.template, partials: example.partials)
    #expect(try template.render(example.data) == example.expected)
    #expect(template.problems(with: example.data).isEmpty)
  }
}
