#!/usr/bin/env python3
"""Checks a Holdfast case bundle with Python's standard library and the openssl program. Needs nothing else.

Exit status: 0 all holds; 1 something does not; 2 something could not be checked (no openssl, or wrong usage).
"""
import argparse, base64, hashlib, json, os, re, struct, subprocess, sys, tempfile

LABEL, problems, notes = b"holdfast/v1/record-commitment\0", [], []

def problem(where, what):
    problems.append((where, what))

def read(root, path):
    with open(os.path.join(root, path), "rb") as file:
        return file.read()

def sha256(data):
    return hashlib.sha256(data).digest()

def walk(root):
    found = set()
    for folder, folders, names in os.walk(root):
        for name in folders + names:
            full = os.path.join(folder, name)
            if os.path.islink(full) or not (os.path.isfile(full) or os.path.isdir(full)):
                problem(os.path.relpath(full, root), "is a link or a special file, which no bag has")
            elif os.path.isfile(full):
                found.add(os.path.relpath(full, root).replace(os.sep, "/"))
    return found

def digests(root, path, cache={}):
    if path not in cache:
        both = hashlib.sha256(), hashlib.sha512()
        with open(os.path.join(root, path), "rb") as file:
            while chunk := file.read(1 << 20):
                both[0].update(chunk), both[1].update(chunk)
        cache[path] = {"sha256": both[0].hexdigest(), "sha512": both[1].hexdigest()}
    return cache[path]

def check_bag(root, found):  # Every file is listed, and is what was listed.
    if read(root, "bagit.txt") != b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n":
        problem("bagit.txt", "is not that of a BagIt 1.0 bag")
    payload = {path for path in found if path.startswith("data/")}
    tags = {path for path in found - payload if not path.startswith("tagmanifest-")}
    for kind, files in (("manifest", payload), ("tagmanifest", tags)):
        for algorithm in ("sha256", "sha512"):
            name, listed = "%s-%s.txt" % (kind, algorithm), {}
            if name not in found:
                problem(name, "is missing")
                continue
            for line in read(root, name).decode("utf-8").split("\n"):
                if line:
                    digest, _, path = line.partition("  ")
                    path = path.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
                    if path in listed:
                        problem(name, "lists %s twice" % path)
                    listed[path] = digest
            for path in sorted(set(listed) - files):
                problem(path, "is listed in %s but is missing" % name)
            for path in sorted(files - set(listed)):
                problem(path, "is there but not listed in %s" % name)
            for path in sorted(files & set(listed)):
                if digests(root, path)[algorithm] != listed[path]:
                    problem(path, "was changed: its %s is not the one in %s" % (algorithm, name))
    size = sum(os.path.getsize(os.path.join(root, path)) for path in payload)
    if "Payload-Oxum: %d.%d\n" % (size, len(payload)) not in read(root, "bag-info.txt").decode("utf-8"):
        problem("bag-info.txt", "Payload-Oxum is not %d.%d" % (size, len(payload)))
    return len(found)

def signed(key, message, signature):
    """Whether an Ed25519 signature holds, by the openssl program; None when that is not there."""
    der = base64.b64encode(bytes.fromhex("302a300506032b6570032100") + key).decode()
    pem = "-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n" % der
    with tempfile.TemporaryDirectory() as folder:
        for name, data in (("key", pem.encode()), ("message", message), ("signature", signature)):
            with open(os.path.join(folder, name), "wb") as file:
                file.write(data)
        command = "openssl pkeyutl -verify -pubin -inkey key -rawin -in message -sigfile signature".split()
        try:
            return subprocess.run(command, cwd=folder, capture_output=True).returncode == 0
        except OSError:
            notes[:] = ["openssl was not found: NO SIGNATURE WAS CHECKED"]
            return None

def check_logs(root):  # The checkpoints are signed by the writers of the logs.
    logs, listed = {}, {}
    for line in read(root, "checkpoint").decode("utf-8").split("\n"):
        if line.startswith("log "):
            listed[line.split(" ")[1]] = (int(line.split(" ")[2]), base64.b64decode(line.split(" ")[3]))
    for vkey in read(root, "writers.txt").decode("utf-8").split():
        name, hint, encoded = vkey.split("+", 2)
        material, path = base64.b64decode(encoded), "logs/%s.checkpoint" % name.rsplit("/", 1)[1]
        if material[:1] != b"\x01" or sha256(name.encode() + b"\n" + material)[:4].hex() != hint:
            problem("writers.txt", "the key of %s is not well formed" % name)
            continue
        text, _, signatures = read(root, path).decode("utf-8").partition("\n\n")
        text += "\n"
        lines = [x for x in signatures.split("\n") if x.startswith("\u2014 %s " % name)]
        blobs = [base64.b64decode(line.rsplit(" ", 1)[1]) for line in lines]
        if not any(x[:4].hex() == hint and signed(material[1:], text.encode(), x[4:]) is not False for x in blobs):
            problem(path, "no signature of %s holds" % name)
        origin, size, top = text.split("\n")[:3]
        logs[origin] = (int(size), base64.b64decode(top))
        if origin != name or listed.get(origin) != logs[origin]:
            problem(path, "is not the log that the vault checkpoint lists")
    for origin in sorted(set(listed) - set(logs)):
        problem("checkpoint", "lists %s, whose checkpoint is not here" % origin)
    return logs

def root_from_path(leaf, index, size, path):  # RFC 6962, section 2.1.1
    node, last, count = leaf, size - 1, 0
    while last > 0:
        if index % 2 == 1 or index < last:
            if count >= len(path):
                return None
            pair = path[count] + node if index % 2 == 1 else node + path[count]
            node, count = sha256(b"\x01" + pair), count + 1
        index, last = index // 2, last // 2
    return node if count == len(path) else None

def check_proofs(root, found, logs):  # Record in segment, segment in log.
    records, covered = {}, {}
    for name in sorted(path for path in found if re.fullmatch(r"proofs/[^/]*\.json", path)):
        try:
            proof = json.loads(read(root, name))
            start, end = proof["offset"], proof["offset"] + proof["length"]
            with open(os.path.join(root, proof["file"]) if proof["file"] in found else os.devnull, "rb") as file:
                file.seek(start)
                record, tail = file.read(end - start), file.read(1)
            commitment = sha256(LABEL + bytes.fromhex(proof["salt"]) + record)
            fields = dict(line.split(" ", 1) for line in proof["leaf"].strip().split("\n")[1:])
            in_segment = root_from_path(sha256(b"\0" + commitment), proof["index"], proof["count"],
                                        [bytes.fromhex(x) for x in proof["path"]])
            in_log = root_from_path(sha256(b"\0" + proof["leaf"].encode()), proof["leaf_index"], proof["log_size"],
                                    [bytes.fromhex(x) for x in proof["log_path"]])
            if not proof["leaf"].startswith("holdfast segment v1\n") or tail != b"\n":
                problem(name, "does not describe a record of a segment")
            if proof["record"] != "%s/%d" % (fields["segment"], proof["index"]):
                problem(name, "names another record than it proves")
            if commitment.hex() != proof["commitment"]:
                problem(name, "the record %s in %s was changed" % (proof["record"], proof["file"]))
            elif not 0 <= proof["index"] < proof["count"] == int(fields["records"]) \
                    or in_segment != bytes.fromhex(fields["record-root"]):
                problem(name, "the record %s is not in its segment" % proof["record"])
            elif not 0 <= proof["leaf_index"] < proof["log_size"] \
                    or logs.get(proof["origin"]) != (proof["log_size"], in_log):
                problem(name, "the segment of %s is not in the signed log" % proof["record"])
            else:
                records[proof["record"]] = json.loads(record)
                covered.setdefault(proof["file"], []).append((start, end + 1))
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            problem(name, "is not a proof that can be read (%r)" % error)
    for path in sorted(path for path in found if path.startswith("data/records/")):
        place = 0
        for start, end in sorted(covered.get(path, [])):
            if start != place:
                problem(path, "bytes %d to %d are not proved" % (place, start))
            place = end
        if place != os.path.getsize(os.path.join(root, path)):
            problem(path, "bytes from %d on are not proved" % place)
    return records

def check_content(root, found, records):  # What was made from the records is what they say.
    count = 0
    for number, line in enumerate(read(root, "data/messages.ndjson").split(b"\n"), 1):
        if line:
            count += 1
            message, where = json.loads(line), "data/messages.ndjson line %d" % number
            for record in message["records"]:
                if record["record"] not in records:
                    problem(where, "%s speaks of %s, which is not proved" % (message["archive_id"], record["record"]))
            for version in message["versions"]:
                content = records.get(version["record"], {}).get("event", {}).get("content", {})
                kind = version["kind"] if version["origin"] == "edit" else content.get("kind")
                if content.get("text", "") != version["text"] or kind != version["kind"]:
                    problem(where, "%s does not say what its record says" % message["archive_id"])
    stems, bodies = {path.split(".")[0] for path in found}, {}
    for name, record in sorted(records.items()):
        media = record.get("event", {}).get("content", {}).get("media", {})
        if media.get("state") == "stored" and "data/media/" + media["sha256"] not in stems:
            if media["sha256"].encode() not in read(root, "data/exceptions.csv"):
                problem(name, "its attachment %s is neither here nor an exception" % media["sha256"])
        if record.get("kind") == "delivery":
            plain = record.get("body", "").encode()
            bodies[record["id"]] = base64.b64decode(record["body_base64"]) if "body_base64" in record else plain
            if "data/raw/" + record["id"] not in stems:
                problem(name, "the raw delivery %s is not here" % record["id"])
    for path in sorted(path for path in found if path.startswith("data/raw/")):
        if read(root, path) != bodies.get(os.path.basename(path).split(".")[0]):
            problem(path, "is not the delivery that was captured")
    for path in sorted(path for path in found if path.startswith("data/media/")):
        if digests(root, path)["sha256"] != os.path.basename(path).split(".")[0]:
            problem(path, "is not the file that its name says")
    return count

def check_custody(root, path, fingerprint):
    custody = json.load(open(path, encoding="utf-8"))
    statement, vault = custody["statement"], base64.b64decode(custody["vault_toml"])
    text = json.dumps(statement, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    if statement["tagmanifest_sha256"] != sha256(read(root, "tagmanifest-sha256.txt")).hex():
        problem(path, "was written for another bundle")
    key = base64.b64decode(custody["officer_key"])
    if signed(key, b"holdfast custody v1\n" + text, base64.b64decode(custody["signature"])) is False:
        problem(path, "the officer's signature does not hold")
    text, _, tail = vault.decode("utf-8").partition("[signature]")
    officers = [base64.b64decode(x) for x in re.findall(r'\nkey = "([A-Za-z0-9+/=]+)"\nrole', text)]
    signature = base64.b64decode(re.search(r'ed25519 = "([^"]*)"', tail).group(1))
    parts = b"".join(struct.pack(">I", len(x)) + x for x in (statement["vault"].encode(), officers[0]))
    actual = sha256(b"holdfast/v1/vault-fingerprint\0" + parts).hex()[:40]
    if key not in officers or 'vault = "%s"\n' % statement["vault"] not in text:
        problem(path, "the officer is not one of the vault's")
    elif signed(officers[0], b"holdfast/v1/vault-config\0" + text.encode(), signature) is False:
        problem(path, "the vault's list of keys was changed")
    for vkey in read(root, "writers.txt").decode("utf-8").split():
        if '"%s"' % vkey not in text:
            problem("writers.txt", "%s is not a writer of the vault" % vkey)
    print("custody     handed over %s by %s" % (statement["handed_over_at"], statement["operator"]))
    print("fingerprint %s" % "-".join(actual[i:i + 4] for i in range(0, 40, 4)))
    if fingerprint and re.sub("[^0-9a-f]", "", fingerprint.lower()) != actual:
        problem(path, "the vault's fingerprint is another one than %s" % fingerprint)

def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bundle", nargs="?", default=os.path.dirname(os.path.abspath(__file__)))
    parser.add_argument("--custody", help="the custody record (default: BUNDLE.custody.json where it is there)")
    parser.add_argument("--fingerprint", help="the vault's fingerprint, as the firm tells it")
    options = parser.parse_args()
    root = os.path.abspath(options.bundle)
    custody = options.custody or root + ".custody.json"
    try:
        found = walk(root)
        print("files       %d checked by SHA-256 and SHA-512" % check_bag(root, found))
        logs = check_logs(root)
        print("logs        %d checkpoints" % len(logs))
        records = check_proofs(root, found, logs)
        print("records     %d proved: record in segment, segment in log" % len(records))
        print("messages    %d" % check_content(root, found, records))
        if options.custody or os.path.exists(custody):
            check_custody(root, custody, options.fingerprint)
    except (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        problem("bundle", "cannot be read to its end: %r" % error)
    for where, what in problems:
        print("PROBLEM     %s: %s" % (where, what))
    for note in notes:
        print("NOTE        " + note)
    print("RESULT      " + ("DOES NOT VERIFY" if problems else "INCOMPLETE" if notes else "verifies"))
    return 1 if problems else 2 if notes else 0

if __name__ == "__main__":
    sys.exit(main())
