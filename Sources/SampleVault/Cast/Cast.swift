/// The firm, its clients and who talks to whom. Every number is from a range that is reserved for fiction or unused.
enum Cast {
  static let advisers: [Adviser] = [
    Adviser(short: "lee", name: "James Lee", phone: "442079460123", route: .meta, account: "106540352240123"),
    Adviser(short: "nair", name: "Priya Nair", phone: "442079460187", route: .meta, account: "106540352240187"),
    Adviser(short: "brandt", name: "Lukas Brandt", phone: "493055500144", route: .meta, account: "106540352240144"),
    Adviser(short: "herrera", name: "Sofía Herrera", phone: "34915550110", route: .meta, account: "106540352240110"),
    Adviser(short: "wei", name: "Chen Wei 陈伟", phone: "85225550118", route: .wasender, account: "hk-desk"),
    Adviser(short: "haddad", name: "Omar Haddad", phone: "97145550166", route: .wasender, account: "dubai-desk"),
  ]

  static func adviser(_ short: String) -> Adviser {
    advisers.first { $0.short == short } ?? advisers[0]
  }

  private static func direct(_ adviser: String, _ language: String, _ people: [(String, String, String)])
    -> [SampleThread]
  {
    people.map {
      SampleThread(short: $0.0, kind: .direct, adviser: adviser, name: $0.1, phone: $0.2, language: language)
    }
  }

  static let threads: [SampleThread] =
    direct(
      "lee", "en",
      [
        ("ruiz", "Ana Ruiz", "34612555092"), ("ashworth", "Tom Ashworth", "447700900211"),
        ("bell", "Margaret Bell", "447700900223"), ("castellan", "Hugo Castellan", "33639980117"),
        ("dunmore", "Fiona Dunmore", "353205550131"), ("ekwueme", "Chidi Ekwueme", "447700900245"),
        ("farrow", "Lucy Farrow", "447700900256"), ("grantham", "Sir Peter Grantham", "447700900267"),
        ("hollis", "Ben Hollis", "447700900278"), ("ivory", "Grace Ivory", "447700900289"),
      ])
    + direct(
      "nair", "en",
      [
        ("whitfield", "Eleanor Whitfield", "447700900301"), ("whitfield-son", "Daniel Whitfield", "447700900312"),
        ("kapoor", "Ritu Kapoor", "447700900323"), ("lindqvist", "Maja Lindqvist", "46701740605"),
        ("mbeki", "Thandi Mbeki", "27825550145"), ("novak", "Petr Novák", "420601555156"),
        ("oyelaran", "Bola Oyelaran", "447700900367"), ("pereira", "Inês Pereira", "351912555178"),
        ("quill", "Rosalind Quill", "447700900389"), ("rahman", "Nadia Rahman", "447700900390"),
        ("sterling", "Max Sterling 🏳️‍🌈", "447700900401"),
      ])
    + direct(
      "brandt", "de",
      [
        ("vogel", "Katrin Vogel", "4915155500212"), ("huber", "Franz Huber", "4366055500123"),
        ("schreiber", "Dr. Anke Schreiber", "4915155500234"), ("weiss", "Jürgen Weiß", "4915155500245"),
        ("keller", "Ursula Keller", "41785550156"), ("demir", "Aylin Demir", "4915155500267"),
        ("lorenz", "Paul Lorenz", "4915155500278"),
      ])
    + direct(
      "herrera", "es",
      [
        ("molina", "Carmen Molina", "34612555189"), ("etxeberria", "Iker Etxeberria", "34612555190"),
        ("vargas", "Lucía Vargas", "5215555550101"), ("quispe", "Rosa Quispe", "51955555112"),
        ("navarro", "Andrés Navarro", "34612555123"), ("ibanez", "Núria Ibáñez", "34612555134"),
        ("figueroa", "Tomás Figueroa", "56955555145"),
      ])
    + direct(
      "haddad", "ar",
      [
        ("layla", "د. ليلى حداد", "971501234567"), ("alrashid", "خالد الراشد", "966505550112"),
        ("mansour", "سمير منصور", "20105555123"), ("qasim", "هدى قاسم", "96279555134"),
        ("saleh", "Youssef Saleh يوسف", "97333555145"),
      ])
    + direct(
      "haddad", "he",
      [
        ("levi", "נועה לוי", "972525550156"), ("barak", "אורי ברק", "972525550167"),
        ("shapira", "תמר שפירא", "972525550178"),
      ])
    + direct(
      "wei", "zh",
      [
        ("wang", "王秀英", "8613800138000"), ("li", "李建国", "8613900555112"), ("zhang", "张伟", "85295550123"),
        ("chan", "陳美玲", "85295550134"), ("liu", "刘洋", "8613600555145"),
      ])
    + direct(
      "wei", "ja",
      [
        ("sato", "佐藤花子", "819055550156"), ("tanaka", "田中健一", "819055550167"),
        ("suzuki", "鈴木美咲", "819055550178"),
      ])
    + direct("wei", "th", [("siriporn", "ศิริพร วงศ์", "66815550189"), ("anan", "อนันต์ ชัยชนะ", "66815550190")])
    + [
      SampleThread(
        short: "desk-fx", kind: .group, adviser: "lee", name: "Desk EMEA FX",
        phone: "Y2FwaV9ncm91cDo0NDIwNzk0NjAxMjM6ZngK",
        language: "en",
        members: [
          "nair": ("Priya Nair", "442079460187"), "brandt": ("Lukas Brandt", "493055500144"),
          "okafor": ("M. Okafor", "442079460100"),
        ]),
      SampleThread(
        short: "brightwater", kind: .group, adviser: "nair", name: "Brightwater family",
        phone: "Y2FwaV9ncm91cDo0NDIwNzk0NjAxODc6YncK",
        language: "en",
        members: [
          "joan": ("Joan Brightwater", "447700900412"), "amir": ("Amir Brightwater", "447700900423"),
          "ana": ("Ana Ruiz", "34612555092"),
        ]),
      SampleThread(
        short: "hk-group", kind: .group, adviser: "wei", name: "港股小组 HK Desk", phone: "120363045555123456",
        language: "zh",
        members: [
          "wang": ("王秀英", "8613800138000"), "zhang": ("张伟", "85295550123"), "sato": ("佐藤花子", "819055550156"),
        ]),
      SampleThread(
        short: "heron-export", kind: .export, adviser: "lee", name: "Ana R Geneva", phone: "", language: "en"),
      SampleThread(
        short: "lantern", kind: .export, adviser: "nair", name: "Lantern Yard", phone: "", language: "en"),
      SampleThread(
        short: "familie-vogel", kind: .export, adviser: "brandt", name: "Familie Vogel 🐦", phone: "", language: "de"),
    ]
}
