import Foundation
import SampleVault
import Storage

// swift run -c release make-sample-vault sample-vault
//
// Replaces the folder by a vault that was made anew; the bytes are the same every time.

let target = CommandLine.arguments.dropFirst().first ?? "sample-vault"
let manager = FileManager.default
let scratch = manager.temporaryDirectory.appendingPathComponent("make-sample-vault-\(getpid())").path
do {
  try manager.createDirectory(
    atPath: scratch, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  defer { try? manager.removeItem(atPath: scratch) }
  let store = try FolderStore.create(root: scratch + "/vault", files: SystemFiles())
  let report = try SampleVault().make(in: store, scratch: scratch)
  guard report.verification.ok else {
    throw SampleVaultError(message: "the vault does not verify: \(report.verification.problems)")
  }
  // Where objects are written before they are linked; the store makes it again.
  try manager.removeItem(atPath: scratch + "/vault/.incoming")
  if manager.fileExists(atPath: target) {
    guard manager.fileExists(atPath: target + "/vault.toml") else {
      throw SampleVaultError(message: "\(target) is there and is no vault; nothing was replaced")
    }
    try manager.removeItem(atPath: target)
  }
  try manager.copyItem(atPath: scratch + "/vault", toPath: target)
  print(report.text)
} catch {
  FileHandle.standardError.write(Data("make-sample-vault: \(error)\n".utf8))
  exit(1)
}
