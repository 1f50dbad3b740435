import AssayInput
package import AssaySuites

extension Selection {
  /// Names that no suite has, each with the nearest that one has: a slip must not look like a
  /// clean run.
  package func unknownNames(_ suites: [Suite]) -> [String] {
    func check(_ patterns: [NamePattern], _ what: String, _ names: () -> [String]) -> [String] {
      guard !patterns.isEmpty else { return [] }
      let names = names()
      return patterns.filter { pattern in !names.contains { pattern.matches($0) } }.map { pattern in
        let nearest = NearestName.find(pattern.text, among: names)
        let hint = nearest.map { "; did you mean \"\($0)\"?" } ?? ""
        return "no \(what) \(pattern.isPlain ? "is named" : "matches") \"\(pattern.text)\"\(hint)"
      }
    }
    return check(cases, "case") { suites.flatMap { $0.cases.map(\.id) } }
      + check(tags, "tag") { Array(Set(suites.flatMap { $0.cases.flatMap(\.tags) })) }
      + check(models, "model") { Array(Set(suites.flatMap { $0.models.map(\.label) })) }
      + check(prompts, "prompt") { Array(Set(suites.flatMap { $0.prompts.map(\.id) })) }
  }

  /// Why nothing is left to run.
  package func whyNothing(_ suites: [Suite]) -> String {
    let unknown = unknownNames(suites)
    if !unknown.isEmpty { return unknown.joined(separator: "; ") }
    if identities?.isEmpty == true { return "the earlier run left no such cases" }
    if !plans(suites).allSatisfy(\.slots.isEmpty) { return "every case is skipped by its suite" }
    return "no case fits everything that was asked for at once"
  }

  /// The shard, if nothing is to be run in it although there is something in others: no slip, only
  /// more machines than cases.
  package func idleShard(_ suites: [Suite]) -> Shard? {
    guard let shard, plans(suites).allSatisfy(\.entries.isEmpty) else { return nil }
    var copy = self
    copy.shard = nil
    return copy.plans(suites).allSatisfy(\.entries.isEmpty) ? nil : shard
  }
}
