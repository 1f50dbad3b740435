#if canImport(FoundationEssentials)
  public import FoundationEssentials
#else
  public import Foundation
#endif

extension ClientError: CustomStringConvertible {
  /// The message with its place: method, URL, status, attempt and request id.
  public var description: String {
    var place: [String] = []
    if let method = context.method, let url = context.url { place.append("\(method) \(url)") }
    // Where the message has nothing else to say, it says the status.
    if let status = context.status, !message.hasSuffix("(HTTP \(status))") {
      place.append("HTTP \(status)")
    }
    if context.attempt > 1 { place.append("attempt \(context.attempt)") }
    if let requestID = context.requestID { place.append("request \(requestID)") }
    return place.isEmpty ? message : "\(message) (\(place.joined(separator: ", ")))"
  }
}

extension ClientError: LocalizedError {
  /// The description, for `localizedDescription`.
  public var errorDescription: String? { description }
}
