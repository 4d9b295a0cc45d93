import Glibc
import NIOSSL
import Synchronization

/// The certificate that new connections are given; it can be replaced while the server runs.
final class CertificateBox: Sendable {
  private let certificate: String
  private let privateKey: String
  private let current: Mutex<NIOSSLContext>

  /// Reads the files; throws ``GatewayError`` `certificate` when they do not fit.
  init(certificate: String, privateKey: String) throws {
    self.certificate = certificate
    self.privateKey = privateKey
    current = Mutex(try CertificateBox.load(certificate, privateKey))
  }

  var context: NIOSSLContext { current.withLock { $0 } }

  /// Reads the files again; when that fails the old certificate stays.
  func reload() throws {
    let context = try CertificateBox.load(certificate, privateKey)
    current.withLock { $0 = context }
  }

  private static func load(_ certificate: String, _ privateKey: String) throws -> NIOSSLContext {
    var status = stat()
    guard stat(privateKey, &status) != 0 || status.st_mode & 0o007 == 0 else {
      throw GatewayError(
        .certificate, "the private key \(privateKey) can be read by everybody", remedy: "chmod 600 \(privateKey)")
    }
    do {
      let chain = try NIOSSLCertificate.fromPEMFile(certificate).map { NIOSSLCertificateSource.certificate($0) }
      var configuration = TLSConfiguration.makeServerConfiguration(
        certificateChain: chain, privateKey: .privateKey(try NIOSSLPrivateKey(file: privateKey, format: .pem)))
      configuration.minimumTLSVersion = .tlsv12
      configuration.applicationProtocols = ["http/1.1"]
      return try NIOSSLContext(configuration: configuration)
    } catch {
      throw GatewayError(
        .certificate, "the certificate \(certificate) and its key \(privateKey) cannot be used",
        remedy: "both must be PEM files that belong together, and readable", cause: error)
    }
  }
}
