/// Who makes an exchange: a few named values, such as the case, the model and the attempt.
///
/// Two sets of labels are equal if they have the same names with the same values; the order is
/// for people.
public struct ExchangeLabels: Sendable {
  public struct Label: Sendable, Hashable {
    public var name: String
    public var value: String
  }

  /// The labels in the order in which they were set, each name once.
  private var labels: [Label] = []

  public init() {}

  /// The value of the label `name`. Setting appends a new name at the end; nil removes it.
  public subscript(name: String) -> String? {
    get { labels.first { $0.name == name }?.value }
    set {
      let position = labels.firstIndex { $0.name == name }
      switch (position, newValue) {
      case (let position?, let value?): labels[position].value = value
      case (let position?, nil): labels.remove(at: position)
      case (nil, let value?): labels.append(Label(name: name, value: value))
      case (nil, nil): break
      }
    }
  }

  public var count: Int { labels.count }
  public var isEmpty: Bool { labels.isEmpty }
  public var names: [String] { labels.map(\.name) }

  /// Whether these are the names, in this order.
  func areNamed(_ names: [String]?) -> Bool {
    guard let names, names.count == labels.count else { return false }
    return zip(labels, names).allSatisfy { $0.name == $1 }
  }

  /// The labels with `other`'s added and, where both have one, taken from it.
  public func merging(_ other: ExchangeLabels) -> ExchangeLabels {
    var merged = self
    for label in other { merged[label.name] = label.value }
    return merged
  }

  /// Only the labels whose names are in `names`, in the order of `names`; nil if one is missing.
  func projected(on names: [String]) -> ExchangeLabels? {
    guard names.count <= count else { return nil }
    if names.count == count {
      return names.allSatisfy { self[$0] != nil } ? self : nil
    }
    var projected = ExchangeLabels()
    for name in names {
      guard let value = self[name] else { return nil }
      projected.labels.append(Label(name: name, value: value))
    }
    return projected
  }
}

extension ExchangeLabels: Hashable {
  public static func == (left: ExchangeLabels, right: ExchangeLabels) -> Bool {
    left.labels == right.labels
      || (left.count == right.count && left.labels.allSatisfy { right[$0.name] == $0.value })
  }

  public func hash(into hasher: inout Hasher) { hasher.combine(digest) }

  /// A number that equal labels share: FNV-1a of each, added up, so that the order makes no
  /// difference.
  var digest: UInt64 {
    let (basis, prime): (UInt64, UInt64) = (0xCBF2_9CE4_8422_2325, 0x100_0000_01B3)
    var sum: UInt64 = 0
    for label in labels {
      var one = basis
      for byte in label.name.utf8 { one = (one ^ UInt64(byte)) &* prime }
      one = (one ^ 0xFF) &* prime
      for byte in label.value.utf8 { one = (one ^ UInt64(byte)) &* prime }
      sum &+= one
    }
    return sum
  }
}

extension ExchangeLabels: Sequence {
  public func makeIterator() -> IndexingIterator<[Label]> { labels.makeIterator() }
}

extension ExchangeLabels: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, String)...) {
    labels.reserveCapacity(elements.count)
    for (name, value) in elements { self[name] = value }
  }
}

extension ExchangeLabels: CustomStringConvertible {
  /// `case=sarah model=gpt-4`
  public var description: String {
    labels.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
  }
}
