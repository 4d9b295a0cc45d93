// swift-format-ignore-file
/// What the commands answer; recorded by GoldenAnswerTests.
enum GoldenAnswers {
  static let all: [(name: String, text: String)] = [
    (
      #"init"#,
      ##"{"fingerprint":"<fingerprint>","officer":"o#1","recovery_file":"second-recovery","vault":"v#1"}"##
    ),
    (
      #"import"#,
      ##"{"files":[{"deliveries":7,"duplicates":1,"events":2,"exceptions":[],"format":"meta-webhook","gaps":0,"media":0,"messages":4,"path":"payloads.jsonl"},{"deliveries":1,"duplicates":0,"events":1,"exceptions":[],"format":"chat-export-zip","gaps":0,"media":1,"messages":3,"path":"WhatsApp Chat with Odile Marchbanks.zip"}]}"##
    ),
    (
      #"search"#,
      ##"{"checkpoint":"<checkpoint>","hits":[{"conversation":"c#1","deleted":false,"deletion":null,"direction":"inbound","held":[],"id":"m#1","kind":"text","person":{"id":"p#1","name":"Ana Quillfeather","phone":"447700900111"},"phone":"447700900111","sender":"Ana Quillfeather","sent_at":"2024-05-14T09:17:02Z","source":"meta","text":"the heron flies at dawn","version":1,"versions":1},{"conversation":"c#2","deleted":false,"deletion":null,"direction":"inbound","held":[],"id":"m#2","kind":"text","person":{"id":"p#2","name":"Odile Marchbanks","phone":null},"phone":null,"sender":"Odile Marchbanks","sent_at":"2024-05-14T08:17:00Z","source":"chat-export","text":"the osprey invoice is attached\nand has a second line about a capercaillie","version":1,"versions":1}],"indexed":17,"query":"heron OR osprey","records":17,"total":2}"##
    ),
    (
      #"search --count"#,
      ##"{"checkpoint":"<checkpoint>","indexed":17,"query":"heron OR osprey","records":17,"total":2}"##
    ),
    (
      #"show"#,
      ##"{"message":{"account":"100","archive_id":"m#1","captured_at":"<time>","checksum":"8ec338aad43b960bd66b1b1be6ceea3f03d0b810faeed329ddc9c10c62847ddc","conversation":"c#1","deleted":false,"deletions":[],"direction":"inbound","event_type":"message","from":{"name":"Ana Quillfeather","phone":"447700900111"},"held_by":[],"kind":"text","notes":[],"pii_scrubbed":false,"provider":"meta","provider_msg_id":"wamid.HERON1","reactions":[{"at":"2024-05-14T09:23:20Z","by":{"name":"Ana Quillfeather","phone":"447700900111"},"emoji":"👍"}],"read_states":[{"at":"2024-05-14T09:17:02Z","at_is_capture":false,"delivered":0,"doubts":[],"failed":0,"looked":0,"moment":"written","people":[],"read":0,"reader":"other_side","silent":0,"undecided":0,"unread_since":0}],"receipts":[],"records":[{"captured_at":"<time>","delivery":"d#1","part":"entry[0].changes[0].value.messages[0]","reader":"meta/1","record":"s#1/0","role":"message"},{"captured_at":"<time>","delivery":"d#2","part":"entry[0].changes[0].value.messages[0]","reader":"meta/1","record":"s#1/8","role":"reaction"}],"retention_class":"default","sent_at":"2024-05-14T09:17:02Z","sent_at_precision":"second","signature_check":{"method":"none","outcome":"not_applicable"},"source":{"line":1,"name":"payloads.jsonl","offset":0,"sha256":"<sha256>"},"text":"the heron flies at dawn","to":[{"phone":"15550001111"}],"versions":[{"captured_at":"<time>","checksum":"8ec338aad43b960bd66b1b1be6ceea3f03d0b810faeed329ddc9c10c62847ddc","from":{"name":"Ana Quillfeather","phone":"447700900111"},"kind":"text","origin":"original","record":"s#1/0","sent_at":"2024-05-14T09:17:02Z","text":"the heron flies at dawn","version":1}]},"records":[{"captured_at":"<time>","delivery":"d#1","part":"entry[0].changes[0].value.messages[0]","reader":"meta/1","record":"s#1/0","role":"message"},{"captured_at":"<time>","delivery":"d#2","part":"entry[0].changes[0].value.messages[0]","reader":"meta/1","record":"s#1/8","role":"reaction"}],"versions":[{"height":null,"kind":"text","origin":"original","record":"s#1/0","sent_at":"2024-05-14T09:17:02Z","text":"the heron flies at dawn","version":1,"width":null}]}"##
    ),
    (
      #"conversations"#,
      ##"{"checkpoint":"<checkpoint>","conversations":[{"account":"unknown","events":1,"first_at":"2024-05-14T08:15:00Z","gaps":0,"held":0,"id":"c#2","kind":"direct","last_at":"2024-05-15T18:45:00Z","last_message":"thank you","matters":[],"messages":3,"names":["Odile Marchbanks"],"phone":null,"source":"chat-export","title":"Odile Marchbanks"},{"account":"100","events":0,"first_at":"2024-05-14T09:17:02Z","gaps":0,"held":0,"id":"c#1","kind":"direct","last_at":"2024-05-14T09:21:40Z","last_message":"lorikeet-scan of the page","matters":[],"messages":3,"names":["Ana Quillfeather"],"phone":"447700900111","source":"meta","title":"Ana Quillfeather"},{"account":"100","events":0,"first_at":"2024-05-14T09:20:00Z","gaps":0,"held":0,"id":"c#3","kind":"direct","last_at":"2024-05-14T09:20:00Z","last_message":"no birds here","matters":[],"messages":1,"names":["Bruno Zabriskie"],"phone":"447700900222","source":"meta","title":"Bruno Zabriskie"}],"indexed":17,"records":17}"##
    ),
    (
      #"timeline"#,
      ##"{"checkpoint":"<checkpoint>","conversation":{"account":"100","events":0,"first_at":"2024-05-14T09:17:02Z","gaps":0,"held":0,"id":"c#1","kind":"direct","last_at":"2024-05-14T09:21:40Z","last_message":"lorikeet-scan of the page","matters":[],"messages":3,"names":["Ana Quillfeather"],"phone":"447700900111","source":"meta","title":"Ana Quillfeather"},"indexed":17,"items":[{"category":"message","deleted":false,"deletion":null,"direction":"inbound","edited":false,"held":[],"id":"m#1","kind":"text","media":null,"phone":"447700900111","reactions":[{"count":1,"emoji":"👍"}],"receipt":null,"reply_to":null,"sender":"Ana Quillfeather","sent_at":"2024-05-14T09:17:02Z","source":"meta","text":"the heron flies at dawn","version":1,"versions":1},{"category":"message","deleted":false,"deletion":null,"direction":"inbound","edited":false,"held":[],"id":"m#3","kind":"text","media":null,"phone":"447700900111","reactions":[],"receipt":null,"reply_to":null,"sender":"Ana Quillfeather","sent_at":"2024-05-14T09:18:02Z","source":"meta","text":"bring the kestrel file, call me","version":1,"versions":1},{"category":"message","deleted":false,"deletion":null,"direction":"inbound","edited":false,"held":[],"id":"m#4","kind":"image","media":{"file_name":null,"mime_type":"image/jpeg","path":null,"reason":null,"seconds":null,"sha256":null,"size":null,"state":"remote"},"phone":"447700900111","reactions":[],"receipt":null,"reply_to":null,"sender":"Ana Quillfeather","sent_at":"2024-05-14T09:21:40Z","source":"meta","text":"lorikeet-scan of the page","version":1,"versions":1}],"records":17}"##
    ),
    (
      #"matter new"#,
      ##"{"conversations":0,"holds":[],"matter":"M-1","messages":0,"opened_at":"<time>","opened_by":"o#2","title":"First"}"##
    ),
    (
      #"matter list"#,
      ##"{"matters":[{"conversations":0,"holds":[],"matter":"M-1","messages":0,"opened_at":"<time>","opened_by":"o#2","title":"First"}]}"##
    ),
    (
      #"hold place --dry-run"#,
      ##"{"attachments":0,"hold":null,"messages":1,"people":1}"##
    ),
    (
      #"hold place"#,
      ##"{"attachments":0,"hold":{"conversations":1,"id":"h#1","matter":"M-1","messages":1,"placed_at":"<time>","placed_by":"o#2","predicate":"heron","reason":"because","released_at":null,"time_zone":"UTC"},"messages":1,"people":1}"##
    ),
    (
      #"hold list"#,
      ##"{"holds":[{"conversations":1,"id":"h#1","matter":"M-1","messages":1,"placed_at":"<time>","placed_by":"o#2","predicate":"heron","reason":"because","released_at":null,"time_zone":"UTC"}]}"##
    ),
    (
      #"matter show"#,
      ##"{"conversations":1,"holds":[{"conversations":1,"id":"h#1","matter":"M-1","messages":1,"placed_at":"<time>","placed_by":"o#2","predicate":"heron","reason":"because","released_at":null,"time_zone":"UTC"}],"matter":"M-1","messages":1,"opened_at":"<time>","opened_by":"o#2","title":"First"}"##
    ),
    (
      #"explain"#,
      ##"{"checkpoint":"<checkpoint>","conversation":"c#1","holds":[{"conversations":1,"id":"h#1","matter":"M-1","messages":1,"placed_at":"<time>","placed_by":"o#2","predicate":"heron","reason":"because","released_at":null,"time_zone":"UTC"}],"indexed":17,"kept_until":null,"message":"m#1","records":17,"rules":[{"class":"default","expires_at":null,"months":["2024-05"],"text":"class default: no retention schedule is set, so it never expires"}],"summary":"kept for ever: no retention schedule lets class default go; and held by h#1 (M-1), which wins over any date until it is released"}"##
    ),
    (
      #"export"#,
      ##"{"attachments":0,"checkpoint":"<checkpoint>","conversations":1,"custody":"<folder>/bundle.custody.json","exceptions":0,"matter":"M-1","messages":1,"missing":0,"out":"<folder>/bundle","raw_deliveries":2,"records":4,"sha256":"<sha256>","warnings":["anybody who has this folder can read it: it is not encrypted"],"withheld_deliveries":0}"##
    ),
    (
      #"verify bundle"#,
      ##"{"ok":true,"pending":0,"problems":[],"records":4,"segments":1,"unlocked":true}"##
    ),
    (
      #"verify"#,
      ##"{"ok":true,"pending":0,"problems":[],"records":41,"segments":16,"unlocked":true}"##
    ),
    (
      #"statement"#,
      ##"{"public_key":"nothing.pub.pem","signature":"nothing.sig","statement":"nothing"}"##
    ),
    (
      #"checkpoint"#,
      ##"{"checkpoint":"<checkpoint>"}"##
    ),
    (
      #"index"#,
      ##"{"checkpoint":"<checkpoint>","indexed":17,"records":17}"##
    ),
    (
      #"status"#,
      ##"{"attachments":2,"checkpoint":"<checkpoint>","conversations":3,"deliveries":7,"events":1,"exceptions":0,"first_at":"2024-05-14T08:15:00Z","gaps":0,"held":1,"holds":1,"index_bytes":"<number>","indexed":17,"last_at":"2024-05-15T18:45:00Z","matters":1,"messages":7,"people":5,"receipts":0,"records":17,"title":"Golden","vault":"v#2","waiting":1}"##
    ),
    (
      #"audit"#,
      ##"{"acts":[{"act":"unlock","details":{},"done_at":"<time>","id":"a#1","officer":"o#2","record":"s#2/0","signature":"<signature>"},{"act":"unlock","details":{},"done_at":"<time>","id":"a#2","officer":"o#2","record":"s#3/0","signature":"<signature>"},{"act":"statement","details":{"query":"axolotl","sha256":"<sha256>","statement":"nothing found"},"done_at":"<time>","id":"a#3","officer":"o#2","record":"s#4/1","signature":"<signature>"},{"act":"unlock","details":{},"done_at":"<time>","id":"a#4","officer":"o#2","record":"s#4/0","signature":"<signature>"},{"act":"export","details":{"checkpoint":"<checkpoint>","matter":"M-1","messages":1,"missing":0,"out":"bundle","tagmanifest_sha256":"<tagmanifest_sha256>"},"done_at":"<time>","id":"a#5","officer":"o#2","record":"s#5/1","signature":"<signature>"},{"act":"unlock","details":{},"done_at":"<time>","id":"a#6","officer":"o#2","record":"s#5/0","signature":"<signature>"},{"act":"explain","details":{"message":"m#1"},"done_at":"<time>","id":"a#7","officer":"o#2","record":"s#6/1","signature":"<signature>"},{"act":"unlock","details":{},"done_at":"<time>","id":"a#8","officer":"o#2","record":"s#6/0","signature":"<signature>"},{"act":"unlock","details":{},"done_at":"<time>","id":"a#9","officer":"o#2","record":"s#7/0","signature":"<signature>"},{"act":"unlock","details":{},"done_at":"<time>","id":"a#10","officer":"o#2","record":"s#8/0","signature":"<signature>"},{"act":"hold-place","details":{"grammar":1,"hold":"h#1","matter":"M-1","predicate":"heron","reason":"because","time_zone":"UTC","tokenizer":1},"done_at":"<time>","id":"a#11","officer":"o#2","record":"s#9/1","signature":"<signature>"},{"act":"unlock","details":{},"done_at":"<time>","id":"a#12","officer":"o#2","record":"s#9/0","signature":"<signature>"},{"act":"unlock","details":{},"done_at":"<time>","id":"a#13","officer":"o#2","record":"s#10/0","signature":"<signature>"},{"act":"unlock","details":{},"done_at":"<time>","id":"a#14","officer":"o#2","record":"s#11/0","signature":"<signature>"},{"act":"matter-open","details":{"matter":"M-1","title":"First"},"done_at":"<time>","id":"a#15","officer":"o#2","record":"s#12/1","signature":"<signature>"},{"act":"unlock","details":{},"done_at":"<time>","id":"a#16","officer":"o#2","record":"s#12/0","signature":"<signature>"},{"act":"view","details":{"conversation":"c#1","messages":["m#1","m#3","m#4"]},"done_at":"<time>","id":"a#17","officer":"o#2","record":"s#13/1","signature":"<signature>"},{"act":"unlock","details":{},"done_at":"<time>","id":"a#18","officer":"o#2","record":"s#13/0","signature":"<signature>"},{"act":"unlock","details":{},"done_at":"<time>","id":"a#19","officer":"o#2","record":"s#14/0","signature":"<signature>"},{"act":"view","details":{"messages":["m#1"]},"done_at":"<time>","id":"a#20","officer":"o#2","record":"s#15/1","signature":"<signature>"},{"act":"unlock","details":{},"done_at":"<time>","id":"a#21","officer":"o#2","record":"s#15/0","signature":"<signature>"},{"act":"search","details":{"hits":2,"messages":[],"query":"heron OR osprey","time_zone":"UTC"},"done_at":"<time>","id":"a#22","officer":"o#2","record":"s#16/1","signature":"<signature>"},{"act":"unlock","details":{},"done_at":"<time>","id":"a#23","officer":"o#2","record":"s#16/0","signature":"<signature>"},{"act":"search","details":{"hits":2,"messages":["m#1","m#2"],"query":"heron OR osprey","time_zone":"UTC"},"done_at":"<time>","id":"a#24","officer":"o#2","record":"s#17/1","signature":"<signature>"},{"act":"unlock","details":{},"done_at":"<time>","id":"a#25","officer":"o#2","record":"s#17/0","signature":"<signature>"},{"act":"import","details":{"deliveries":8,"duplicates":1,"events":3,"exceptions":0,"files":2,"gaps":0,"media":1,"messages":7,"names":["payloads.jsonl","WhatsApp Chat with Odile Marchbanks.zip"]},"done_at":"<time>","id":"a#26","officer":"o#2","record":"s#18/1","signature":"<signature>"},{"act":"unlock","details":{},"done_at":"<time>","id":"a#27","officer":"o#2","record":"s#18/0","signature":"<signature>"},{"act":"init","details":{},"done_at":"<time>","id":"a#28","officer":"o#2","record":"s#19/0","signature":"<signature>"}]}"##
    ),
  ]
}
