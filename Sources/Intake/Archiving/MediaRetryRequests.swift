import Records
import Storage
import Vault

/// Requests of people to fetch media again, left in the state directory for the gateway that runs there.
///
/// A request is an empty file named by the message: it tells no more than that somebody misses its attachment.
public struct MediaRetryRequests: Sendable {
  /// What is asked for.
  public enum Request: Sendable, Hashable {
    case message(MessageID)
    /// Everything that was given up.
    case all
  }

  private static let all = "all"
  /// More are not taken at once.
  private static let limit = 1000

  private let folder: String
  private let files: any FileOperations

  /// The requests in a vault's state directory.
  public init(state: VaultState, files: any FileOperations = SystemFiles()) {
    folder = state.path + "/gateway/media-retry"
    self.files = files
  }

  /// Leaves a request; asking twice is asking once.
  public func ask(_ request: Request) throws {
    try DurableFile.makeDirectories(folder, files: files)
    let name =
      switch request {
      case .message(let id): id.text
      case .all: MediaRetryRequests.all
      }
    _ = try DurableFile.create(folder + "/" + name, [], files: files)
  }

  /// The requests that are there, oldest names first; they stay until ``remove(_:)``.
  public func pending() throws -> [Request] {
    guard try files.status(folder) != nil else { return [] }
    let names = try files.names(in: folder).sorted()
    if names.contains(MediaRetryRequests.all) { return [.all] }
    return names.lazy.compactMap { MessageID($0).map(Request.message) }.prefix(MediaRetryRequests.limit) + []
  }

  /// Removes requests that were carried out.
  public func remove(_ requests: [Request]) throws {
    for request in requests {
      switch request {
      case .message(let id): try files.unlink(folder + "/" + id.text)
      case .all: try files.unlink(folder + "/" + MediaRetryRequests.all)
      }
    }
  }
}
