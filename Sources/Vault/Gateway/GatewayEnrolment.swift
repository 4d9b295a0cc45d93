import Records
import Sealing
import Storage

extension UnlockedVault {
  /// Makes this machine's gateway a writer of the vault, whose key opens with the gateway key alone.
  ///
  /// Only the first officer can. Enrolling again, as after the gateway key was lost, keeps the writer and seals its key
  /// under the new gateway key; the old one opens nothing any more. Throws `writerBusy` while the gateway runs.
  @discardableResult
  public func enrollGateway(key: GatewayKey) throws -> WriterID {
    try checkMayRegister()
    let path = state.writer(.gateway, 1, "key")
    let writer = try locked.openWriter(.gateway, 1, onClose: {}) {
      let secret: WriterSecret
      if let known = try WriterSecret.read(
        .gateway, vault: id, identities: identities, path: path, files: environment.files)
      {
        let bytes = try known.sealed(vault: id, identity: publicIdentity, gatewayKey: key, environment: environment)
        try DurableFile.replace(path, bytes, files: environment.files)
        secret = known
      } else {
        secret = try WriterSecret.create(
          .gateway, vault: id, identity: publicIdentity, gatewayKey: key, path: path, environment: environment)
      }
      try register(secret)
      return secret
    }
    try writer.close()
    return writer.id
  }
}

extension LockedVault {
  static var notEnrolled: VaultError {
    VaultError(
      .notEnrolled, "no gateway of this vault is enrolled on this machine",
      remedy: "let the first officer run holdfast gateway enroll once")
  }

  /// Opens this machine's gateway writer, while the vault is locked.
  ///
  /// Throws `notEnrolled`, `wrongKey`, or `writerBusy` when another process, or this one, has it already.
  public func gatewayWriter(key: GatewayKey) throws -> VaultWriter {
    try openWriter(.gateway, 1, onClose: {}) {
      let path = state.writer(.gateway, 1, "key")
      guard
        let secret = try WriterSecret.read(vault: id, gatewayKey: key, path: path, files: environment.files),
        try reloadConfiguration().writer(secret.id) != nil
      else { throw LockedVault.notEnrolled }
      return secret
    }
  }
}
