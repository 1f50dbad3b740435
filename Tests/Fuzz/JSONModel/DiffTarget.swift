/// The diff: empty exactly for equal values, and the same both ways round.
enum DiffTarget: FuzzTarget {
  static var name: String { "diff" }

  static func run(_ input: [UInt8]) {
    let fields = input.fields(2)
    guard fields.count > 1, let old = try? JSONValue(parsing: fields[0]),
      let new = try? JSONValue(parsing: fields[1])
    else { return }
    let diff = JSONDiff(from: old, to: new)
    promise(diff.isEmpty == (old == new), "the diff and equality disagree")
    let back = JSONDiff(from: new, to: old)
    promise(back.entries.count == diff.entries.count, "the way back has other differences")
    for entry in diff.entries {
      switch entry.change {
      case .removed(let value): promise(old[entry.pointer] == value, "removed from elsewhere")
      case .added(let value): promise(new[entry.pointer] == value, "added elsewhere")
      case .changed(let from, let to):
        promise(old[entry.pointer] == from && new[entry.pointer] == to, "changed elsewhere")
        promise(from != to, "changed into itself")
      }
    }
    _ = diff.text()
    let byKey = JSONDiff(
      from: old, to: new,
      options: .init(tolerance: .init(absolute: 0.5, relative: 0.1), arrays: .key("id")))
    promise(old != new || byKey.isEmpty, "equal values differ by key")
  }
}
