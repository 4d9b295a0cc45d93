/// The words for the halves of the day, of the Unicode locale data and of what exports were seen to hold.
///
/// `AM` and `p. m.` are read by rule. Single letters are left out: they are people's names as well.
enum DayHalfTables {
  static let morning = [
    "ص", "صباحًا", "vorm.", "morgens", "nachts", "π.μ.", "पूर्वाह्न", "de.", "de", "fm", "f.m.", "ÖÖ", "SA", "PD",
    "ق.ظ.", "ap.", "PG", "пр.об.", "म.पू.", "ఉ", "上午", "午前", "오전", "dop.", "πμ", "дп", "ДП", "ರಾತ್ರಿ", "vm.", "凌晨",
    "清晨", "早上", "早晨", "半夜", "清早", "AN", "Adduha", "BN", "Brax kndaax", "Dinda", "Fọ mọ́nin", "GH", "Hoseng",
    "I bikɛ̂glà", "Isuk", "KI", "Kiroko", "LEEBI", "Luma lwa K", "Lwamilawu", "Mambia", "Muhi", "Munkyo", "ND",
    "N’ụtụtụ", "OD", "RW", "RŨ", "Safiya", "Sub", "Subbaahi", "TO", "TOO", "Taparachu", "Tesiran", "Uhr vörmiddaachs",
    "WD", "Z.MU.", "Zdat azal", "a.g", "am Vormittag", "ankstāinan", "ante midí", "atm", "banhaet", "comme",
    "de la mañana", "del matin", "do połedniŏ", "dopołdnja", "e paradites", "f.h.", "günortadan öň", "hengihengi",
    "ib", "icheheavo", "idiɓa", "iđitbeaivet", "kang’ama", "karoon", "kiɛmɛ́ɛm", "kíkíríg", "makeo", "maná", "matin",
    "mbaʼámbaʼ", "mbaꞌmbaꞌ", "moies", "n tufat", "ntɔ́ngɔ́", "pamilau", "pi open suno", "priekšp.", "priešpiet",
    "prije podne", "prijepodne", "r.n.", "sokallim", "subaka", "sárúwá", "uluchelo", "utuko", "vaasisu", "wichishu",
    "yb", "Àárɔ̀", "Àárọ̀", "Ĩyakwakya", "ŋdi", "Ɛnkakɛnyá", "ǁgoagas", "ʊshilè kʊboɖu", "АМ", "ТО", "ЭИ",
    "обедтэ икеле", "претпл.", "прије подне", "таңкы", "ү.ө.", "ӕмбисбоны размӕ", "לפ׳", "פֿאַרמיטאָג", "اے ایم",
    "ب.ن", "صبح، منجهند", "غ.م.", "قبل‌ازظهر", "چۈشتىن بۇرۇن", "܏ܩܛ‌", "ߛ", "ए एम", "तडके", "पू", "फुं", "भोर",
    "भ्यागा", "ये एम", "सकाळीं", "सबेरे", "सवेर", "सुबुह जा", "এ এম", "ଏ ଏମ", "ఎ ఎమ్", "පෙ.ව.", "ກ່ອນທ່ຽງ", "སྔ་ཆ་",
    "སྔ་དྲོ་", "နံနက်", "ማለዶ", "ቀደም ሰርምዕል", "ቅ.ቀ.", "ጥዋት", "ጽባሕ", "ፋዱስ ጃብ", "ᏌᎾᎴ", "ᐁᒼ", "ᱥᱮᱛᱟᱜ", "ⵜⵉⴼⴰⵡⵜ", "ꎸꄑ",
    "𞤀𞤎",
  ]

  static let afternoon = [
    "م", "مساءً", "nachm.", "mittags", "abends", "μ.μ.", "अपराह्न", "du.", "du", "em", "e.m.", "ÖS", "CH", "MD",
    "ب.ظ.", "ip.", "PTG", "сл.об.", "म.उ.", "సా", "下午", "午後", "오후", "odp.", "μμ", "пп", "ПП", "nm.", "中午", "晚上", "傍晚",
    "Aluula", "Baubau kndaax", "Chilo", "Dilolo", "EW", "Ebongi", "Eigulo", "Fọ ívnin", "G.M.", "GD", "Hwaĩ-inĩ",
    "I ɓugajɔp", "LK", "MUU", "Mog", "Ngo", "N’abali", "OT", "PN", "Pashamihe", "SHWANE", "TK", "Teipa", "Thapama",
    "TŊ", "UT", "Uhr nommendaachs", "WB", "Wengi", "Yamma", "Z.MW.", "Zaarikay b", "a.k", "akasuba", "am Namittag",
    "banringzgvaq", "cɛɛ́nko", "de la tarde", "de sira", "e pasdites", "e.h.", "eahketbeaivet", "eb", "ebyámu",
    "efiafi", "ep.", "günortadan soň", "i.n.", "ichamthi", "kikiiɗe", "kingoto", "kisɛ́ndɛ", "kooskoliny", "kugú",
    "kyiukonyi", "lilli", "luma lwa p", "makaaripi", "mchochil’l", "mpókwa", "n tmeddit", "ncwònzém", "ngəgógəle",
    "nomëttes", "nyiaghuo", "pa pussideinan", "pamunyi", "pi pini suno", "po podne", "po połedniu", "pop.", "popiet",
    "popodne", "popołdnju", "pos midí", "ptm", "pēcp.", "sanje", "soir", "wótpołdnja", "yh", "Ĩyawĩoo",
    "ŋka mbɔ́t nji", "ŨG", "Ɔ̀sán", "Ɛndámâ", "ǃuias", "ɣetrɔ", "ʊshilè kʊsasʊ", "ПМ", "ТК", "ЭК", "обедтэ мейле",
    "по подне", "попл.", "послије подне", "түштөн кийинки", "ү.х.", "ӕмбисбоны фӕстӕ", "אח׳", "נאָכמיטאָג",
    "بعدازظهر", "د.ن", "غ.و.", "منجهند، شام", "پی ایم", "چۈشتىن كېيىن", "܏ܒܛ‌", "ߥ", "अ", "दपेहरा/संजा", "दपैहर बाद",
    "पी एम", "बेलासे", "शाम जा", "सांजे", "सांझ", "सांम", "পি এম", "ପି ଏମ", "పి ఎమ్", "ප.ව.", "ຫຼັງທ່ຽງ", "ཕྱི་ཆ་",
    "ཕྱི་དྲོ་", "ညနေ", "ሓቆ ስርምዕል", "ምሴት", "ቃማ", "ከሰዓት", "ድ.ቀ.", "ፋዱስ ደምቢ", "ᏒᎯᏱᎢᏗᏢ", "ᐲᒼ", "ᱧᱤᱫᱟᱹ", "Ḍeffir aza",
    "Ọ̀sán", "ⵜⴰⴷⴳⴳⵯⴰⵜ", "ꁯꋒ", "𞤇𞤎",
  ]
}
