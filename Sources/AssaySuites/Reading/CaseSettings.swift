import AssayAssertions
import AssayInput
import JSONModel

/// What a case says beside its id, or what `defaults` and a block of data say for many cases.
struct CaseSettings {
  var title: Template?
  var variables = JSONObject()
  var assertions: [ConfiguredAssertion] = []
  /// Whether there are assertions in the file, be they right or wrong.
  var namesAssertions = false
  /// The weighted mean of their scores that is enough; nil if each must hold.
  var threshold: Double?
  var tags: [String] = []
  var repetition: Suite.Repetition?
  var streams: Bool?
  var skipReason: String?
  var promptIDs: Set<String>?
  var modelLabels: Set<String>?
  var request = RequestSettings()
  /// The variables whose lists stand for a case for each element.
  var expanded: [String] = []

  /// These settings over `others`: variables and parameters by name, assertions and tags added,
  /// all else instead.
  func over(_ others: CaseSettings) -> CaseSettings {
    var merged = others
    merged.title = title ?? others.title
    merged.variables = others.variables.merging(variables)
    if !assertions.isEmpty { merged.assertions += assertions }
    merged.namesAssertions = namesAssertions || others.namesAssertions
    merged.threshold = threshold ?? others.threshold
    for tag in tags where !merged.tags.contains(tag) { merged.tags.append(tag) }
    merged.repetition = repetition ?? others.repetition
    merged.streams = streams ?? others.streams
    merged.skipReason = skipReason ?? others.skipReason
    merged.promptIDs = promptIDs ?? others.promptIDs
    merged.modelLabels = modelLabels ?? others.modelLabels
    merged.request.parameters = others.request.parameters.merging(request.parameters)
    merged.request.response = request.response ?? others.request.response
    for name in expanded where !merged.expanded.contains(name) { merged.expanded.append(name) }
    return merged
  }
}
