/// Names are known once the whole pattern is read: `\k<x>` may stand before `(?<x>…)`.
extension PatternParser {
  func resolvingNames(_ node: PatternNode) throws(RegularExpressionError) -> PatternNode {
    guard hasBackreferences else { return node }
    switch node {
    case .namedReference(let name, let offset):
      guard let groups = groupNames[name] else {
        throw fault("there is no group named \"\(name)\" to refer to", at: offset)
      }
      return .backreference(groups)
    case .sequence(let parts):
      return .sequence(try resolvingNames(parts))
    case .alternatives(let parts):
      return .alternatives(try resolvingNames(parts))
    case .capture(let number, let body):
      return .capture(number, try resolvingNames(body))
    case .repeat(let loop):
      return .repeat(
        PatternRepeat(
          body: try resolvingNames(loop.body), minimum: loop.minimum, maximum: loop.maximum,
          isGreedy: loop.isGreedy, groups: loop.groups))
    case .look(let look):
      return .look(
        PatternLook(
          body: try resolvingNames(look.body), isBehind: look.isBehind, isNegated: look.isNegated))
    default:
      return node
    }
  }

  private func resolvingNames(
    _ nodes: [PatternNode]
  ) throws(RegularExpressionError) -> [PatternNode] {
    var result: [PatternNode] = []
    for node in nodes { result.append(try resolvingNames(node)) }
    return result
  }
}
