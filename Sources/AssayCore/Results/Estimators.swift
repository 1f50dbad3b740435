/// What repeated attempts say of the next ones.
public enum Estimators {
  /// pass@k: the chance that at least one of k attempts passes, from `passed` of `scored`; the
  /// unbiased estimator 1 − C(n−c, k) / C(n, k) of Chen et al., "Evaluating Large Language Models
  /// Trained on Code", 2021. Nil for k beyond n, of which nothing can be said.
  public static func passAtK(_ k: Int, passed: Int, of scored: Int) -> Double? {
    guard k >= 1, k <= scored, (0...scored).contains(passed) else { return nil }
    return 1 - ratio(scored - passed, scored, k)
  }

  /// pass^k: the chance that all of k attempts pass; the unbiased estimator C(c, k) / C(n, k) of
  /// Yao et al., "τ-bench", 2024.
  public static func passHatK(_ k: Int, passed: Int, of scored: Int) -> Double? {
    guard k >= 1, k <= scored, (0...scored).contains(passed) else { return nil }
    return ratio(passed, scored, k)
  }

  /// C(part, k) / C(whole, k), without the factorials, which overflow.
  private static func ratio(_ part: Int, _ whole: Int, _ k: Int) -> Double {
    guard part >= k else { return 0 }
    return (0..<k).reduce(1) { $0 * Double(part - $1) / Double(whole - $1) }
  }
}

/// Shares as text.
public enum Percent {
  /// A share with one decimal, rounded towards the middle: only all is 100 %, only none is 0 %.
  public static func text(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "0.0 %" }
    return text(Double(part) / Double(whole))
  }

  public static func text(_ share: Double) -> String {
    var tenths = Int((min(max(share, 0), 1) * 1000).rounded())
    if share < 1 { tenths = min(tenths, 999) }
    if share > 0 { tenths = max(tenths, 1) }
    return "\(tenths / 10).\(tenths % 10) %"
  }

  /// Three decimals at most: `0.875`.
  public static func decimal(_ value: Double) -> String {
    let thousandths = Int((value * 1000).rounded())
    var text = String(abs(thousandths))
    text = String(repeating: "0", count: max(0, 4 - text.count)) + text
    var result = (thousandths < 0 ? "-" : "") + text.dropLast(3) + "." + text.suffix(3)
    while result.last == "0" { result.removeLast() }
    if result.last == "." { result.removeLast() }
    return result
  }
}
