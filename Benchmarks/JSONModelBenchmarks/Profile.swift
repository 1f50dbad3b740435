import JSONModel

/// One call over and over, for a profiler.
enum Profile {
  static func run(_ name: String) throws {
    let bytes = Sample.array(megabytes: 1)
    let person = try JSONValue(parsing: PersonSample.instance)
    let schema = try JSONSchema(compiling: JSONValue(parsing: PersonSample.schema))
    let path = try JSONPath(PersonSample.paths[1])
    for _ in 0..<200 {
      switch name {
      case "scan": _ = try JSONDocument(parsing: bytes)
      case "value": _ = try JSONValue(parsing: bytes)
      case "decode":
        for _ in 0..<500 { _ = try JSONDocument(parsing: Sample.reply).decode(Reply.self) }
      case "path": for _ in 0..<1000 { _ = path.values(in: person) }
      case "schema": for _ in 0..<1000 { _ = try schema.isValid(person) }
      default: print("nothing is called \(name)")
      }
    }
  }
}
