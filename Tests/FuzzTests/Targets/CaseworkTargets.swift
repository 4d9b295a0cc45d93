import Records
import Sealing

@testable import Casework

extension FuzzTarget {
  static let casework: [FuzzTarget] = [
    FuzzTarget(
      "bag-manifest", dictionary: ["%0A", "%0d", "%25", "  ", " *", "./", "../", "data/", "\r\n", "\\", "~"],
      maximumLength: 1024,
      seeds: {
        ["00ff  data/a.txt\nAA *./data/b%0A%25c\r\n", "00\tdata/x\n00  data/x\n", "zz  data/y\n\n00 ../z\n"].map {
          Array($0.utf8)
        }
      },
      check: { bytes in
        let manifest = BagManifest(parsing: bytes.mended)
        for path in manifest.digests.keys {
          try require(BagPath.isSafe(path), "the path ‘\(path)’ leads out of the bag")
          try require(BagPath.decode(BagPath.encode(path)) == path, "the path ‘\(path)’ reads back differently")
        }
        // A tab or a blank at the beginning of a name is what a manifest cannot say.
        let sayable = manifest.digests.filter { path, _ in
          !path.hasPrefix(" ") && !path.hasPrefix("\t") && !path.hasPrefix("*") && !path.hasPrefix("./")
        }
        let again = BagManifest(parsing: BagManifest.text(sayable))
        try require(again.digests == sayable && again.faults.isEmpty, "a manifest reads back differently")
        try require(
          manifest.faults.count + manifest.digests.count <= bytes.count + 1, "more lines than bytes")
      }),
    FuzzTarget(
      "record-proof-file",
      dictionary: jsonWords + ["holdfast segment v1\\n", "segment s-abcd", "records 3", "record-root ", "\"path\":["],
      seeds: { [proofSeed.encoded] },
      check: { bytes in
        guard let proof = RecordProofFile(parsing: bytes) else { return }
        let again = RecordProofFile(parsing: proof.encoded)
        try require(again == proof, "a proof reads back differently")
        _ = proof.fault(record: [1, 2, 3], logs: [:])
        var open = proof
        // Past the commitment, which random bytes never meet.
        open.commitment = RecordCommitment.compute(salt: proof.salt, canonical: [1, 2, 3])
        try require(
          open.fault(
            record: [1, 2, 3], logs: [proof.origin: .init(origin: proof.origin, size: proof.logSize, root: .zero)])
            != nil, "a made-up proof holds")
      }),
    FuzzTarget(
      "bundle",
      dictionary: jsonWords + ["data/", "manifest-sha256.txt", "tagmanifest-sha256.txt", "bagit.txt", "  ", "\n"],
      seeds: { bundleSeeds }, check: checkBundle),
  ]

  private static var proofSeed: RecordProofFile {
    RecordProofFile(
      record: RecordAddress(segment: SegmentID(suffix: "abcd"), number: 1), file: "data/messages.ndjson", offset: 0,
      length: 3, salt: [1, 2], commitment: .zero, count: 3, path: [.zero, .zero],
      leaf: "holdfast segment v1\nsegment s-abcd\nrecords 3\nrecord-root \(Digest.zero.hex)\n", origin: "o",
      leafIndex: 0,
      logSize: 1, logPath: [])
  }

  /// The files of a bundle that a fuzzer fills in: the number of each, and its bytes.
  private static let bundleFiles = [
    "bagit.txt", "bag-info.txt", "manifest-sha256.txt", "manifest-sha512.txt", "tagmanifest-sha256.txt",
    "tagmanifest-sha512.txt", "checkpoint", "writers.txt", "logs/w-abcd.checkpoint", "proofs/a.json", "proofs/b.json",
    "data/records/a.ndjson", "data/messages.ndjson", "data/media/a.jpg", "data/raw/a", "data/custody.ndjson",
    "fetch.txt",
  ]

  private static var bundleSeeds: [[UInt8]] {
    let declaration = Array("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n".utf8)
    let manifest = Array("\(SHA256.hash([0x7B, 0x7D]).hex)  data/messages.ndjson\n".utf8)
    let proof = Array(proofSeed.encoded.prefix(255))
    return [
      [0, UInt8(declaration.count)] + declaration + [2, UInt8(manifest.count)] + manifest + [12, 2, 0x7B, 0x7D],
      [0, UInt8(declaration.count)] + declaration + [9, UInt8(proof.count)] + proof,
    ]
  }

  private static func checkBundle(_ bytes: [UInt8]) throws {
    var input = FuzzInput(bytes)
    let files = MemoryFiles()
    while !input.isEmpty {
      let name = bundleFiles[input.number(below: bundleFiles.count)]
      files.put("/bag/" + name, input.piece())
    }
    guard let report = try? BundleVerifier.verify("/bag", files: files) else { return }
    try require(!report.problems.isEmpty, "a bundle of random files is declared whole")
  }
}
