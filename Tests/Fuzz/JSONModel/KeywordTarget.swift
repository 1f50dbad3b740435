/// JSON Schema: a schema and an instance, in each draft.
enum KeywordTarget: FuzzTarget {
  static var name: String { "schema" }

  static func run(_ input: [UInt8]) {
    guard let first = input.first else { return }
    let fields = Array(input.dropFirst()).fields(2)
    guard let schema = try? JSONValue(parsing: fields[0]) else { return }
    let instance = fields.count > 1 ? try? JSONValue(parsing: fields[1]) : nil
    let dialect = JSONSchemaDialect.allCases[Int(first) % 3]
    let compiled: JSONSchema
    do throws(JSONSchemaError) {
      compiled = try JSONSchema(
        compiling: schema, dialect: dialect, assertFormats: true,
        limits: .init(depth: 2000, steps: 100_000, patternSteps: 20_000))
    } catch {
      promise(!error.problems.isEmpty && !error.description.isEmpty, "an error without a problem")
      return
    }
    check(compiled, instance ?? schema)
  }

  private static func check(_ schema: JSONSchema, _ instance: JSONValue) {
    do throws(JSONSchemaError) {
      let isValid = try schema.isValid(instance)
      let result = try schema.validate(instance, collectingAnnotations: true)
      promise(result.isValid == isValid, "the two outputs differ")
      promise(result.failures.isEmpty == isValid, "failures of a valid value, or none")
      for failure in result.failures {
        promise(!failure.message.isEmpty, "no message")
      }
      for format in [JSONSchemaResult.OutputFormat.flag, .basic, .detailed] {
        promise(result.output(format)["valid"] == .bool(isValid), "the output differs")
      }
    } catch {
      // A limit was reached: neither yes nor no.
    }
  }
}
