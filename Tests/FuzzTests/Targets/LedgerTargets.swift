import Sealing

@testable import Ledger

extension FuzzTarget {
  private static let noteWords = [
    "\n\n— ", "— ", " ", "\n", "v-abcd+", "holdfast/v-abcd/w-abcd", "c2sp.org/tlog-proof@v1\n",
  ]

  static let ledger: [FuzzTarget] = [
    FuzzTarget(
      "note", dictionary: noteWords,
      seeds: { note.map { [Array($0.serialized.utf8), Array($0.text.utf8)] } ?? [] },
      check: { bytes in
        if let note = try? SignedNote(parsing: bytes) {
          try require(Array(note.serialized.utf8) == bytes, "a note reads back differently")
          if let signer { _ = try? note.verify(with: [signer.verifier]) }
        }
        let text = bytes.mended
        if let verifier = try? NoteVerifier(vkey: text) { try require(verifier.vkey == text, "a key has two forms") }
        if let line = try? NoteSignature(line: text) { try require(line.line == text, "a signature has two forms") }
      }),
    FuzzTarget(
      "checkpoint", dictionary: noteWords + ["vault ", "log "],
      seeds: {
        guard let note, let one = try? Checkpoint(origin: "holdfast/v-abcd/w-abcd", size: 7, root: .zero),
          let vault = try? VaultCheckpoint(
            vaultID: "v-abcd", logs: [LogHead(origin: "holdfast/v-abcd/w-abcd", size: 7, root: .zero)])
        else { return [] }
        return [Array(note.serialized.utf8), Array(one.text.utf8), Array(vault.text.utf8)]
      },
      check: { bytes in
        let text = bytes.mended
        if let one = try? Checkpoint(text: text) {
          try require(one.text == text, "a checkpoint has two forms")
          _ = try? one.requireContinuation(of: one, proof: [])
        }
        if let one = try? VaultCheckpoint(text: text) {
          try require(one.text == text, "a vault checkpoint has two forms")
          for log in one.logs { try require(one.head(of: log.origin) == log, "a log is in it twice") }
        }
        if let signer {
          _ = try? Checkpoint.open(bytes, verifiers: [signer.verifier])
          _ = try? VaultCheckpoint.open(bytes, verifiers: [signer.verifier])
        }
      }),
    FuzzTarget(
      "ledger-proof", dictionary: noteWords + ["index ", "old "],
      seeds: {
        guard let note else { return [] }
        return [
          Array(TLogProof(index: 3, hashes: [.zero, .zero], checkpoint: note).text.utf8),
          Array(WitnessRequest(oldSize: 3, proof: [.zero], note: note).text.utf8),
        ]
      },
      check: { bytes in
        let text = bytes.mended
        if let proof = try? TLogProof(text: text) {
          try require(proof.text == text, "a proof has two forms")
          if let signer { _ = try? proof.verify(leafHash: .zero, verifiers: [signer.verifier]) }
        }
        if let request = try? WitnessRequest(parsing: bytes) {
          try require(Array(request.text.utf8) == bytes, "a request has two forms")
        }
      }),
    FuzzTarget(
      "merkle", maximumLength: 1024,
      seeds: { [[5, 3, 0, 0, 0, 0, 0, 0, 0, 3], [200, 100] + [UInt8](repeating: 0xFF, count: 80)] },
      check: checkMerkle),
    FuzzTarget(
      "tiles", dictionary: ["tile/", "tile/entries/", "x001/", ".p/", "/"], maximumLength: 2048,
      seeds: {
        [
          [2] + Array("tile/0/x001/x234/067.p/42".utf8), [2] + Array("tile/entries/000.p/1".utf8),
          [3, 0, 1, 9, 0, 2, 9, 9, 0, 0], [1] + [UInt8](repeating: 4, count: 64),
        ]
      },
      check: { bytes in
        var input = FuzzInput(bytes)
        let count = Int(input.byte())
        let rest = input.remainder()
        if let address = TilePath.parse(rest.mended) {
          try require(TilePath.parse(address.path) == address, "a tile's path reads back differently")
          try require(address.path == rest.mended, "a tile has two paths: \(address.path), \(rest.mended)")
        }
        for more in [false, true] {
          if let entries = try? EntryBundle.parse(rest, count: count, allowingMore: more) {
            try require(entries.count == count, "\(entries.count) entries, not \(count)")
            var again: [UInt8] = []
            for entry in entries { try EntryBundle.append(entry, to: &again) }
            try require(rest.starts(with: again), "a bundle reads back differently")
            if !more { try require(again.count == rest.count, "a bundle has bytes that mean nothing") }
          }
          if let hashes = TileBytes.decode(rest, width: count, allowingMore: more) {
            try require(hashes.count == count, "\(hashes.count) hashes, not \(count)")
            try require(rest.starts(with: TileBytes.encode(hashes)), "a tile reads back differently")
          }
        }
        // A log whose every tile is what a hostile store gives.
        let log = TileLog(size: UInt64(count) << 2 | 3) { _ in rest }
        _ = try? log.root()
        _ = try? log.entry(at: UInt64(count))
        _ = try? log.entries(0..<UInt64(count))
        _ = try? log.inclusionProof(of: UInt64(count / 2))
        _ = try? log.consistencyProof(from: UInt64(count / 2 + 1))
        _ = try? TileLogWriter(size: UInt64(count) << 3, root: nil) { _ in rest }
      }),
  ]

  private static var signer: NoteSigner? {
    (try? SigningKey.generate(using: SeededRandomness(seed: 11))).flatMap {
      try? NoteSigner(name: "holdfast/v-abcd/w-abcd", key: $0)
    }
  }

  private static var note: SignedNote? {
    guard let signer else { return nil }
    return try? Checkpoint(origin: "holdfast/v-abcd/w-abcd", size: 7, root: .zero).signed(by: signer)
  }

  /// True proofs of a small tree hold; nothing else does, whatever the numbers.
  private static func checkMerkle(_ bytes: [UInt8]) throws {
    var input = FuzzInput(bytes)
    let size = 1 + input.number(below: 64)
    let index = UInt64(input.number(below: size))
    let hostile = (index: input.long(), size: input.long())
    var proof: [Digest] = []
    while !input.isEmpty, proof.count < 70 {
      var raw = (0..<32).map { _ in input.byte() }
      raw[0] = raw[0] & 3
      if let digest = Digest(bytes: raw) { proof.append(digest) }
    }
    let tree = MerkleTree(leafHashes: (0..<size).map { RFC6962.leafHash([UInt8($0)]) })
    let leaf = RFC6962.leafHash([UInt8(index)])
    let root = tree.root()
    let good = (try? tree.inclusionProof(of: index)) ?? []
    try require(
      MerkleProof.verifyInclusion(leafHash: leaf, index: index, size: UInt64(size), root: root, proof: good),
      "a true proof does not hold")
    if proof != good {
      try require(
        !MerkleProof.verifyInclusion(leafHash: leaf, index: index, size: UInt64(size), root: root, proof: proof),
        "a false proof holds")
    }
    for digests in [proof, good] where (hostile.index, hostile.size) != (index, UInt64(size)) {
      let holds = MerkleProof.verifyInclusion(
        leafHash: leaf, index: hostile.index, size: hostile.size, root: root, proof: digests)
      // Another place in another tree may have the same path; a different depth or side may not.
      try require(!holds || digests == good, "a proof holds for index \(hostile.index) of \(hostile.size)")
      _ = MerkleProof.verifyConsistency(
        size1: hostile.index, root1: root, size2: hostile.size, root2: leaf, proof: digests)
    }
    let old = index + 1
    if let oldRoot = try? tree.root(at: old), let consistency = try? tree.consistencyProof(from: old) {
      try require(
        MerkleProof.verifyConsistency(size1: old, root1: oldRoot, size2: UInt64(size), root2: root, proof: consistency),
        "a true proof of consistency does not hold")
    }
  }
}
