/// Keeps values until the process ends, which frees all memory at once: to free what is known of a
/// hundred thousand cases piece by piece takes longer than to report it.
enum UntilExit {
  static func keep<each Value>(_ values: repeat each Value) {
    _ = Unmanaged.passRetained(Box(value: (repeat each values)))
  }

  private final class Box<Value> {
    let value: Value

    init(value: Value) { self.value = value }
  }
}
