import Glibc
import Sealing

/// Gets the passphrase: from a file, from the environment's file, or from the terminal; never from an argument.
struct PassphraseReader {
  /// The file given with `--passphrase-file`.
  var file: String?

  /// Reads the passphrase; `prompt` is shown on the terminal when no file is named.
  func read(prompt: String) throws -> SecretBytes {
    if let path = file ?? environmentFile { return try fromFile(path) }
    return try fromTerminal(prompt: prompt)
  }

  /// Whether a file is named, so that nobody needs to be asked.
  var isFileNamed: Bool { file != nil || environmentFile != nil }

  private static func erase(_ bytes: UnsafeMutableRawBufferPointer) {
    if let start = bytes.baseAddress { explicit_bzero(start, bytes.count) }
  }

  private var environmentFile: String? {
    guard let value = getenv("HOLDFAST_PASSPHRASE_FILE") else { return nil }
    let path = String(cString: value)
    return path.isEmpty ? nil : path
  }

  private func fromFile(_ path: String) throws -> SecretBytes {
    guard let handle = fopen(path, "re") else {
      throw Failure(
        .badInput, "the passphrase file \(path) cannot be read: \(String(cString: strerror(errno)))",
        remedy: "name a file that holds the passphrase on its first line")
    }
    defer { fclose(handle) }
    var bytes = [UInt8](repeating: 0, count: 4096)
    let count = fread(&bytes, 1, bytes.count, handle)
    defer { bytes.withUnsafeMutableBytes { PassphraseReader.erase($0) } }
    let line = bytes[..<count].prefix { $0 != 0x0A && $0 != 0x0D }
    guard !line.isEmpty else {
      throw Failure(
        .badInput, "the first line of the passphrase file \(path) is empty", remedy: "write the passphrase there")
    }
    return SecretBytes(Array(line))
  }

  private func fromTerminal(prompt: String) throws -> SecretBytes {
    let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
    guard terminal >= 0 else {
      throw Failure(
        .usage, "there is no terminal to ask for the passphrase",
        remedy: "give --passphrase-file, or HOLDFAST_PASSPHRASE_FILE in the environment")
    }
    defer { close(terminal) }
    var saved = termios()
    tcgetattr(terminal, &saved)
    var silent = saved
    silent.c_lflag &= ~tcflag_t(ECHO)
    tcsetattr(terminal, TCSAFLUSH, &silent)
    defer {
      tcsetattr(terminal, TCSAFLUSH, &saved)
      Output.write("\n", to: terminal)
    }
    Output.write(prompt, to: terminal)
    var line: [UInt8] = []
    var byte: UInt8 = 0
    while line.count < 4096, Glibc.read(terminal, &byte, 1) == 1, byte != 0x0A, byte != 0x0D { line.append(byte) }
    defer { line.withUnsafeMutableBytes { PassphraseReader.erase($0) } }
    guard !line.isEmpty else { throw Failure(.notPermitted, "no passphrase was given", remedy: "type it, then Enter") }
    return SecretBytes(line)
  }
}
