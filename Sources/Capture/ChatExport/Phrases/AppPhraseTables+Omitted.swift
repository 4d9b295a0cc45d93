/// What stands in the place of a file whose kind the words say.
extension AppPhraseTables {
  static let kindOmitted: [(String, [String])] = [
    (
      "image",
      [
        "image omitted", "photo omitted", "Bild weggelassen", "Foto weggelassen", "imagen omitida", "imagem ocultada",
        "imagem omitida", "imagem não revelada", "image absente", "image omise", "immagine omessa",
        "لم يتم إدراج الصورة", "تم استبعاد الصورة", "afbeelding weggelaten", "изображение отсутствует",
        "obrázek vynechán", "obraz pominięty", "görüntü dahil edilmedi", "फ़ोटो हटाई गई", "gambar tidak disertakan",
        "画像は含まれていません", "이미지 생략됨", "사진 생략됨", "图像已忽略", "圖片已略去", "đã bỏ qua hình ảnh", "ไม่มีรูปภาพ",
        "зображення відсутнє", "imagine omisă", "bild utesluten", "billede udeladt", "bilde ikke inkludert",
        "ei kuvaa", "kép kihagyva", "obrázok vynechaný", "התמונה הושמטה", "εικόνα παραλείφθηκε", "imatge omesa",
        "imej tidak dimasukkan", "kép küldése sikertelen", "slika izostavljena", "íomhá ligthe ar lár",
        "تصویر حذف شد", "تصویر نکال دی گئی ہے", "इमेज वगळली", "ইমেজ বাদ দেওয়া হয়েছে", "છબી પડતી મૂકાઈ", "圖像已省略",
        "照片已忽略",
      ]
    ),
    (
      "video",
      [
        "video omitted", "video message omitted", "Videonachricht weggelassen", "video note omitted",
        "Videonotiz weggelassen", "Video weggelassen", "Video omitido", "vídeo omitido", "vídeo não revelado",
        "vidéo absente",
        "vidéo omise", "video omesso", "لم يتم إدراج الفيديوهات", "لم يتم إدراج الفيديو", "video weggelaten",
        "видео отсутствует", "video vynecháno", "wideo pominięte", "video dahil edilmedi", "वीडियो छोड़ा गया",
        "video tidak disertakan", "ビデオは含まれていません", "동영상 생략됨", "视频已忽略", "影片已略去", "đã bỏ video", "วิดีโอถูกลบ",
        "відео відсутнє", "clip video omis", "video utesluten", "video udeladt", "video utelatt",
        "videota ei sisällytetä", "videó kihagyva", "video vynechané", "סרטון הווידאו הושמט", "βίντεο παραλείφθηκε",
        "físeán ligthe ar lár", "video izostavljen", "video tidak dimasukkan", "vídeo omès", "ویدیو حذف شد",
        "ویڈیو نظرانداز", "व्हिडीओ वगळला", "ভিডিও বাদ দেওয়া হয়েছে", "વિડિયો પડતી મુકાઈ", "影片已省略", "비디오 생략됨",
      ]
    ),
    (
      "audio",
      [
        "audio omitted", "voice message omitted", "Audio weggelassen", "audio omitido", "áudio ocultado",
        "áudio omitido", "ficheiro de áudio não revelado", "audio omis", "audio omesso",
        "لم يتم إدراج المقاطع الصوتية", "لم يتم إدراج المقطع الصوتي", "audio weggelaten", "аудиофайл отсутствует",
        "zvukový soubor vynechán", "audio pominięte", "ses dahil edilmedi", "ऑडियो हटाई गयी",
        "audio tidak disertakan", "音声は含まれていません", "오디오 생략됨", "音频已忽略", "音訊已略去", "bỏ qua tệp âm thanh", "ไม่มีไฟล์เสียง",
        "аудіо відсутнє", "fără audio", "ljud utelslutet", "lyd udeladt", "lyd utelatt",
        "äänitiedostoa ei sisällytetä", "hang kihagyva", "Hang kihagyása", "audio tidak dimasukkan",
        "comhad fuaime ar lár", "zvuk izostavljen", "zvuk vynechaný", "Àudio omès", "ήχος παραλείφθηκε",
        "קטע קול הושמט", "آڈیو نظرانداز", "صدا حذف شد", "ऑडिओ वगळला", "অডিও বাদ দেওয়া হয়েছে",
        "ઓડિયો ફાઇલ શામેલ કરી નથી", "音訊已省略",
      ]
    ),
    (
      "sticker",
      [
        "sticker omitted", "Sticker weggelassen", "sticker omitido", "figurinha omitida", "sticker não revelado",
        "sticker omis", "sticker non incluso", "sticker omesso", "تم حذف الملصقات", "لم يتم إدراج الملصق",
        "sticker weggelaten", "стикер не добавлен", "nálepka vynechána", "pominięto naklejkę",
        "Çıkartma dahil edilmedi", "स्टिकर छोड़ा गया", "stiker tidak disertakan", "スタンプは含まれていません", "스티커 생략됨", "贴图已忽略",
        "貼圖已略去", "đã bỏ sticker", "ไม่มีสติกเกอร์", "Наклейку не додано", "sticker utesluten", "klistermærke udeladt",
        "klistremerke utelatt", "adhesiu omès", "fágadh an greamán ar lár", "matrica kihagyva",
        "naljepnica izostavljena", "nálepka vynechaná", "pelekat tidak disertakan", "tarraa ei sisällytetty",
        "αυτοκόλλητο παραλήφθηκε", "סטיקר הושמט", "استیکر حذف شد", "اسٹیکر نظرانداز", "स्टिकर वगळले",
        "স্টিকার বাদ দেওয়া হয়েছে", "સ્ટીકર પડતું મુકાયું", "貼圖已忽略", "贴图已省略", "스티커 제외됨",
      ]
    ),
    (
      "gif",
      [
        "GIF omitted", "GIF weggelassen", "GIF omitido", "GIF omitida", "GIF não revelada", "GIF retiré", "GIF omis",
        "GIF esclusa", "GIF omessa", "لم يتم إدراج صورة GIF", "GIF weggelaten", "GIF отсутствует", "GIF vynechán",
        "Plik GIF pominięty", "GIF dahil edilmedi", "GIF छोड़ा गया", "GIF tidak disertakan", "GIFは含まれていません",
        "GIF 생략됨", "GIF 动态图已被忽略", "GIF 已略去", "Đã bỏ qua ảnh GIF", "ละเว้น GIF", "GIF-анімацію пропущено",
        "GIF  نظرانداز", "GIF fájl kihagyása", "GIF izostavljen", "GIF ligthe ar lár", "GIF omès",
        "GIF tidak dimasukkan", "GIF udeladt", "GIF utelatt", "GIF utesluten", "GIF vynechaný", "GIF הושמט",
        "GIF حذف شد", "GIF वगळले", "GIF પડતી મૂકાઈ", "GIF 圖片已被省略", "GIF-animaatio jätetty pois", "Παράληψη GIF",
        "জিআইএফ বাদ দেওয়া হয়েছে",
      ]
    ),
    (
      "document",
      [
        "document omitted", "Dokument weggelassen", "documento omitido", "documento não revelado",
        "document manquant", "document omis", "documento omesso", "لم يتم إدراج المستند", "document weggelaten",
        "документ отсутствует", "dokument vynechán", "dokument pominięty", "belge dahil edilmedi",
        "डॉक्यूमेंट छोड़ा गया", "dokumen tidak disertakan", "ドキュメントは含まれていません", "문서 생략됨", "文档已忽略", "文件已略去",
        "đã bỏ qua tài liệu", "ละเว้นเอกสาร", "документ пропущено", "dokument uteslutet", "dokument udeladt",
        "utelatt dokument", "Document omès", "cáipéis ligthe ar lár", "dokumen tidak dimasukkan",
        "dokument izostavljen", "dokument vynechaný", "dokumenttia ei sisällytetä", "dokumentum kihagyva",
        "έγγραφο παραλείφθηκε", "מסמך הושמט", "دستاویز نظرانداز", "سند حذف شد", "डॉक्युमेंट वगळले",
        "ডকুমেন্ট বাদ দেওয়া হয়েছে", "ડોક્યુમેન્ટ સામેલ કર્યું નહિ", "文件已忽略", "文档已省略",
      ]
    ),
    (
      "contacts",
      [
        "Contact card omitted", "Kontaktkarte ausgelassen", "Kontaktkarte weggelassen", "Tarjeta de contacto omitida",
        "Cartão do contato omitido", "Contacto não revelado", "Fiche contact manquante", "Scheda contatto omessa",
        "لم يتم إدراج بطاقة جهة اتصال", "Visitekaartje weggelaten", "Карточка контакта отсутствует",
        "Vizitka vynechána", "Pominięta wizytówka kontaktu", "Kişi kartı dahil edilmedi", "कॉन्टैक्ट कार्ड छोड़ा गया",
        "Kartu kontak tidak disertakan", "連絡先カードを省略", "연락처 카드 생략됨", "联系人卡片已忽略", "聯絡人卡片已略去", "Bỏ qua thẻ liên lạc",
        "บัตรรายชื่อที่ละเว้น", "Картка контакту відсутня", "Carte de vizită contact omisă", "Cárta teagmhála ar lár",
        "Kad kenalan tidak dimasukkan", "Karta kontaktu vynechaná", "Kontaktkort sløyfet", "Kontaktkort udeladt",
        "Kontaktkort uteslutet", "Névjegykártya kihagyva", "Posjetnica izostavljena", "Targeta de contacte omesa",
        "Yhteystietokortti jätettiin pois", "Η κάρτα επαφής παραλήφθηκε", "כרטיס איש קשר הושמט", "برگ مخاطب حذف شد",
        "رابطہ کارڈ نظر انداز", "संपर्क कार्ड वगळले", "পরিচিতির কার্ড বাদ দেওয়া হয়েছে",
        "સંપર્કનું કાર્ડ પડતું મૂકાયું", "聯絡人卡片已省略",
      ]
    ),
  ]
}
