/// What stands in the place of a file of any kind, of a place, and of what cannot be shown.
extension AppPhraseTables {
  static let mediaOmitted = [
    "Media omitted", "Medien ausgeschlossen", "Medien weggelassen", "Multimedia omitido", "Archivo omitido",
    "Mídia oculta", "Mídia omitida", "Arquivo de mídia oculto", "Ficheiro não revelado", "Multimédia omitida",
    "Médias omis", "Fichier omis", "Média omis", "Media omessi", "Media omesso", "تم استبعاد الوسائط",
    "تم حذف الوسائط", "Media weggelaten", "Без медиафайлов", "Média vynechány", "Pominięto multimedia",
    "Media pominięte", "Medya dahil edilmedi", "मीडिया के बिना", "मीडिया छोड़ा गया", "Media tidak disertakan",
    "Media utelämnades", "Medierne er udeladt", "Medier utelatt", "Media jätettiin pois", "Hiányzó médiafájl",
    "Медіа пропущено", "Fișier media omis", "Médiá vynechané", "המדיה לא נכללה", "Παραλήφθηκε το αρχείο πολυμέσων",
    "メディアは含まれていません", "メディアなし", "미디어를 생략함", "媒体文件已忽略", "省略多媒體檔", "Bỏ qua media", "ไม่รวมไฟล์สื่อ", "Mitjans omesos",
    "Bez multivides", "Conținut media omis", "Fayl o‘tkazib yuborildi", "Media disingkirkan",
    "Media har utelämnats", "Media imerukwa", "Media jätetty pois", "Media kihagyva", "Media mancante",
    "Media utelatt", "Media weggelaat", "Media çıxarılmışdır", "Mediefil udeladt", "Medien fehlen",
    "Medier weggelaten", "Medij izpuščen", "Medijski zapis izostavljen", "Medya atlanmış", "Meedia ära jäetud",
    "Multimedia vynechané", "Média manquante", "Média vynechána", "Pa media", "Praleistas medijos turinys",
    "Uten vedlegg", "Walang kalakip na media", "Αποχρεωτική παραλαβή μέσων", "Εξαίρεση πολυμέσων", "Файл пропущен",
    "Файл қосылған жоқ", "Без файл", "Без фајл", "Без файла", "pliki pominięto", "медији су изостављени", "המדיה הוסרה",
    "מדיה הושמטה", "ملفات مفقودة", "میڈیا چھوڑ دیا گیا",
    "پيوست نما/آهنگ حذف شد", "मीडिया वगळले", "মিডিয়া বাদ দেওয়া হয়েছে", "মিডিয়া হয়েছে", "ਮੀਡੀਆ ਛੱਡਿਆ ਗਿਆ",
    "મીડિયા અવગણાયું", "ஊடகங்கள் நீக்கப்பட்டது", "మాధ్యమం విస్మరించబడింది", "ಮೀಡಿಯಾ ಕೈಬಿಡಲಾಗಿದೆ", "മീഡിയ ഒഴിവാക്കി",
    "สื่อถูกลบ", "忽略多媒體檔", "省略多媒体文件", "미디어 파일을 생략한 대화내용",
  ]

  static let liveLocation = [
    "live location shared", "Live-Standort wird geteilt", "ubicación en tiempo real compartida",
    "localização atual compartilhada", "localização em tempo real partilhada", "Está a partilhar a sua localização",
    "localisation en direct partagée", "posizione in tempo reale condivisa", "posizione attuale condivisa",
    "تمت مشاركة الموقع المباشر", "live locatie gedeeld", "трансляция местоположения", "byla sdílena aktuální poloha",
    "lokalizacja na żywo została udostępniona", "canlı konum paylaşıldı", "lokasi terkini dibagikan",
    "Mevcut konum paylaşıldı", "Ubicació en directe compartida", "bola zdieľaná aktuálna poloha",
    "canlı məkan paylaşılıb", "hetke asukoht jagatud", "ibinahagi ang live na lokasyon", "jonli joylashuv ulashildi",
    "live placering delt", "live-sijainti jaettu", "liveposition delad", "locație în timp real distribuită",
    "lokacija v živo je bila deljena", "lokasi terkini dikongsi", "mahali mubashara pameshirikishwa",
    "posisjon i sanntid delt", "regstreekse ligging gedeel", "reāllaika atrašanās vieta",
    "tartózkodási hely megosztva", "tiesioginė vieta bendrinama", "trenutna lokacija podijeljena",
    "udostępniona transmisja położenia", "vendnodhja aktuale u shpërnda", "vị trí hiện thời được chia sẻ",
    "η τωρινή τοποθεσία κοινοποιήθηκε", "Геоданные отправлены", "Локација уживо подељена", "геодані надіслано",
    "местоположение в реално време споделено", "споделено локација во живо", "қазіргі орынмен бөлісті",
    "משתף מיקום בשידור חי", "جاری مقام کا اشتراک ہوا", "مکان زنده به اشتراک گذاشته شد", "लाइव स्थान साझा किया गया",
    "सध्याचे थेट ठिकाण शेअर केले", "লাইভ অবস্থান শেয়ার করা হয়েছে", "ਮੌਜੂਦਾ ਟਿਕਾਣਾ ਸਾਂਝਾ ਕੀਤਾ",
    "જીવંત સ્થાન શેર કરાયું", "இடம் நேரலையாக பகிரபட்டது", "ప్రత్యక్ష స్థాన భాగస్వామ్యం", "ನೇರ ಸ್ಥಳ ಹಂಚಿಕೊಳ್ಳಲಾಗಿದೆ",
    "ലൈവ് ലൊക്കേഷൻ പങ്കിട്ടു", "ตำแหน่งปัจจุบันถูกแบ่งปัน", "ライブロケーション共有", "共享实时位置", "實時位置已分享", "공유한 실시간 위치",
  ]

  static let waiting = [
    "Waiting for this message", "Waiting for this message. This may take a while",
    "Warten auf diese Nachricht. Dies kann einen Moment dauern", "Esperando este mensaje. Puede tardar un poco",
    "Esperando el mensaje. Esto puede tomar tiempo", "Aguardando mensagem. Essa ação pode levar alguns instantes",
    "En attente de ce message. Cela peut prendre quelques instants",
    "In attesa del messaggio. Potrebbe volerci un po' di tempo", "في انتظار هذه الرسالة. قد يستغرق هذا بعض الوقت",
  ]

  static let viewOnce = [
    "view once message omitted", "view once photo omitted", "view once video omitted",
    "view once voice message omitted", "Einmalansicht weggelassen", "Einmalig ansehen",
  ]

  /// Endings that stand without a space before them.
  static let omittedEndings = [
    "已忽略", "已省略", "已略去", "생략됨", "含まれていません", "を省略", "ถูกลบ", "ที่ละเว้น",
  ]
}
