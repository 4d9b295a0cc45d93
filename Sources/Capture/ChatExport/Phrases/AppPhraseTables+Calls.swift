/// What is written about calls.
extension AppPhraseTables {
  /// Matched at the beginning, because times and prompts follow.
  static let calls: [(String, [String])] = [
    (
      "missed-video",
      [
        "Missed video call", "Missed group video call", "Verpasster Videoanruf", "Videollamada perdida",
        "Chamada de vídeo perdida", "Appel vidéo manqué", "Videochiamata persa", "مكالمة فيديو فائتة",
        "مكالمة فيديو لم يُرد عليها", "Gemiste video-oproep", "Пропущенный видеозвонок", "Zmeškaný videohovor",
        "Nieodebrane połączenie wideo", "Cevapsız görüntülü arama", "Panggilan video tak terjawab",
        "Apel video nepreluat", "Apel video ratat", "Buraxılmış video zəng", "Cuộc gọi nhỡ video", "Físghlao caillte",
        "Gemist videogesprek", "Missat videosamtal", "Mistede video opkald", "Nakaligtaang video call",
        "Neatbildēts video zvans", "Nem fogadott videohívás", "Nem fogadott videóhívás", "Neodgovorjen video klic",
        "Nieodebrane poł. wideo", "O‘tkazib yub. videoqo‘ng‘iroq", "Panggilan video terlepas",
        "Praleistas video skambutis", "Propušten video poziv", "Propušteni videopoziv", "Simu ya video uliyoikosa",
        "Tapt videoanrop", "Tapt videosamtale", "Trucada de vídeo perduda", "Ubesvaret videoopkald",
        "Vastaamaton videopuhelu", "Vastamata videokõne", "Video-oproep gemis", "Videochamada perdida",
        "Videothirrje e shmangur", "Videotrucada perduda", "Αναπάντητη βιντεοκλήση", "Жауапсыз видео қоңырау",
        "Пропуснато видео обаждане", "Пропуштен видео повик", "Пропуштен видео позив", "Пропущений відеодзвінок",
        "שיחת וידאו שלא נענתה", "تماس تصویری بی‌پاسخ", "تماس تصویری پاسخ داده نشده", "مسڈ ویڈیو کال",
        "چھوٹی ہوئی ویڈیو کال", "छूटी हुई विडियो कॉल", "मिस्ड वीडियो कॉल", "मिस्ड व्हिडिओ कॉल", "ভিডিও কল মিস করেছেন",
        "মিস করা ভিডিও কল", "ਮਿਸ ਹੋਈ ਵੀਡੀਓ ਕਾਲ", "છૂટી ગયેલ વિડિઓ કૉલ", "છૂટી ગયેલ વિડિયો કૉલ",
        "தவறிய காணொலி அழைப்பு", "తప్పిన వీడియోకాల్", "ತಪ್ಪಿದ ದೃಶ್ಯ ಕರೆ", "നഷ്ടമായ വീഡിയോ കാൾ",
        "วิดีโอคอลที่ไม่ได้รับ", "สายโทรวิดีโอที่ไม่ได้รับ", "ビデオ通話不在着信", "未接視像通話", "未接视频通话", "부재중 영상통화",
      ]
    ),
    (
      "missed-voice",
      [
        "Missed voice call", "Missed group voice call", "Missed call", "Verpasster Sprachanruf", "Verpasster Anruf",
        "Llamada perdida", "Llamada de voz perdida", "Chamada de voz perdida", "Chamada perdida",
        "Appel vocal manqué", "Appel manqué", "Chiamata vocale persa", "Chiamata persa", "مكالمة صوتية فائتة",
        "مكالمة صوتية لم يُرد عليها", "Gemiste spraakoproep", "Gemist spraakgesprek", "Пропущенный аудиозвонок",
        "Пропущенный звонок", "Zmeškaný hovor", "Zmeškaný hlasový hovor", "Nieodebrane połączenie",
        "Cevapsız sesli arama", "Panggilan suara tak terjawab", "Silenced voice call", "Apel vocal nepreluat",
        "Apel vocal ratat", "Buraxılmış zəng", "Cuộc gọi nhỡ", "Glao Gutha Caillte", "Guthghlao caillte",
        "Missat röstsamtal", "Missat samtal", "Mistet opkald", "Nakaligtaang voice call", "Neatbildēts balss zvans",
        "Nem fogadott hanghívás", "Nieodebrane poł", "Nieodebrane poł. głosowe", "O‘tkazib yub. ovozli qo‘ng‘iroq",
        "Panggila suara terlepas", "Panggilan Suara Terlepas", "Praleistas balso skambutis",
        "Propušten glasovni poziv", "Propušteni glasovni poziv", "Simu ya sauti uliyoikosa", "Stemoproep gemis",
        "Tak Terjawab", "Tapt taleanrop", "Thirrje e shmangur", "Trucada de veu perduda", "Ubesvaret taleopkald",
        "Vastaamaton äänipuhelu", "Vastamata häälkõne", "Zgrešen klic", "Αναπάντητη κλήση",
        "Αναπάντητη φωνητική κλήση", "Жауапсыз қоңырау", "Пропуснато гласово обаждане", "Пропуштен гласовен повик",
        "Пропуштен гласовни позив", "Пропущений аудіодзвінок", "שיחה קולית שלא נענתה", "تماس صوتی پاسخ داده نشده",
        "مسڈ وائس کال", "چھوٹی ہوئی صوتی کال", "छूटी हुई ध्वनि कॉल", "मिस्ड वॉइस कॉल", "मिस्ड व्हॉइस कॉल",
        "वॉइस कॉल मिस हुई", "ভয়েস কল মিস করেছেন", "মিসড ভয়েস কল", "ਮਿਸ ਹੋਈ ਆਵਾਜ਼ ਕਾਲ", "છૂટી ગયેલ ધ્વનિ કૉલ",
        "છૂટી ગયેલો વોઇસ કૉલ", "છૂટેલો વોઇસ કૉલ", "தவறிய குரல் அழைப்பு", "మిస్సేడ్ వాయిస్ కాల్", "ತಪ್ಪಿದ ಧ್ವನಿ ಕರೆ",
        "വിളി നഷ്ടപ്പെട്ടു", "สายที่ไม่ได้รับ", "不在着信", "未接語音通話", "未接语音通话", "音声通話不在着信", "부재중 전화",
      ]
    ),
    (
      "video",
      [
        "Video call. ", "Video call, ", "Videoanruf. ", "Videoanruf, ", "Videollamada. ", "Chamada de vídeo. ",
        "Appel vidéo. ", "Videochiamata. ", "مكالمة فيديو. ",
      ]
    ),
    (
      "voice",
      [
        "Voice call. ", "Voice call, ", "Sprachanruf. ", "Sprachanruf, ", "Llamada. ", "Llamada de voz. ",
        "Chamada de voz. ", "Appel vocal. ", "Chiamata vocale. ", "مكالمة صوتية. ",
      ]
    ),
  ]

  /// Notices of calls in a group, matched anywhere in the notice.
  static let startedCalls: [(String, [String])] = [
    (
      "video",
      [
        "started a video call", "einen Videoanruf gestartet", "inició una videollamada", "iniciou uma chamada de vídeo",
        "a démarré un appel vidéo", "ha avviato una videochiamata", "ha iniziato una videochiamata",
      ]
    ),
    (
      "voice",
      [
        "started a call", "started a voice call", "einen Anruf gestartet", "einen Sprachanruf gestartet",
        "inició una llamada", "iniciou uma chamada", "iniciou uma ligação", "a démarré un appel",
        "ha avviato una chiamata", "ha iniziato una chiamata",
      ]
    ),
  ]
}
