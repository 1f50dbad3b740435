import AssayCore
import AssayInput
import Foundation
import HTTPFixtures

extension FixtureSelection {
  /// What there is of what was asked for.
  ///
  /// - Throws: ``FixtureError`` for what cannot be read; ``CommandFailure`` that names the nearest
  ///   valid name where there is nothing of what was asked for.
  func inventory() throws -> FixtureInventory {
    var inventory = try FixtureInventory(gatewayRecordings: fixtures)
    let names = inventory.folders.map(\.name)
    for name in suiteNames where !names.contains(name) {
      throw Self.unknown("suite", name, among: names, in: fixtures)
    }
    if !suiteNames.isEmpty { inventory.folders.removeAll { !suiteNames.contains($0.name) } }
    try select("case", `case`, in: &inventory)
    try select("model", model, in: &inventory)
    return inventory
  }

  private func select(
    _ label: String, _ value: String?, in inventory: inout FixtureInventory
  ) throws {
    guard let value else { return }
    let known = Set(inventory.folders.flatMap { $0.values(of: label) })
    guard known.contains(value) else {
      throw Self.unknown(label, value, among: known.sorted(), in: fixtures)
    }
    for index in inventory.folders.indices {
      inventory.folders[index].recordings.removeAll { $0.reference.labels[label] != value }
    }
    inventory.folders.removeAll { $0.recordings.isEmpty }
  }

  private static func unknown(
    _ kind: String, _ name: String, among names: [String], in folder: String
  ) -> CommandFailure {
    var message = "no recordings of a \(kind) \"\(name)\" in \(folder)"
    if let nearest = NearestName.find(name, among: names) {
      message += "; did you mean \"\(nearest)\"?"
    }
    return CommandFailure(.invalidInput, message)
  }
}
