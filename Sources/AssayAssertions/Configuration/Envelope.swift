import AssayInput
import JSONModel

/// The keys that every assertion has, whatever its type.
enum Envelope {
  static let keys: [AssertionDocumentation.Key] = [
    .amount(
      "weight",
      "what the score counts among those of the attempt; 1 if absent; 0 only measures"),
    .text("metric", "the name under which the score is averaged over the run"),
    .text("description", "for people: shown with the result"),
    .init(
      "transform", "what to do with the reply's text first: one step, or several in order",
      TextTransform.schema),
  ]

  /// For the types that give a score.
  static let threshold = AssertionDocumentation.Key(
    "threshold", "the lowest score that counts as holding",
    ["type": "number", "exclusiveMinimum": 0, "maximum": 1])
}

extension ObjectReader {
  mutating func weight() -> Double? {
    guard let weight = number("weight") else { return nil }
    guard weight >= 0, weight.isFinite, let node = value("weight") else {
      collector.error(
        value("weight") ?? node, "\"weight\" must be at least 0",
        hint: "0 only measures; to assert the contrary, put \"not-\" before the type")
      return nil
    }
    _ = node
    return weight
  }

  mutating func metric() -> String? {
    guard let metric = string("metric") else { return nil }
    if metric.isEmpty {
      collector.error(value("metric") ?? node, "a metric needs a name")
      return nil
    }
    return metric
  }

  /// The threshold, as far as the type knows one.
  mutating func threshold(
    _ kind: AssertionDocumentation.Threshold, type: String, keys: [String]
  ) -> Double? {
    guard let node = value("threshold") else { return nil }
    guard kind != .none else {
      collector.error(
        node, "\"\(type)\" has no score to compare with a threshold",
        hint: keys.contains("max") ? "say \"max\"" : "it answers yes or no: remove the key")
      return nil
    }
    guard let threshold = node.doubleValue, threshold > 0, threshold <= 1 else {
      let isZero = node.doubleValue == 0
      collector.error(
        node, "\"threshold\" must be above 0 and at most 1, not \(node.excerpt)",
        hint: isZero
          ? "a score of 0 always holds; to measure only, say \"weight\": 0"
          : keys.contains("max") ? "scores are from 0 to 1; for a distance, say \"max\"" : nil)
      return nil
    }
    return threshold
  }
}
