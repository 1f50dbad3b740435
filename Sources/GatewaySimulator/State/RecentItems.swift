/// The newest items of a sequence, up to a limit, so that memory stays bounded.
struct RecentItems<Item: Sendable>: Sequence, Sendable {
  let limit: Int
  /// A ring: `count` items from `start` on, wrapping at the end.
  private var storage: [Item?] = []
  private var start = 0
  private(set) var count = 0

  init(limit: Int) {
    self.limit = limit
  }

  /// Adds an item, and gives back the one that had to go.
  @discardableResult
  mutating func append(_ item: Item) -> Item? {
    if count == limit {
      let dropped = storage[start]
      storage[start] = item
      start = (start + 1) % storage.count
      return dropped
    }
    if count == storage.count {
      if start > 0 {
        storage = Array(storage[start...] + storage[..<start])
        start = 0
      }
      storage.append(item)
    } else {
      storage[(start + count) % storage.count] = item
    }
    count += 1
    return nil
  }

  mutating func removeOldest() {
    guard count > 0 else { return }
    storage[start] = nil
    start = (start + 1) % storage.count
    count -= 1
  }

  /// The items from the oldest to the newest.
  func makeIterator() -> AnyIterator<Item> {
    var position = 0
    return AnyIterator {
      guard position < count else { return nil }
      defer { position += 1 }
      return storage[(start + position) % storage.count]
    }
  }

  /// The items from the newest to the oldest.
  var newestFirst: some Sequence<Item> {
    (0..<count).lazy.reversed().compactMap { storage[(start + $0) % storage.count] }
  }
}
