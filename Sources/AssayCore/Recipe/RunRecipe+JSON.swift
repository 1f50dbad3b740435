import HTTPFixtures
import JSONModel

extension RunRecipe {
  /// What the header of a journal says beside the mode; what is empty is left out.
  var json: JSONValue {
    var object: JSONObject = [:]
    object["fixtures"] = fixtures.map(JSONValue.string)
    if !servers.isEmpty { object["servers"] = Self.json(servers) }
    for (key, words) in [
      ("selection", selection), ("earlierRuns", earlierRuns), ("options", options),
    ] where !words.isEmpty {
      object[key] = .array(words.map(JSONValue.string))
    }
    object["cases"] = namedCases.map(JSONValue.string)
    if allowsPrograms { object["programs"] = true }
    return .object(object)
  }

  /// - Parameter node: The member `run` of a header.
  init(reading node: JSONNode, mode: FixtureMode) {
    func words(_ key: String) -> [String] {
      node[key]?.elements.compactMap(\.stringValue) ?? []
    }
    self.init(mode: mode)
    fixtures = node["fixtures"]?.stringValue
    servers =
      node["servers"]?.members.reduce(into: [:]) { $0[$1.key] = $1.value.stringValue } ?? [:]
    selection = words("selection")
    earlierRuns = words("earlierRuns")
    options = words("options")
    namedCases = node["cases"]?.stringValue
    allowsPrograms = node["programs"]?.boolValue ?? false
  }
}
