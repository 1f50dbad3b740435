/// Applies a program to an instance.
///
/// One body serves both outputs: with ``SilentRecorder`` it stops at the first failure and
/// keeps nothing, with ``TreeRecorder`` it goes on and explains.
struct SchemaEvaluator<Recorder: SchemaRecorder> {
  let program: SchemaProgram
  let limits: JSONSchema.Limits
  var recorder: Recorder
  private var depth = 0
  private var steps = 0
  /// Schemas applied to the same instance value without going deeper.
  private var chain = 0
  private var stack = StackGuard()
  /// The resources entered on the way here, outermost first.
  private var scope: [Int] = []

  init(program: SchemaProgram, limits: JSONSchema.Limits, recorder: Recorder) {
    self.program = program
    self.limits = limits
    self.recorder = recorder
  }

  /// Whether `value` matches the node.
  ///
  /// - Parameter evaluated: Where to note what the node has evaluated, if it matches.
  mutating func evaluate(
    _ id: Int, _ value: JSONValue, _ evaluated: inout EvaluatedSet
  ) throws(JSONSchemaError) -> Bool {
    let node = program.nodes[id]
    try countStep(node)
    defer { depth -= 1 }
    let entersScope = program.tracksDynamicScope && scope.last != node.place.resource
    if entersScope { scope.append(node.place.resource) }
    defer { if entersScope { scope.removeLast() } }

    let mark = recorder.annotationMark
    let isValid: Bool
    if evaluated.isTracking || node.rules.needsEvaluated {
      var own = EvaluatedSet(isTracking: true)
      isValid = try applyAll(node, value, &own)
      if isValid { evaluated.formUnion(own) }
    } else {
      isValid = try applyAll(node, value, &evaluated)
    }
    if Recorder.isRecording {
      if isValid {
        for member in node.annotations { recorder.annotate(member.key, of: node) { member.value } }
        if case .string = value {
          for member in node.stringAnnotations {
            recorder.annotate(member.key, of: node) { member.value }
          }
        }
      } else {
        recorder.dropAnnotations(after: mark)
      }
    }
    return isValid
  }

  private mutating func countStep(_ node: SchemaNode) throws(JSONSchemaError) {
    depth += 1
    steps += 1
    chain += 1
    if steps > limits.steps {
      throw failure(
        .tooMuchWork, node, "the check takes more than \(limits.steps) steps and was given up")
    }
    if depth > limits.depth || (depth % 64 == 0 && stack.isNearlyUsedUp()) {
      throw failure(.tooDeep, node, "schemas and values nest too deep; gave up at level \(depth)")
    }
    // More schemas in a row on one value than there are: one of them was applied twice, and
    // the second time differs from the first at most by a resource more in the scope.
    if chain > program.nodes.count, chain > program.nodes.count * (scope.count + 1) {
      throw failure(
        .endlessReference, node, "the references lead back here without end")
    }
  }

  func failure(
    _ code: JSONSchemaError.Code, _ node: SchemaNode, _ message: String
  ) -> JSONSchemaError {
    JSONSchemaError(
      .init(
        code, document: node.place.document, at: node.place.documentPointer,
        instance: recorder.instancePointer, message))
  }

  private mutating func applyAll(
    _ node: SchemaNode, _ value: JSONValue, _ evaluated: inout EvaluatedSet
  ) throws(JSONSchemaError) -> Bool {
    var isValid = true
    if node.rules.rejectsAll { return rejectAll(node, value) }
    for rule in node.rules.general where !applies(rule, node, value) {
      isValid = false
      if !Recorder.isRecording { return false }
    }
    switch value {
    case .number(let number):
      for rule in node.rules.number where !applies(rule, node, number) {
        isValid = false
        if !Recorder.isRecording { return false }
      }
    case .string(let text):
      for rule in node.rules.string where !(try applies(rule, node, text)) {
        isValid = false
        if !Recorder.isRecording { return false }
      }
    case .array(let items):
      for rule in node.rules.array where !(try applies(rule, node, items, &evaluated)) {
        isValid = false
        if !Recorder.isRecording { return false }
      }
    case .object(let object):
      for rule in node.rules.object where !(try applies(rule, node, object, &evaluated)) {
        isValid = false
        if !Recorder.isRecording { return false }
      }
    default: break
    }
    for rule in node.rules.inPlace where !(try applies(rule, node, value, &evaluated)) {
      isValid = false
      if !Recorder.isRecording { return false }
    }
    // Where another rule failed, what it would have evaluated is unknown and not worth a message.
    if isValid, node.rules.needsEvaluated { return try appliesUnevaluated(node, value, &evaluated) }
    return isValid
  }

  // MARK: Applying other schemas

  /// Applies a schema to a part of the instance.
  @inline(__always)
  mutating func descend(
    _ id: Int, _ value: JSONValue, to step: @autoclosure () -> String, keyword: String,
    token: @autoclosure () -> String? = nil
  ) throws(JSONSchemaError) -> Bool {
    let outerChain = chain
    chain = 0
    var hasToken = false
    if Recorder.isRecording {
      let token = token()
      hasToken = token != nil
      recorder.enter(instance: step(), keyword: keyword, token: token)
    }
    var evaluated = EvaluatedSet.untracked
    let isValid = try evaluate(id, value, &evaluated)
    if Recorder.isRecording { recorder.leave(instance: true, token: hasToken) }
    chain = outerChain
    return isValid
  }

  /// Starts a new chain, for a value that is not the instance itself; returns the outer one.
  mutating func resetChain() -> Int {
    defer { chain = 0 }
    return chain
  }

  mutating func restoreChain(_ outer: Int) {
    chain = outer
  }

  /// Applies a schema to the same instance.
  @inline(__always)
  mutating func stay(
    _ id: Int, _ value: JSONValue, _ evaluated: inout EvaluatedSet, keyword: String,
    token: @autoclosure () -> String? = nil
  ) throws(JSONSchemaError) -> Bool {
    let outerChain = chain
    var hasToken = false
    if Recorder.isRecording {
      let token = token()
      hasToken = token != nil
      recorder.enter(instance: nil, keyword: keyword, token: token)
    }
    let isValid = try evaluate(id, value, &evaluated)
    if Recorder.isRecording { recorder.leave(instance: false, token: hasToken) }
    chain = outerChain
    return isValid
  }

  /// The node that a dynamic reference leads to now: that of the outermost resource that has
  /// the anchor.
  func dynamicTarget(_ anchor: Int, fallback: Int) -> Int {
    let targets = program.dynamicTargets[anchor]
    for resource in scope {
      if let node = targets[resource] { return node }
    }
    return fallback
  }

  /// Reports a failure of a keyword that applies no other schema.
  @inline(__always)
  mutating func fail(
    _ keyword: String, _ node: SchemaNode, _ message: () -> String
  ) -> Bool {
    if Recorder.isRecording {
      let frame = recorder.begin()
      recorder.fail(keyword, of: node, causes: frame, message: message)
    }
    return false
  }
}
