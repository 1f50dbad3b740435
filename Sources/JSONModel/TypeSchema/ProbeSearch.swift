/// Decodes one type again and again until it is known what it takes.
struct ProbeSearch<T: Decodable> {
  private struct Success {
    var trial: ProbeTrial
    var plan: ProbePlan
    var value: T
  }

  /// How often a type is decoded to find values that it accepts.
  private static var budget: Int { 4000 }

  private let explorer: TypeExplorer

  init(_ type: T.Type, explorer: TypeExplorer) {
    self.explorer = explorer
  }

  /// The shape of the type and instances of it, at least one.
  func run() throws -> (shape: SchemaShape, values: [Any]) {
    var plan = ProbePlan()
    let first: Result<Success, any Error> = Result { try findSuccess(plan) }
    if let cases = keyedCases(first) { return try union(of: cases, first) }
    let success = try first.get()
    remember(success.value)
    if let found = try discriminated(success) { return found }
    plan = success.plan
    let record = explore(success)
    return (record.shape(at: []), [success.value])
  }

  private func remember(_ value: T) { explorer.remember(value) }

  // MARK: Trials

  private func attempt(_ plan: ProbePlan) -> (ProbeTrial, Result<T, any Error>) {
    let trial = ProbeTrial(explorer: explorer, plan: plan)
    return (trial, Result { try T(from: ProbeDecoder(trial: trial, path: [])) })
  }

  private func success(_ plan: ProbePlan) -> Success? {
    let (trial, result) = attempt(plan)
    guard case .success(let value) = result else { return nil }
    return Success(trial: trial, plan: plan, value: value)
  }

  /// Looks for made-up values that the type accepts: the same choice everywhere first, then
  /// each value by itself, the last one read first, keeping what gets the decoding further.
  private func findSuccess(_ start: ProbePlan) throws -> Success {
    var plan = start
    var tries = 0
    var (trial, result) = attempt(plan)
    func isHopeless(_ result: Result<T, any Error>) -> Bool {
      guard case .failure(let error) = result else { return false }
      return error is TypeExplorer.Endless || error is JSONSchemaOfTypeError
    }
    if case .success(let value) = result { return Success(trial: trial, plan: plan, value: value) }
    if isHopeless(result) { throw rejection(trial, result) }
    for baseline in 1..<8 {
      var other = start
      other.baseline = baseline
      if let success = success(other) { return success }
    }
    var best = (trial: trial, error: result)
    search: while tries < Self.budget {
      for read in best.trial.reads.reversed() where plan.fixed[read.path] == nil {
        for choice in 0..<read.count where choice != plan.choice(at: read.path, of: read.count) {
          tries += 1
          var other = plan
          other.choices[read.path] = choice
          (trial, result) = attempt(other)
          if case .success(let value) = result {
            return Success(trial: trial, plan: other, value: value)
          }
          if trial.reads.count > best.trial.reads.count {
            best = (trial, result)
            plan = other
            continue search
          }
        }
      }
      break
    }
    throw rejection(best.trial, best.error)
  }

  private func rejection(_ trial: ProbeTrial, _ result: Result<T, any Error>) -> any Error {
    guard case .failure(let cause) = result else {
      return TypeExplorer.Endless(typeName: "\(T.self)")
    }
    if cause is TypeExplorer.Endless { return cause }
    if let error = cause as? JSONSchemaOfTypeError { return error.below([], in: "\(T.self)") }
    var path = trial.reads.last?.path.map(\.name) ?? []
    var reason = "\(cause)"
    if let error = cause as? DecodingError, let context = error.context {
      reason = context.debugDescription
      if !context.codingPath.isEmpty { path = context.codingPath.map(\.stringValue) }
    }
    return JSONSchemaOfTypeError(
      code: .rejectsProbes, typeName: "\(T.self)", codingPath: path,
      message: "init(from:) takes none of the values that were tried here (\(reason)); "
        + "make \(T.self) conform to JSONSchemaConvertible to say its schema")
  }

  // MARK: What else the type takes

  /// All that the type takes, beginning with what one successful trial showed.
  private func explore(_ success: Success) -> ProbeRecord {
    var record = success.trial.record
    if success.trial.asksForPresence {
      for presence in [ProbePlan.Presence.missing, .null] {
        var plan = success.plan
        plan.presence = presence
        if let other = self.success(plan) { record.merge(other.trial.record) }
      }
    }
    for (path, place) in success.trial.record.places {
      for (name, member) in place.members where member.strictTrials > 0 && !member.isDynamic {
        var plan = success.plan
        plan.absent = path + [.key(name)]
        if let other = self.success(plan) { record.merge(other.trial.record) }
      }
      mergeAlternatives(to: place, at: path, success.plan, into: &record)
    }
    return record
  }

  /// Refuses what was taken at a place until the type gives up, and adds what it asked for next.
  private func mergeAlternatives(
    to place: ProbeRecord.Place, at path: ProbePath, _ plan: ProbePlan,
    into record: inout ProbeRecord
  ) {
    var plan = plan
    var refused = Set(place.requests)
    while !refused.isEmpty, refused.count < 20 {
      plan.refused[path] = refused
      // The values of other kinds have choices of their own.
      plan.choices[path] = nil
      guard let other = try? findSuccess(plan),
        let new = other.trial.record.places[path]?.requests, !new.isEmpty
      else { return }
      record.merge(other.trial.record)
      refused.formUnion(new)
    }
  }

  // MARK: Enumerations with payloads

  /// The plans for the single cases, if the type looks at all its keys to choose one of them and
  /// did not like to see them all.
  private func keyedCases(_ result: Result<Success, any Error>) -> [ProbePlan]? {
    if case .success = result { return nil }
    let (trial, _) = attempt(ProbePlan())
    guard let (path, names) = trial.enumeratedKeys.first else { return nil }
    return names.map { name in
      var plan = ProbePlan()
      plan.onlyKey[path] = name
      return plan
    }
  }

  /// One shape for each case. A case that needs an instance of the type itself waits until
  /// another case has given one.
  private func union(
    of plans: [ProbePlan], _ first: Result<Success, any Error>
  ) throws -> (shape: SchemaShape, values: [Any]) {
    var shapes: [SchemaShape?] = plans.map { _ in nil }
    var values: [Any] = []
    var failure: (any Error)?
    var isProgressing = true
    while isProgressing {
      isProgressing = false
      for (index, plan) in plans.enumerated() where shapes[index] == nil {
        do {
          let success = try findSuccess(plan)
          remember(success.value)
          values.append(success.value)
          let others = plans.compactMap { $0.onlyKey[[]] }.filter { $0 != plan.onlyKey[[]] }
          shapes[index] = explore(success).shape(at: []).excluding(others)
          isProgressing = true
        } catch {
          failure = error
        }
      }
    }
    guard !shapes.contains(nil) else {
      if let failure { throw failure }
      throw TypeExplorer.Endless(typeName: "\(T.self)")
    }
    return (.union(shapes.compactMap { $0 }), values)
  }

  // MARK: Objects with a discriminator

  /// The forms of an object in which the value of an enumeration decides what else is read.
  private func discriminated(_ success: Success) throws -> (shape: SchemaShape, values: [Any])? {
    guard let root = success.trial.record.places[[]] else { return nil }
    for name in root.memberNames {
      let path: ProbePath = [.key(name)]
      guard case .enumeration(let cases)? = success.trial.record.places[path]?.leaves.first?.shape,
        cases.count > 1
      else { continue }
      let forms = cases.indices.map { index in
        var plan = ProbePlan()
        plan.fixed[path] = index
        return try? findSuccess(plan)
      }
      let members = Set(forms.map { Set($0?.trial.record.places[[]]?.memberNames ?? []) })
      guard members.count > 1 else { continue }
      var shapes: [SchemaShape] = []
      for (form, value) in zip(forms, cases) {
        guard let form else { continue }
        shapes.append(explore(form).shape(at: []).fixing(name, to: value))
      }
      return (.union(shapes), forms.compactMap { $0?.value })
    }
    return nil
  }
}

extension ProbeRecord.Place {
  /// All that the place was taken for.
  fileprivate var requests: [ProbeRequest] {
    leaves.map(\.request) + (objectTrials > 0 ? [.object] : []) + (isArray ? [.array] : [])
  }
}

extension SchemaShape {
  fileprivate func excluding(_ names: [String]) -> SchemaShape {
    guard case .object(var object) = self else { return self }
    object.excluded = names
    return .object(object)
  }

  /// The object with its property `name` narrowed to one value.
  fileprivate func fixing(_ name: String, to value: JSONValue) -> SchemaShape {
    guard case .object(var object) = self else { return self }
    for index in object.properties.indices where object.properties[index].name == name {
      object.properties[index].shape = .enumeration([value])
    }
    return .object(object)
  }
}

extension DecodingError {
  var context: Context? {
    switch self {
    case .typeMismatch(_, let context), .valueNotFound(_, let context),
      .keyNotFound(_, let context), .dataCorrupted(let context):
      context
    @unknown default: nil
    }
  }
}
