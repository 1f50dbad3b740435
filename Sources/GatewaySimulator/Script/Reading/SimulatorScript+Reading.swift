import Foundation
import JSONModel

extension SimulatorScript {
  /// Reads a script file.
  ///
  /// - Throws: ``SimulatorError`` that lists every mistake with its line, column and JSON path.
  public init(contentsOf path: String) throws {
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: path))
    } catch {
      throw SimulatorError(
        code: .invalidScript, message: "\(path): cannot be read: \(error.localizedDescription)")
    }
    try self.init(parsing: Array(data), file: path)
  }

  /// Reads the text of a script.
  ///
  /// - Throws: ``SimulatorError`` that lists every mistake with its line, column and JSON path.
  public init(parsing text: String) throws {
    try self.init(parsing: Array(text.utf8), file: "script")
  }

  /// Reads the bytes of a script; `file` is what messages call it.
  package init(parsing bytes: [UInt8], file: String) throws {
    let problems = ScriptProblems(file: file)
    let script = Self.read(bytes, problems)
    guard let script, problems.found.isEmpty else {
      throw SimulatorError(
        code: .invalidScript,
        message: problems.found.map(\.description).joined(separator: "\n"))
    }
    self = script
  }

  private static func read(_ bytes: [UInt8], _ problems: ScriptProblems) -> SimulatorScript? {
    let document: JSONDocument
    do {
      document = try JSONDocument(parsing: bytes)
    } catch let error as JSONSyntaxError {
      problems.add(error.message, at: error.location)
      return nil
    } catch {
      problems.add("\(error)")
      return nil
    }
    for duplicate in document.duplicateKeys() {
      problems.add("the key \"\(duplicate.key)\" stands twice", at: duplicate.repeated)
    }
    // A newer version may have keys that would look like mistakes here.
    if let version = document.root["version"], let number = version.intValue,
      number > Self.version
    {
      problems.add(
        version,
        "version \(number) is newer than this simulator reads, which is \(Self.version); "
          + "a newer assay is needed")
      return nil
    }
    return ScriptReader(problems: problems).script(document.root)
  }
}

/// Reads the parts of a script.
struct ScriptReader {
  let problems: ScriptProblems

  func script(_ node: JSONNode) -> SimulatorScript? {
    let keys = [
      "$schema", "version", "description", "seed", "shapes", "streamUsage", "teams", "models",
      "rules",
    ]
    guard let reader = ObjectReader(node, keys: keys + Self.paceKeys, problems) else { return nil }
    _ = reader.integer("version", in: 1...SimulatorScript.version, isRequired: true)
    _ = reader.string("description")
    _ = reader.string("$schema")
    var script = SimulatorScript()
    if let seed = reader.integer("seed", in: 0...Int.max) { script.seed = UInt64(seed) }
    script.shapes = reader.choice("shapes") ?? script.shapes
    script.streamUsage = reader.choice("streamUsage") ?? script.streamUsage
    script.pace = pace(reader)
    if let models = reader.list("models") {
      script.models = models.compactMap(model)
      checkUnique(models, "name")
    }
    if let teams = reader.list("teams") {
      if teams.isEmpty { problems.add(teamsNode(node), "needs at least one team") }
      script.teams = teams.compactMap(team)
      checkUnique(teams, "id")
      checkUnique(teams, "key")
    }
    script.rules = (reader.list("rules") ?? []).enumerated().compactMap { rule($1, number: $0) }
    checkModels(script, node)
    return script
  }

  private func teamsNode(_ node: JSONNode) -> JSONNode { node["teams"] ?? node }

  private func checkUnique(_ nodes: [JSONNode], _ key: String) {
    var seen: Set<String> = []
    for node in nodes {
      guard let value = node[key], let text = value.stringValue else { continue }
      // A key is a secret, if only of a simulator.
      let shown = key == "key" ? "" : " \"\(text)\""
      if !seen.insert(text).inserted { problems.add(value, "the \(key)\(shown) stands twice") }
    }
  }

  /// A rule or a team that names a model there is not would never have an effect.
  private func checkModels(_ script: SimulatorScript, _ node: JSONNode) {
    guard let models = script.models else { return }
    let names = models.map(\.name)
    func check(_ value: JSONNode?) {
      guard let value else { return }
      for name in value.kind == .array ? Array(value.elements) : [value] {
        guard let text = name.stringValue, !names.contains(text) else { continue }
        problems.add(
          name, "no model \"\(text)\"\(NearestName.suggestion(for: text, among: names))")
      }
    }
    for rule in node["rules"]?.elements.map({ $0 }) ?? [] { check(rule["when"]?["model"]) }
    for team in node["teams"]?.elements.map({ $0 }) ?? [] { check(team["models"]) }
  }

  private func team(_ node: JSONNode) -> Team? {
    let keys = [
      "id", "key", "organization", "credits", "budgetMode", "creditsPerDollar",
      "tokensPerCredit", "markupPercent", "status", "models", "hasProviderCredential",
    ]
    guard let reader = ObjectReader(node, keys: keys, problems),
      let id = reader.name("id", isRequired: true)
    else { return nil }
    let key = reader.name("key") ?? "sk-simulated-\(id)"
    if let value = node["key"], !key.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) {
      // It travels in a header, behind a word and a space.
      problems.add(value, "must be of visible ASCII characters, without spaces")
    }
    var team = Team(id: id, key: key)
    team.organization = reader.name("organization") ?? team.organization
    team.credits = reader.integer("credits", in: 0...Int.max) ?? team.credits
    team.budgetMode = reader.choice("budgetMode") ?? team.budgetMode
    team.creditsPerDollar =
      reader.number("creditsPerDollar", in: 0...1e9) ?? team.creditsPerDollar
    team.tokensPerCredit =
      reader.integer("tokensPerCredit", in: 1...Int.max) ?? team.tokensPerCredit
    team.markupPercent = reader.number("markupPercent", in: 0...1e6) ?? team.markupPercent
    team.status = reader.choice("status") ?? team.status
    team.models = reader.strings("models")
    team.hasProviderCredential = reader.bool("hasProviderCredential") ?? true
    return team
  }

  private func model(_ node: JSONNode) -> Model? {
    let keys = [
      "name", "provider", "providerModel", "inputPrice", "outputPrice", "isRestricted",
      "hasProviderCredential",
    ]
    guard let reader = ObjectReader(node, keys: keys + Self.paceKeys, problems),
      let name = reader.name("name", isRequired: true)
    else { return nil }
    var model = Model(name: name)
    model.provider = reader.choice("provider") ?? model.provider
    model.providerModel = reader.name("providerModel") ?? name
    model.inputPrice = reader.number("inputPrice", in: 0...1e9) ?? model.inputPrice
    model.outputPrice = reader.number("outputPrice", in: 0...1e9) ?? model.outputPrice
    model.isRestricted = reader.bool("isRestricted") ?? false
    model.hasProviderCredential = reader.bool("hasProviderCredential") ?? true
    model.pace = pace(reader)
    return model
  }

  // MARK: Pace

  static let paceKeys = ["latency", "timeToFirstToken", "tokensPerSecond"]

  func pace(_ reader: ObjectReader) -> Pace {
    Pace(
      latency: latency(reader), timeToFirstToken: reader.seconds("timeToFirstToken"),
      tokensPerSecond: reader.number("tokensPerSecond", in: 0.01...1e9))
  }

  private func latency(_ reader: ObjectReader) -> Pace.Latency? {
    guard let node = reader.node["latency"] else { return nil }
    guard node.kind == .object else { return reader.seconds("latency").map { .fixed($0) } }
    guard let inner = ObjectReader(node, keys: ["median", "sigma"], problems),
      let median = inner.seconds("median", isRequired: true)
    else { return nil }
    return .logNormal(median: median, sigma: inner.number("sigma", in: 0...5) ?? 0.5)
  }
}
