/// Who asked: the names that tie a recording to the attempt it was made for.
public struct ExchangeLabels: Sendable, Hashable, ExpressibleByDictionaryLiteral {
  public private(set) var values: [String: String]

  public init(_ values: [String: String] = [:]) {
    self.values = values
  }

  public init(dictionaryLiteral elements: (String, String)...) {
    values = Dictionary(elements, uniquingKeysWith: { $1 })
  }

  public subscript(name: String) -> String? { values[name] }
}
