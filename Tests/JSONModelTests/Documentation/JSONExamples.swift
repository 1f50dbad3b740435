import Foundation
import JSONModel

// The examples of docs/json*.md, between `snippet:` and `end`, as they stand there: the tests
// compare the texts, run the code and look at what it prints.

/// The examples, with what they print.
struct JSONExamples {
  var output = ""

  mutating func print(_ items: Any...) {
    output += items.map { "\($0)" }.joined(separator: " ") + "\n"
  }

  // MARK: docs/json.md

  mutating func reading() throws {
    // snippet:
    let document = try JSONDocument(parsing: #"{"server": {"port": 8080, "hosts": ["a", "b"]}}"#)
    let port = document.root["server"]?["port"]
    print(port?.intValue ?? 0, port?.location.line ?? 0, port?.location.column ?? 0)
    print(port?.pointer ?? .root)
    // end
  }

  mutating func values() throws {
    // snippet:
    var value = try JSONValue(parsing: #"{"price": 1.50, "tags": ["new"]}"#)
    print(value["price"] == 1.5, value["tags"]?[0]?.stringValue ?? "")
    if case .object(var object) = value {
      object["stock"] = 3
      value = .object(object)
    }
    print(value)
    // end
  }

  mutating func syntaxErrors() {
    // snippet:
    do {
      _ = try JSONValue(parsing: "{\n  \"a\": 1,\n}")
    } catch let error as JSONSyntaxError {
      print(error)
      print(error.location.byteOffset)
    } catch {
      print(error)
    }
    // end
  }

  mutating func decoding() throws {
    // snippet:
    struct Server: Decodable {
      var port: Int
      var hosts: [String]
    }
    let document = try JSONDocument(parsing: #"{"port": "80", "hosts": []}"#)
    do {
      _ = try document.decode(Server.self)
    } catch DecodingError.typeMismatch(_, let context) {
      print(context.debugDescription)
    }
    // end
  }

  mutating func duplicates() throws {
    // snippet:
    let document = try JSONDocument(parsing: "{\"a\": 1,\n \"a\": 2}")
    for repeated in document.duplicateKeys() {
      print(repeated.key, repeated.first, "and", repeated.repeated)
    }
    // end
  }

  mutating func pointers() throws {
    let value = try JSONValue(parsing: #"{"choices": [{"id": "x"}]}"#)
    // snippet:
    if let pointer = JSONPointer("/choices/0/id"), let found = value[pointer] {
      print(found)
    }
    // end
  }

  mutating func streaming(path: String) throws {
    // snippet:
    let reader = try JSONFileReader(path: path, .lines)
    while let document = try reader.next() {
      print(document.root.location.line, document.root["id"]?.intValue ?? 0)
    }
    // end
  }

  mutating func elements(path: String) throws {
    // snippet:
    let pointer = JSONPointer(tokens: ["results"])
    let reader = try JSONFileReader(path: path, .elements(of: pointer))
    while let document = try reader.next() {
      print(document.value)
    }
    // end
  }

  mutating func canonical() throws {
    // snippet:
    let value = try JSONValue(parsing: #"{"b": 1.0, "a": [1e2, 9007199254740993]}"#)
    print(value.text())
    print(value.text(.canonical))
    print(value.text(.rfc8785))
    // end
  }

  // MARK: docs/json-schema.md

  mutating func schema() throws {
    // snippet:
    let schema = try JSONSchema(
      compiling: [
        "type": "object",
        "properties": ["name": ["type": "string"], "age": ["type": "integer", "minimum": 0]],
        "required": ["name", "age"],
        "additionalProperties": false,
      ])
    let result = try schema.validate(["name": "Sarah", "age": "28", "mail": "s@example.com"])
    for failure in result.failures {
      print(failure)
    }
    // end
  }

  mutating func outputFormats() throws {
    let schema = try JSONSchema(compiling: ["items": ["type": "integer"]])
    // snippet:
    let result = try schema.validate([1, "2"])
    print(result.output(.basic).text(.pretty))
    // end
  }

  mutating func registry() throws {
    // snippet:
    var registry = JSONSchemaRegistry()
    registry.add(["type": "string", "minLength": 1], as: "https://example.com/name")
    let schema = try JSONSchema(
      compiling: ["properties": ["name": ["$ref": "https://example.com/name"]]], registry: registry)
    print(try schema.isValid(["name": ""]))
    // end
  }

  mutating func schemaErrors() {
    // snippet:
    do {
      let schema: JSONValue = [
        "properties": ["age": ["type": "int"], "zip": ["pattern": "^([0-9]{5}$"]]
      ]
      _ = try JSONSchema(compiling: schema)
    } catch {
      for problem in error.problems { print(problem) }
    }
    // end
  }

  mutating func contents() throws {
    // snippet:
    let schema = try JSONSchema(
      compiling: [
        "properties": [
          "arguments": [
            "contentMediaType": "application/json", "contentSchema": ["required": ["city"]],
          ]
        ]
      ], assertContents: true)
    print(try schema.validate(["arguments": #"{"town": "Rome"}"#]).failures[0])
    // end
  }

  // MARK: docs/json-path.md

  mutating func path() throws {
    let store = try JSONValue(
      parsing: #"{"book": [{"title": "A", "price": 8.95}, {"title": "B", "price": 22.99}]}"#)
    // snippet:
    let path = try JSONPath("$.book[?@.price < 10].title")
    print(path.values(in: store))
    for node in path.nodes(in: store) {
      print(node.location, node.value)
    }
    // end
  }

  mutating func pathErrors() {
    // snippet:
    do {
      _ = try JSONPath("$.book[?@.price = 10]")
    } catch {
      print(error)
    }
    // end
  }

  mutating func pathWarnings() throws {
    // snippet:
    let path = try JSONPath(#"$[?match(@.zip, '\\d{5}')]"#)
    print(path.warnings[0])
    // end
  }

  // MARK: docs/json-diff.md

  mutating func diff() throws {
    // snippet:
    let expected = try JSONValue(
      parsing: #"{"id": 1, "age": 28, "tags": ["a"], "mail": "s@x.org"}"#)
    let actual = try JSONValue(parsing: #"{"id": 2, "age": 29, "tags": ["a", "b"]}"#)
    let id = JSONPointerPattern("/**/id")
    let diff = JSONDiff(
      from: expected, to: actual, options: .init(ignoring: id.map { [.pointer($0)] } ?? []))
    print(diff.text())
    // end
  }

  mutating func diffByKey() throws {
    // snippet:
    let old: JSONValue = [["id": 1, "score": 0.50], ["id": 2, "score": 0.9]]
    let new: JSONValue = [["id": 2, "score": 0.7], ["id": 1, "score": 0.51]]
    let options = JSONDiff.Options(tolerance: .init(absolute: 0.05), arrays: .key("id"))
    print(JSONDiff(from: old, to: new, options: options))
    // end
  }

  // MARK: docs/json-types.md

  mutating func typeSchema() throws {
    // snippet:
    struct Person: Decodable {
      enum Mood: String, Decodable { case happy, sad }
      var name: String
      var age: Int
      var mood: Mood?
    }
    print(try JSONSchemaOfType.schema(of: Person.self).text(.pretty))
    // end
  }

  mutating func annotatedSchema() throws {
    // snippet:
    struct Person: JSONSchemaDescribing {
      static let jsonSchemaDescription: String? = "Somebody the text speaks of"
      static let jsonSchemaProperties: [String: JSONPropertyAnnotation] = [
        "age": .init(description: "in full years", minimum: 0, maximum: 150)
      ]
      var name: String
      var age: Int
    }
    let schema = try JSONSchemaOfType.schema(of: Person.self, options: .strict)
    print(schema["properties"]?["age"] ?? .null)
    // end
  }

  mutating func writtenSchema() throws {
    // snippet:
    struct Percent: JSONSchemaConvertible {
      static let jsonSchema: JSONValue = ["type": "number", "minimum": 0, "maximum": 100]
      var value: Double

      init(from decoder: any Decoder) throws {
        value = try decoder.singleValueContainer().decode(Double.self)
      }
    }
    print(try JSONSchemaOfType.schema(of: [Percent].self))
    // end
  }
}
