import HTTPTypes
import NIOHTTP1

extension HTTPResponse.Status {
  /// A status with the reason phrase that RFC 9110 has for it, which the type itself does not know
  /// by code.
  init(phrased code: Int) {
    self.init(code: code, reasonPhrase: HTTPResponseStatus(statusCode: code).reasonPhrase)
  }
}
