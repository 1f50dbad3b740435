/// A JSON Schema, compiled: every reference resolved, every keyword checked.
///
/// ```swift
/// let schema = try JSONSchema(compiling: ["type": "object", "required": ["name"]])
/// let result = try schema.validate(value)
/// for failure in result.failures { print(failure) }  // /age: expected an integer, found "28"
/// ```
///
/// Drafts 2020-12, 2019-09 and 7 are supported; `$schema` decides, then the `dialect` that is
/// passed. Nothing is ever fetched: references lead into the schema itself, the registry or the
/// built-in meta-schemas.
public struct JSONSchema: Sendable {
  /// Caps on one check, against schemas and values that are made to exhaust time or stack.
  public struct Limits: Sendable, Hashable {
    /// How deep schemas may be applied within one another; the stack of the thread may end the
    /// check earlier.
    public var depth: Int
    /// How many times a schema may be applied to a value.
    public var steps: Int
    /// How many steps one match of a regular expression may take.
    public var patternSteps: Int

    public init(depth: Int = 8192, steps: Int = 20_000_000, patternSteps: Int = 5_000_000) {
      self.depth = depth
      self.steps = steps
      self.patternSteps = patternSteps
    }
  }

  let program: SchemaProgram

  /// The draft that the schema is written in.
  public let dialect: JSONSchemaDialect

  /// What is allowed but probably not meant, such as unknown keywords.
  public let warnings: [JSONSchemaWarning]

  /// Caps on each check.
  public var limits: Limits

  /// Compiles `schema`.
  ///
  /// - Parameters:
  ///   - schema: An object or a Boolean.
  ///   - baseURI: What relative references resolve against, unless the schema has an `$id`.
  ///   - dialect: What the schema is written in, unless it has a `$schema`.
  ///   - registry: The other documents that references may lead to.
  ///   - assertFormats: Whether `format` is checked; otherwise it only says something of the
  ///     value. A meta-schema with the format-assertion vocabulary switches it on too.
  ///   - assertContents: Whether strings must hold what `contentEncoding` (base64, base64url,
  ///     base32, base16), `contentMediaType` (JSON) and `contentSchema` say; otherwise these only
  ///     say something of the value, as the specification has it.
  /// - Throws: ``JSONSchemaError`` with everything that is wrong with the schema.
  public init(
    compiling schema: JSONValue, baseURI: String = "",
    dialect: JSONSchemaDialect = .draft202012, registry: JSONSchemaRegistry = .init(),
    assertFormats: Bool = false, assertContents: Bool = false, limits: Limits = .init()
  ) throws(JSONSchemaError) {
    let options = SchemaCompiler.Options(
      baseURI: baseURI, dialect: dialect, registry: registry, assertsFormats: assertFormats,
      assertsContents: assertContents)
    self.init(try SchemaCompiler.compile(schema, options), limits: limits)
  }

  init(_ output: SchemaCompiler.Output, limits: Limits = .init()) {
    program = output.program
    dialect = output.dialect
    warnings = output.warnings
    self.limits = limits
  }

  /// Whether `value` matches. The fastest way to ask: stops at the first failure.
  ///
  /// - Throws: ``JSONSchemaError`` if a limit is reached, so that neither yes nor no is known.
  public func isValid(_ value: JSONValue) throws(JSONSchemaError) -> Bool {
    var evaluator = SchemaEvaluator(
      program: program, limits: limits, recorder: SilentRecorder())
    var evaluated = EvaluatedSet.untracked
    return try evaluator.evaluate(program.root, value, &evaluated)
  }

  /// Checks `value` and explains every failure.
  ///
  /// - Parameter collectingAnnotations: Whether the result also has what the schema says of the
  ///   parts of a valid value, such as titles and defaults. That takes longer.
  /// - Throws: ``JSONSchemaError`` if a limit is reached before it is known whether the value is
  ///   valid.
  public func validate(
    _ value: JSONValue, collectingAnnotations: Bool = false
  ) throws(JSONSchemaError) -> JSONSchemaResult {
    let isKnownInvalid = try !isValid(value)
    if !isKnownInvalid, !collectingAnnotations {
      return JSONSchemaResult(units: [], annotations: [], root: rootLocation)
    }
    var evaluator = SchemaEvaluator(program: program, limits: limits, recorder: TreeRecorder())
    var evaluated = EvaluatedSet.untracked
    do throws(JSONSchemaError) {
      _ = try evaluator.evaluate(program.root, value, &evaluated)
    } catch {
      // To explain takes more than to answer. The answer stands, whatever the explanation met.
      guard isKnownInvalid else { throw error }
      return JSONSchemaResult(
        units: [unexplained(error)], annotations: [], root: rootLocation)
    }
    return JSONSchemaResult(
      units: evaluator.recorder.failures, annotations: evaluator.recorder.annotations,
      root: rootLocation)
  }

  private func unexplained(_ error: JSONSchemaError) -> JSONSchemaFailure.Unit {
    JSONSchemaFailure.Unit(
      keyword: "", keywordPointer: .root, absoluteKeywordLocation: rootLocation,
      instancePointer: .root,
      message: "the value is not valid; to list what is wrong was given up: \(error)", causes: [])
  }

  private var rootLocation: String { program.nodes[program.root].place.absoluteLocation([]) }
}
