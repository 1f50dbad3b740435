/// The way to a value, shared by all that lie below it.
final class PathPlace: Sendable {
  private let parent: PathPlace?
  private let step: NormalizedPath.Step

  init(_ step: NormalizedPath.Step, below parent: PathPlace?) {
    self.step = step
    self.parent = parent
  }

  var steps: [NormalizedPath.Step] {
    var steps: [NormalizedPath.Step] = []
    var place: PathPlace? = self
    while let here = place {
      steps.append(here.step)
      place = here.parent
    }
    return steps.reversed()
  }
}

/// Runs compiled queries. Results are handed out one by one, so that a test for existence stops
/// at the first; the order is that of the RFC, which maps every segment over a list in order.
struct PathEvaluator {
  /// Takes a selected value; says whether more are wanted.
  typealias Visitor = (JSONValue, PathPlace?) -> Bool

  let root: JSONValue
  private let tracksPlaces: Bool
  let expressions: IRegexpCache

  init(root: JSONValue, tracksPlaces: Bool = false) {
    self.init(root: root, tracksPlaces: tracksPlaces, expressions: IRegexpCache())
  }

  private init(root: JSONValue, tracksPlaces: Bool, expressions: IRegexpCache) {
    self.root = root
    self.tracksPlaces = tracksPlaces
    self.expressions = expressions
  }

  /// The same run within a filter, where nobody asks for places.
  var withoutPlaces: PathEvaluator {
    PathEvaluator(root: root, tracksPlaces: false, expressions: expressions)
  }

  // MARK: Singular queries

  static func singularSteps(_ segments: [PathSegment]) -> [NormalizedPath.Step]? {
    var steps: [NormalizedPath.Step] = []
    for segment in segments {
      guard let step = segment.singular else { return nil }
      steps.append(step)
    }
    return steps
  }

  static func follow(_ steps: [NormalizedPath.Step], from value: JSONValue) -> JSONValue? {
    var value = value
    for step in steps {
      guard let next = child(of: value, at: step) else { return nil }
      value = next
    }
    return value
  }

  private static func child(of value: JSONValue, at step: NormalizedPath.Step) -> JSONValue? {
    switch (step, value) {
    case (.name(let name), .object(let object)): return object[name]
    case (.index(let index), .array(let elements)):
      return resolve(index, count: elements.count).map { elements[$0] }
    default: return nil
    }
  }

  private static func resolve(_ index: Int, count: Int) -> Int? {
    let position = index < 0 ? count + index : index
    return position >= 0 && position < count ? position : nil
  }

  // MARK: Segments

  func run(_ segments: [PathSegment], on value: JSONValue, _ visit: Visitor) {
    _ = run(segments[...], on: value, at: nil, visit)
  }

  /// Each call descends at least one level of the value, which bounds the recursion.
  private func run(
    _ segments: ArraySlice<PathSegment>, on value: JSONValue, at place: PathPlace?,
    _ visit: Visitor
  ) -> Bool {
    guard let segment = segments.first else { return visit(value, place) }
    let rest = segments.dropFirst()
    guard segment.isDescendant else {
      return select(segment.selectors, from: value, at: place) { child, childPlace in
        run(rest, on: child, at: childPlace, visit)
      }
    }
    return descend(from: value, at: place) { descendant, descendantPlace in
      select(segment.selectors, from: descendant, at: descendantPlace) { child, childPlace in
        run(rest, on: child, at: childPlace, visit)
      }
    }
  }

  /// Visits a value and all containers below it, parents first, without recursion. Every selector
  /// selects children, so that scalars have nothing to give.
  private func descend(from value: JSONValue, at place: PathPlace?, _ visit: Visitor) -> Bool {
    var waiting: [(value: JSONValue, place: PathPlace?)] = [(value, place)]
    while let (value, place) = waiting.popLast() {
      guard visit(value, place) else { return false }
      switch value {
      case .array(let elements):
        for index in elements.indices.reversed() where elements[index].isContainer {
          waiting.append((elements[index], step(.index(index), below: place)))
        }
      case .object(let object):
        for member in object.members.reversed() where member.value.isContainer {
          waiting.append((member.value, step(.name(member.key), below: place)))
        }
      default: break
      }
    }
    return true
  }

  private func step(
    _ step: @autoclosure () -> NormalizedPath.Step, below place: PathPlace?
  ) -> PathPlace? {
    tracksPlaces ? PathPlace(step(), below: place) : nil
  }

  // MARK: Selectors

  private func select(
    _ selectors: [PathSelector], from value: JSONValue, at place: PathPlace?, _ visit: Visitor
  ) -> Bool {
    for selector in selectors {
      guard select(selector, from: value, at: place, visit) else { return false }
    }
    return true
  }

  private func select(
    _ selector: PathSelector, from value: JSONValue, at place: PathPlace?, _ visit: Visitor
  ) -> Bool {
    switch selector {
    case .name(let name):
      guard let child = Self.child(of: value, at: .name(name)) else { return true }
      return visit(child, step(.name(name), below: place))
    case .index(let index):
      guard case .array(let elements) = value,
        let position = Self.resolve(index, count: elements.count)
      else { return true }
      return visit(elements[position], step(.index(position), below: place))
    case .wildcard:
      return children(of: value, at: place) { _ in
        true
      } visit: {
        visit($0, $1)
      }
    case .slice(let start, let end, let step):
      guard case .array(let elements) = value else { return true }
      return slice(elements, start, end, step, at: place, visit)
    case .filter(let condition):
      let evaluator = withoutPlaces
      return children(of: value, at: place) {
        evaluator.holds(condition, for: $0)
      } visit: {
        visit($0, $1)
      }
    }
  }

  private func children(
    of value: JSONValue, at place: PathPlace?, where isWanted: (JSONValue) -> Bool,
    visit: Visitor
  ) -> Bool {
    switch value {
    case .array(let elements):
      for (index, element) in elements.enumerated() where isWanted(element) {
        guard visit(element, step(.index(index), below: place)) else { return false }
      }
    case .object(let object):
      for member in object.members where isWanted(member.value) {
        guard visit(member.value, step(.name(member.key), below: place)) else { return false }
      }
    default: break
    }
    return true
  }

  /// RFC 9535, section 2.3.4.2.2. All numbers are within 2^53, so that no sum overflows.
  private func slice(
    _ elements: [JSONValue], _ start: Int?, _ end: Int?, _ step: Int, at place: PathPlace?,
    _ visit: Visitor
  ) -> Bool {
    guard step != 0 else { return true }
    let count = elements.count
    func normalize(_ index: Int) -> Int { index >= 0 ? index : count + index }
    let first = normalize(start ?? (step > 0 ? 0 : count - 1))
    let last = end.map(normalize) ?? (step > 0 ? count : -1)
    var index = step > 0 ? min(max(first, 0), count) : min(max(first, -1), count - 1)
    let limit = step > 0 ? min(max(last, 0), count) : min(max(last, -1), count - 1)
    while step > 0 ? index < limit : index > limit {
      guard visit(elements[index], self.step(.index(index), below: place)) else { return false }
      index += step
    }
    return true
  }
}

extension JSONValue {
  @inline(__always)
  fileprivate var isContainer: Bool {
    switch self {
    case .array, .object: true
    default: false
    }
  }
}
