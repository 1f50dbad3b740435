import Foundation

/// Words for what the operating system refused. Foundation's own are numbers on Linux.
package enum SystemError {
  package static func reason(of error: any Error) -> String {
    var error = error as NSError
    while error.domain != NSPOSIXErrorDomain,
      let underlying = error.userInfo[NSUnderlyingErrorKey] as? any Error
    {
      error = underlying as NSError
    }
    guard error.domain == NSPOSIXErrorDomain else { return error.localizedDescription }
    return String(cString: strerror(Int32(error.code)))
  }
}
