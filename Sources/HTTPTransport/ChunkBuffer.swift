/// Chunks that have come and not been asked for, first in, first out.
struct ChunkBuffer: Sendable {
  private var chunks: [BodyChunk] = []
  private var first = 0
  private(set) var byteCount = 0

  var isEmpty: Bool { first == chunks.count }

  mutating func append(_ chunk: BodyChunk) {
    chunks.append(chunk)
    byteCount += chunk.bytes.count
  }

  mutating func popFirst() -> BodyChunk? {
    guard first < chunks.count else { return nil }
    let chunk = chunks[first]
    chunks[first].bytes = []
    first += 1
    byteCount -= chunk.bytes.count
    if first == chunks.count {
      chunks.removeAll(keepingCapacity: true)
      first = 0
    }
    return chunk
  }
}
