import Records
import Sealing
import Vault

/// The papers of a bundle: manifest.json in the terms of the RGR standard, and VERIFY.md.
struct BundleDocuments {
  let vault: UnlockedVault
  let scope: CaseScope
  let checkpoint: BundleCheckpoint
  let counts: [(name: String, value: Int)]

  /// `manifest.json`.
  var manifest: [UInt8] {
    let holds = scope.holds.map { hold in
      NormalisedRecord.object([
        "hold": .string(hold.placement.hold.text), "predicate": .string(hold.placement.predicate),
        "grammar": .number(String(hold.placement.grammar)), "tokenizer": .number(String(hold.placement.tokenizer)),
        "time_zone": .string(hold.placement.timeZone), "placed_at": .string(hold.placedAt.rfc3339),
      ])
    }
    let parameters = NormalisedRecord.object([
      "matter": .string(scope.matter), "title": .string(scope.title), "holds": .array(holds),
      "checkpoint": .string(checkpoint.checkpoint.identifier), "vault": .string(vault.id.text),
    ])
    let identity = SHA256.hash(CanonicalJSON.encode(parameters)).hex
    let messages = scope.conversations.flatMap(\.messages)
    var reasons: [String: Int] = [:]
    for exception in scope.exceptions { reasons[exception.code, default: 0] += 1 }
    let json = NormalisedRecord.object([
      "ManifestId": .string(identity), "GeneratedAt": .string(checkpoint.asOf.rfc3339),
      "ScopeDefinitionId": .string(scope.matter), "ScopeParameters": parameters,
      "TimeRange": NormalisedRecord.object([
        "first": messages.map(\.at).min().map { .string($0.rfc3339) },
        "last": messages.map(\.at).max().map { .string($0.rfc3339) },
      ]),
      "SourceWorkloads": .array(
        Set(scope.conversations.map { "whatsapp/" + $0.provider.rawValue }).sorted().map { .string($0) }),
      "ResolutionPolicy": .string(
        "every version, deletion, receipt and reaction known at the checkpoint; identities are never merged"),
      "HashAlgorithm": .array([.string("SHA-256"), .string("SHA-512")]),
      "ExportProfile": .string("holdfast-bundle-\(CaseworkVersion.bundle)"),
      "Counts": NormalisedRecord.object(
        Dictionary(uniqueKeysWithValues: counts.map { ($0.name, .number(String($0.value))) })),
      "ExceptionsSummary": NormalisedRecord.object(reasons.mapValues { .number(String($0)) }),
      "ToolVersion": .string(CaseworkVersion.tool),
      "Operator": .string("named in the custody record beside the bundle, so that the same scope gives the same bytes"),
      "IntegrityChecks": .array(
        [
          "BagIt 1.0 manifests", "RFC 6962 inclusion of each record in its segment",
          "RFC 6962 inclusion of each segment in its writer's log", "C2SP checkpoints signed with Ed25519",
        ].map { .string($0) }),
      "ReproducibilityNotes": .string(
        "exporting the same matter again at this checkpoint gives the same files, byte for byte"),
    ])
    return CanonicalJSON.encode(json) + [0x0A]
  }

  /// The facts of bag-info.txt.
  var bagInfo: [(name: String, value: String)] {
    [
      ("Source-Organization", VisibleText.plain(vault.locked.title)),
      ("External-Identifier", "\(vault.id) \(scope.matter)"),
      ("External-Description", VisibleText.plain("Case bundle of \(scope.matter): \(scope.title)")),
      ("Bagging-Date", "\(CivilTime(checkpoint.asOf).date)"), ("Bag-Software-Agent", CaseworkVersion.tool),
      ("Internal-Sender-Identifier", checkpoint.checkpoint.identifier), ("Bag-Count", "1 of 1"),
    ]
  }

  /// `VERIFY.md`.
  var verify: [UInt8] {
    Array(
      """
      # How to check this bundle

      This folder is a BagIt 1.0 bag. It can be checked without Holdfast and without whoever made it:

          python3 verify.py

      needs Python 3.8 or later and the `openssl` program, version 3. It compares every file with two digests, proves that
      each record lies unchanged in the vault's log, checks the signatures of the logs' checkpoints, and compares the
      messages with the records that they were made from. It prints `RESULT      verifies` and ends with status 0, or names
      each file that does not hold and ends with status 1. Any BagIt validator checks the files alone.

      The bundle was handed over with a custody record, a file beside this folder that ends in `.custody.json`. It names who
      handed it over and when, and ties this bundle to the vault's keys. `verify.py` finds it there, or takes
      `--custody FILE`. Compare the fingerprint that is then printed with the one that the firm tells you by other means,
      or give it with `--fingerprint`: without that comparison, somebody else could have made up keys and all.

      Read verify.py before you trust it: it is short, and lies in this folder unchanged only if its digest is that of a copy
      that you have from elsewhere.

      | file | what it is |
      |---|---|
      | `data/index.html` | where to begin reading |
      | `data/transcripts/` | each conversation, as a page and as plain text |
      | `data/messages.ndjson` | each message as one line of JSON, with every version |
      | `data/media/` | attachments, named after their SHA-256 |
      | `data/records/` | the sealed records that everything was made from, byte for byte |
      | `data/raw/` | deliveries as they arrived, where all their parts are in scope |
      | `data/exceptions.csv` | what is missing or withheld, and why |
      | `manifest.json` | scope, counts and versions |
      | `proofs/` | for each record, how it is proved; for each segment, the same as a C2SP tlog-proof |
      | `checkpoint`, `logs/`, `writers.txt` | where the vault's logs stood, their signed checkpoints, the keys |

      Vault `\(vault.id)`, checkpoint `\(checkpoint.checkpoint.identifier)`, as of \(checkpoint.asOf.rfc3339).

      ## How a record is proved

      1. Its commitment is SHA-256 of the text `holdfast/v1/record-commitment`, a zero byte, the `salt` of its proof, and the
         record's bytes.
      2. `index`, `count` and `path` lead from the commitment to the `record-root` in the `leaf` (RFC 6962, with the commitment
         as entry).
      3. `leaf_index`, `log_size` and `log_path` lead from the text of `leaf` to the root in `logs/<writer>.checkpoint`, which
         the writer's key in `writers.txt` signs.

      ## What is not proved

      That a provider's payload or an exported chat told the truth; the time before capture; that nothing was left out when it
      was captured. Anybody who has this folder can read it: it is not encrypted.

      """.utf8)
  }
}
