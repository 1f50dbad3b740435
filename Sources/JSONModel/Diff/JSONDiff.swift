/// The differences between two values, place by place.
///
/// ```swift
/// let diff = JSONDiff(from: expected, to: actual, options: .init(ignoring: [.path("$..id")]))
/// if !diff.isEmpty { print(diff.text()) }
/// // ~ /age: 28 → 29
/// // - /email: "sarah@example.com"
/// ```
///
/// Values are compared as JSON Schema compares them: numbers mathematically, the order of
/// members does not matter. Containers of one kind are looked into, so that an entry is always
/// the smallest part that differs.
public struct JSONDiff: Sendable, Hashable {
  /// What happened at one place.
  public enum Change: Sendable, Hashable {
    /// Only the second value has it.
    case added(JSONValue)
    /// Only the first value has it.
    case removed(JSONValue)
    case changed(from: JSONValue, to: JSONValue)
  }

  /// One difference.
  public struct Entry: Sendable, Hashable {
    /// The place: of what was added, in the second value; else in the first.
    public let pointer: JSONPointer
    public let change: Change

    public init(pointer: JSONPointer, change: Change) {
      self.pointer = pointer
      self.change = change
    }
  }

  /// The differences, in the order of the first value, with what was added to a container after
  /// what it has.
  public let entries: [Entry]

  public var isEmpty: Bool { entries.isEmpty }

  /// Compares two values.
  public init(from old: JSONValue, to new: JSONValue, options: Options = Options()) {
    var comparison = DiffComparison(from: old, to: new, options: options)
    entries = comparison.run()
  }
}

extension JSONDiff {
  /// What to look at, and how closely.
  public struct Options: Sendable, Hashable {
    /// A place that does not count, with all below it.
    public enum Ignored: Sendable, Hashable {
      /// Every place that the pattern names, in either value.
      case pointer(JSONPointerPattern)
      /// Every place that the query selects, in either value.
      case path(JSONPath)
    }

    /// How elements of arrays find each other.
    public enum ArrayMatching: Sendable, Hashable {
      /// The first with the first, and so on.
      case position
      /// By the value of a member: objects with equal values of the key belong together, in
      /// whatever order they stand. Elements without it, and repeated ones, go by their order.
      case key(String)
    }

    /// How far apart two numbers may be and still count as equal: as far as the greater of the
    /// two allowances.
    public struct Tolerance: Sendable, Hashable {
      /// The allowed difference.
      public var absolute: Double
      /// The allowed difference, as a part of the number of greater magnitude.
      public var relative: Double

      public init(absolute: Double = 0, relative: Double = 0) {
        self.absolute = absolute
        self.relative = relative
      }
    }

    public var ignoring: [Ignored]
    /// Nil compares numbers exactly.
    public var tolerance: Tolerance?
    public var arrays: ArrayMatching
    /// Arrays that are matched otherwise; the first pattern that names an array counts.
    public var arraysAt: [ArrayRule]

    /// How the arrays at some places are matched.
    public struct ArrayRule: Sendable, Hashable {
      public var pattern: JSONPointerPattern
      public var matching: ArrayMatching

      public init(_ pattern: JSONPointerPattern, _ matching: ArrayMatching) {
        self.pattern = pattern
        self.matching = matching
      }
    }

    public init(
      ignoring: [Ignored] = [], tolerance: Tolerance? = nil, arrays: ArrayMatching = .position,
      arraysAt: [ArrayRule] = []
    ) {
      self.ignoring = ignoring
      self.tolerance = tolerance
      self.arrays = arrays
      self.arraysAt = arraysAt
    }
  }
}
