/// The words that WhatsApp writes into exports, by meaning; in no particular order of languages.
///
/// The lists need not be complete: what is marked as the app's and not listed is kept verbatim as unclassified.
enum AppPhraseTables {
  static let mediaOmitted = [
    "Media omitted", "Medien ausgeschlossen", "Medien weggelassen", "Multimedia omitido", "Archivo omitido",
    "Mídia oculta", "Mídia omitida", "Arquivo de mídia oculto", "Ficheiro não revelado", "Multimédia omitida",
    "Médias omis", "Fichier omis", "Média omis", "Media omessi", "Media omesso", "تم استبعاد الوسائط", "تم حذف الوسائط",
    "Media weggelaten", "Без медиафайлов", "Média vynechány", "Pominięto multimedia", "Media pominięte",
    "Medya dahil edilmedi", "मीडिया के बिना", "मीडिया छोड़ा गया", "Media tidak disertakan", "Media utelämnades",
    "Medierne er udeladt", "Medier utelatt", "Media jätettiin pois", "Hiányzó médiafájl", "Медіа пропущено",
    "Fișier media omis", "Médiá vynechané", "המדיה לא נכללה", "Παραλήφθηκε το αρχείο πολυμέσων", "メディアは含まれていません",
    "メディアなし", "미디어를 생략함", "媒体文件已忽略", "省略多媒體檔", "Bỏ qua media", "ไม่รวมไฟล์สื่อ", "Mitjans omesos",
    "video note omitted",
  ]

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
      ]
    ),
    (
      "video",
      [
        "video omitted", "Video weggelassen", "Video omitido", "vídeo omitido", "vídeo não revelado", "vidéo absente",
        "vidéo omise", "video omesso", "لم يتم إدراج الفيديوهات", "لم يتم إدراج الفيديو", "video weggelaten",
        "видео отсутствует", "video vynecháno", "wideo pominięte", "video dahil edilmedi", "वीडियो छोड़ा गया",
        "video tidak disertakan", "ビデオは含まれていません", "동영상 생략됨", "视频已忽略", "影片已略去", "đã bỏ video",
        "วิดีโอถูกลบ", "відео відсутнє", "clip video omis", "video utesluten", "video udeladt", "video utelatt",
        "videota ei sisällytetä", "videó kihagyva", "video vynechané", "סרטון הווידאו הושמט", "βίντεο παραλείφθηκε",
      ]
    ),
    (
      "audio",
      [
        "audio omitted", "voice message omitted", "Audio weggelassen", "audio omitido", "áudio ocultado",
        "áudio omitido", "ficheiro de áudio não revelado", "audio omis", "audio omesso", "لم يتم إدراج المقاطع الصوتية",
        "لم يتم إدراج المقطع الصوتي", "audio weggelaten", "аудиофайл отсутствует", "zvukový soubor vynechán",
        "audio pominięte", "ses dahil edilmedi", "ऑडियो हटाई गयी", "audio tidak disertakan", "音声は含まれていません",
        "오디오 생략됨", "音频已忽略", "音訊已略去", "bỏ qua tệp âm thanh", "ไม่มีไฟล์เสียง", "аудіо відсутнє", "fără audio",
        "ljud utelslutet", "lyd udeladt", "lyd utelatt", "äänitiedostoa ei sisällytetä", "hang kihagyva",
      ]
    ),
    (
      "sticker",
      [
        "sticker omitted", "Sticker weggelassen", "sticker omitido", "figurinha omitida", "sticker não revelado",
        "sticker omis", "sticker non incluso", "sticker omesso", "تم حذف الملصقات", "لم يتم إدراج الملصق",
        "sticker weggelaten", "стикер не добавлен", "nálepka vynechána", "pominięto naklejkę",
        "Çıkartma dahil edilmedi", "स्टिकर छोड़ा गया", "stiker tidak disertakan", "スタンプは含まれていません", "스티커 생략됨",
        "贴图已忽略", "貼圖已略去", "đã bỏ sticker", "ไม่มีสติกเกอร์", "Наклейку не додано", "sticker utesluten",
        "klistermærke udeladt", "klistremerke utelatt",
      ]
    ),
    (
      "gif",
      [
        "GIF omitted", "GIF weggelassen", "GIF omitido", "GIF omitida", "GIF não revelada", "GIF retiré", "GIF omis",
        "GIF esclusa", "GIF omessa", "لم يتم إدراج صورة GIF", "GIF weggelaten", "GIF отсутствует", "GIF vynechán",
        "Plik GIF pominięty", "GIF dahil edilmedi", "GIF छोड़ा गया", "GIF tidak disertakan", "GIFは含まれていません",
        "GIF 생략됨", "GIF 动态图已被忽略", "GIF 已略去", "Đã bỏ qua ảnh GIF", "ละเว้น GIF", "GIF-анімацію пропущено",
      ]
    ),
    (
      "document",
      [
        "document omitted", "Dokument weggelassen", "documento omitido", "documento não revelado", "document manquant",
        "document omis", "documento omesso", "لم يتم إدراج المستند", "document weggelaten", "документ отсутствует",
        "dokument vynechán", "dokument pominięty", "belge dahil edilmedi", "डॉक्यूमेंट छोड़ा गया",
        "dokumen tidak disertakan", "ドキュメントは含まれていません", "문서 생략됨", "文档已忽略", "文件已略去", "đã bỏ qua tài liệu",
        "ละเว้นเอกสาร", "документ пропущено", "dokument uteslutet", "dokument udeladt", "utelatt dokument",
      ]
    ),
    (
      "contacts",
      [
        "Contact card omitted", "Kontaktkarte ausgelassen", "Kontaktkarte weggelassen", "Tarjeta de contacto omitida",
        "Cartão do contato omitido", "Contacto não revelado", "Fiche contact manquante", "Scheda contatto omessa",
        "لم يتم إدراج بطاقة جهة اتصال", "Visitekaartje weggelaten", "Карточка контакта отсутствует",
        "Vizitka vynechána", "Pominięta wizytówka kontaktu", "Kişi kartı dahil edilmedi", "कॉन्टैक्ट कार्ड छोड़ा गया",
        "Kartu kontak tidak disertakan", "連絡先カードを省略", "연락처 카드 생략됨", "联系人卡片已忽略", "聯絡人卡片已略去",
        "Bỏ qua thẻ liên lạc", "บัตรรายชื่อที่ละเว้น", "Картка контакту відсутня",
      ]
    ),
  ]

  static let deleted = [
    "This message was deleted", "This message was deleted by admin", "Diese Nachricht wurde gelöscht",
    "Se eliminó este mensaje", "Este mensaje fue eliminado", "Mensaje eliminado", "Esta mensagem foi apagada",
    "Mensagem apagada", "Ce message a été supprimé", "Questo messaggio è stato eliminato", "تم حذف هذه الرسالة",
    "Dit bericht is verwijderd", "Данное сообщение удалено", "Это сообщение удалено", "Сообщение удалено",
    "Tato zpráva byla odstraněna", "Tato zpráva byla smazána", "Ta wiadomość została usunięta", "Bu mesaj silindi",
    "यह मैसेज डिलीट कर दिया गया है", "यह मैसेज डिलीट किया गया", "Pesan ini dihapus", "Pesan ini telah dihapus",
    "このメッセージは削除されました", "삭제된 메시지입니다", "此消息已删除", "此訊息已刪除", "這則訊息已刪除", "Tin nhắn này đã bị xóa",
    "Tin nhắn này đã bị xoá", "ข้อความนี้ถูกลบแล้ว", "Це повідомлення було видалено", "Acest mesaj a fost șters",
    "Detta meddelande raderades", "Denne besked blev slettet", "Denne meldingen ble slettet", "Tämä viesti poistettiin",
    "Ez az üzenet törölve lett", "Táto správa bola odstránená", "הודעה זו נמחקה", "Αυτό το μήνυμα διαγράφηκε",
    "Aquest missatge s'ha suprimit",
  ]

  static let deletedByOwner = [
    "You deleted this message", "You deleted this message as admin", "Du hast diese Nachricht gelöscht",
    "Eliminaste este mensaje", "Você apagou esta mensagem", "Apagou esta mensagem", "Apagaste esta mensagem",
    "Vous avez supprimé ce message", "Hai eliminato questo messaggio", "لقد حذَفت هذه الرسالة", "لقد حذفت هذه الرسالة",
    "أنت حذفت هذه الرسالة", "U hebt dit bericht verwijderd", "Je hebt dit bericht verwijderd",
    "Вы удалили данное сообщение", "Вы удалили это сообщение", "Tuto zprávu jste odstranil/a",
    "Tuto zprávu jste smazal/a", "Usunięto tę wiadomość", "Bu mesajı sildiniz", "आपने यह मैसेज डिलीट किया",
    "Anda menghapus pesan ini", "Anda telah menghapus pesan ini", "このメッセージを削除しました", "이 메시지를 삭제했습니다",
    "您已删除此消息", "您已刪除此訊息", "您刪除了這則訊息", "Bạn đã xoá tin nhắn này", "Bạn đã xóa tin nhắn này", "คุณได้ลบข้อความนี้",
    "Ви видалили це повідомлення", "Ați șters acest mesaj", "Du raderade detta meddelande",
    "Du har slettet denne besked", "Du slettet denne meldingen", "Poistit tämän viestin", "Törölted ezt az üzenetet",
    "מחקת הודעה זו",
  ]

  static let liveLocation = [
    "live location shared", "Live-Standort wird geteilt", "ubicación en tiempo real compartida",
    "localização atual compartilhada", "localização em tempo real partilhada", "Está a partilhar a sua localização",
    "localisation en direct partagée", "posizione in tempo reale condivisa", "posizione attuale condivisa",
    "تمت مشاركة الموقع المباشر", "live locatie gedeeld", "трансляция местоположения", "byla sdílena aktuální poloha",
    "lokalizacja na żywo została udostępniona", "canlı konum paylaşıldı", "lokasi terkini dibagikan",
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
    "view once voice message omitted",
    "Einmalansicht weggelassen", "Einmalig ansehen",
  ]

  /// Matched at the beginning, because times and prompts follow.
  static let calls: [(String, [String])] = [
    (
      "missed-video",
      [
        "Missed video call", "Missed group video call", "Verpasster Videoanruf", "Videollamada perdida",
        "Chamada de vídeo perdida", "Appel vidéo manqué", "Videochiamata persa", "مكالمة فيديو فائتة",
        "مكالمة فيديو لم يُرد عليها", "Gemiste video-oproep", "Пропущенный видеозвонок", "Zmeškaný videohovor",
        "Nieodebrane połączenie wideo", "Cevapsız görüntülü arama", "Panggilan video tak terjawab",
      ]
    ),
    (
      "missed-voice",
      [
        "Missed voice call", "Missed group voice call", "Missed call", "Verpasster Sprachanruf", "Verpasster Anruf",
        "Llamada perdida", "Llamada de voz perdida", "Chamada de voz perdida", "Chamada perdida", "Appel vocal manqué",
        "Appel manqué", "Chiamata vocale persa", "Chiamata persa", "مكالمة صوتية فائتة", "مكالمة صوتية لم يُرد عليها",
        "Gemiste spraakoproep", "Gemist spraakgesprek", "Пропущенный аудиозвонок", "Пропущенный звонок",
        "Zmeškaný hovor", "Zmeškaný hlasový hovor", "Nieodebrane połączenie", "Cevapsız sesli arama",
        "Panggilan suara tak terjawab", "Silenced voice call",
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

  static let attached = [
    "file attached", "attached", "Datei angehängt", "Anhang", "angehängt", "archivo adjunto", "archivo adjuntado",
    "adjunto", "arquivo anexado", "ficheiro anexado", "anexado", "anexo", "fichier joint", "pièce jointe",
    "file allegato", "allegato", "الملف مرفق", "ملف مرفق", "المُرفق", "المرفق", "bestand bijgevoegd", "bijgevoegd",
    "файл добавлен", "прикреплено", "soubor byl přiložen", "příloha", "plik załączono", "plik załączony", "załączono",
    "dosya ekli", "eklendi", "फ़ाइल अटैच की गई", "अटैच किया गया", "file terlampir", "terlampir", "dilampirkan",
    "ファイル添付", "添付ファイル", "添付", "파일 첨부됨", "첨부됨", "文件附件", "附件", "檔案已附加", "tệp đính kèm", "đính kèm",
    "ไฟล์ที่แนบ", "แนบ", "файл додано", "додано", "fișier atașat", "atașare", "bifogad fil", "bifogat", "vedhæftet fil",
    "fil vedhæftet", "vedhæftet", "vedlagt fil", "vedlagt", "liitetiedosto", "liite", "fájl csatolva", "csatolva",
    "súbor pripojený", "príloha", "מצורף", "הקובץ צורף", "επισυνάφθηκε", "arxiu adjunt",
  ]

  static let edited = [
    "This message was edited", "Diese Nachricht wurde bearbeitet", "Se editó este mensaje", "Mensaje editado",
    "Este mensaje fue editado", "Mensagem editada", "Esta mensagem foi editada", "Ce message a été modifié",
    "Message modifié", "Questo messaggio è stato modificato", "تم تعديل هذه الرسالة", "تم تعديل الرسالة",
    "Dit bericht is bewerkt", "Данное сообщение изменено", "Сообщение изменено", "Tato zpráva byla upravena",
    "Ta wiadomość została edytowana", "Wiadomość edytowana", "Bu mesaj düzenlendi", "Pesan ini diedit",
    "このメッセージは編集されました", "Detta meddelande har redigerats", "यह मैसेज एडिट किया गया",
  ]

  /// Matched anywhere in the notice, in this order.
  static let system: [(String, [String])] = [
    (
      "encryption",
      [
        "end-to-end encrypt", "end-to-end-encrypt", "Ende-zu-Ende-verschlüssel", "cifrado de extremo a extremo",
        "cifrados de extremo a extremo", "cifradas de extremo a extremo", "criptografia de ponta a ponta",
        "encriptadas ponto a ponto", "encriptação ponto a ponto", "chiffrés de bout en bout",
        "chiffrement de bout en bout", "crittografati end-to-end", "crittografia end-to-end",
        "مشفرة تمامًا بين الطرفين", "التشفير التام بين الطرفين", "end-to-end versleuteld", "сквозным шифрованием",
        "koncovým šifrováním", "szyfrowane end-to-end", "szyfrowane metodą end-to-end", "uçtan uca şifreli",
        "एंड-टू-एंड एन्क्रिप्ट", "terenkripsi secara end-to-end", "エンドツーエンド暗号化", "종단간 암호화", "종단 간 암호화", "端到端加密",
        "端對端加密", "点对点加密", "mã hóa đầu cuối", "การเข้ารหัสจากต้นทาง", "наскрізним шифруванням",
        "criptate integral", "totalsträckskrypt", "päästä päähän -salat", "מוצפנות מקצה לקצה",
      ]
    ),
    (
      "security-code",
      [
        "security code", "Sicherheitsnummer", "Sicherheitscode", "código de seguridad", "código de segurança",
        "code de sécurité", "codice di sicurezza", "رمز الأمان", "رمز أمان", "beveiligingscode", "Код безопасности",
        "код безопасности", "bezpečnostní kód", "kod zabezpieczeń", "güvenlik kodu",
      ]
    ),
    (
      "number-change",
      [
        "changed their phone number", "changed to +", "changed their number", "hat die Telefonnummer geändert",
        "hat eine neue Telefonnummer", "hat zu +", "cambió su número", "cambió a +", "mudou o número",
        "mudou para +", "mudou de número", "a changé de numéro", "ha cambiato numero", "ha cambiato il suo numero",
        "غيّر رقم هاتفه", "قام بتغيير رقم هاتفه",
      ]
    ),
    (
      "disappearing",
      [
        "disappearing messages", "message timer", "selbstlöschende Nachrichten", "mensajes temporales",
        "mensagens temporárias", "messages éphémères", "messaggi effimeri", "الرسائل ذاتية الاختفاء", "الرسائل المؤقتة",
        "verdwijnende berichten", "исчезающие сообщения", "исчезающих сообщений",
      ]
    ),
    (
      "business",
      [
        "business account", "Unternehmenskonto", "Unternehmensaccount", "Business-Konto", "cuenta de empresa",
        "conta comercial", "compte professionnel", "account business", "حساب أعمال", "uses a secure service",
      ]
    ),
    (
      "contact",
      [
        "is a contact", "You blocked this contact", "You unblocked this contact", "ist ein Kontakt",
        "Du hast diesen Kontakt blockiert", "Bloqueaste a este contacto", "Você bloqueou esse contato",
        "Vous avez bloqué ce contact", "Hai bloccato questo contatto", "You blocked this business",
      ]
    ),
    (
      "pin",
      [
        "pinned a message", "hat eine Nachricht angeheftet", "hat eine Nachricht angepinnt", "fijó un mensaje",
        "fixou uma mensagem", "a épinglé un message", "ha fissato un messaggio", "ثبّت رسالة",
      ]
    ),
  ]

  /// Matched anywhere in the notice, in this order: the narrower words stand before the wider.
  static let group: [(String, [String])] = [
    (
      "subject",
      [
        "changed the subject", "changed the group name", "changed this group's subject", "hat den Betreff",
        "Gruppennamen von", "Gruppennamen zu", "den Gruppennamen", "cambió el asunto", "cambió el nombre del grupo",
        "Cambiaste el nombre del grupo", "Cambiaste el asunto", "mudou o nome do grupo", "alterou o nome do grupo",
        "Você mudou o nome", "mudou o assunto", "a changé le sujet", "a changé le nom du groupe",
        "avez changé le nom du groupe", "avez changé le sujet", "a modifié le nom du groupe",
        "ha cambiato l'oggetto", "ha cambiato l’oggetto", "cambiato il nome del gruppo", "غيّر اسم المجموعة",
        "بتغيير اسم المجموعة", "غيَّر اسم المجموعة", "غيّر الموضوع",
      ]
    ),
    (
      "description",
      [
        "group description", "Gruppenbeschreibung", "descripción del grupo", "descrição do grupo",
        "description du groupe", "descrizione del gruppo", "وصف المجموعة",
      ]
    ),
    (
      "icon",
      [
        "group's icon", "group’s icon", "group icon", "Gruppenbild", "ícono del grupo", "icono del grupo",
        "imagen del grupo", "imagem do grupo", "imagem deste grupo", "icône du groupe", "photo du groupe",
        "immagine del gruppo", "icona del gruppo", "صورة المجموعة", "أيقونة المجموعة",
      ]
    ),
    (
      "settings",
      [
        "group's settings", "group’s settings", "group settings", "Gruppeneinstellungen", "ajustes del grupo",
        "configuración del grupo", "configurações do grupo", "configurações deste grupo", "paramètres du groupe",
        "impostazioni del gruppo", "إعدادات المجموعة", "invite link", "Einladungslink zurückgesetzt",
      ]
    ),
    (
      "create",
      [
        "created group", "created this group", "created the group", "created community", "Gruppe erstellt",
        "\" erstellt", "” erstellt", "“ erstellt", "creó el grupo", "Creaste el grupo", "creó este grupo",
        "criou o grupo", "Você criou o grupo", "criou este grupo", "a créé le groupe", "avez créé le groupe",
        "a créé ce groupe", "ha creato il gruppo", "Hai creato il gruppo", "أنشأ المجموعة", "أنشأت المجموعة",
        "بإنشاء المجموعة", "أنشأ هذه المجموعة", "создал группу", "создал(-а) группу", "heeft de groep",
      ]
    ),
    (
      "promote",
      [
        "now an admin", "jetzt Admin", "ahora eres admin", "ahora es admin", "agora é admin", "agora é um admin",
        "maintenant administrateur", "maintenant admin", "ora un amministratore", "ora amministratore",
        "مشرفًا الآن", "أصبحت مشرفًا",
      ]
    ),
    (
      "demote",
      ["no longer an admin", "nicht mehr Admin", "ya no es admin", "não é mais admin", "plus admin", "non è più amm"]
    ),
    (
      "join",
      [
        "joined using", "joined from", "joined via", "joined the group", "ist der Gruppe", "ist beigetreten",
        "per Einladungslink", "se unió", "Te uniste", "entrou usando", "entrou através", "entrou no grupo",
        "a rejoint", "avez rejoint", "si è unito", "si è unita", "Ti sei unit", "انضم باستخدام", "انضم إلى",
        "انضممت",
      ]
    ),
    (
      "remove",
      [
        " removed ", "You removed", "was removed", "were removed", " entfernt", "eliminó a ", "Eliminaste a ",
        "expulsó a", "removeu ", "foi removido", "foi removida", "a retiré ", "avez retiré ", "a supprimé ",
        "a été retiré", "ha rimosso", "Hai rimosso", "è stato rimosso", "أزال ", "أزلت ", "بإزالة", "удалил",
      ]
    ),
    (
      "add",
      [
        " added ", "You added", "added you", "was added", "were added", "hinzugefügt", "añadió", "Añadiste",
        "agregó", "Agregaste", "adicionou", "adicionaste", "foi adicionado", "foi adicionada", "a ajouté",
        "avez ajouté", "a été ajouté", "ha aggiunto", "Hai aggiunto", "è stato aggiunto", "è stata aggiunta", "أضاف",
        "أضفت", "تمت إضافة", "بإضافة", "добавил", "toegevoegd", "přidal",
      ]
    ),
    (
      "leave",
      [
        " left", "You left", "hat die Gruppe verlassen", "die Gruppe verlassen", " salió", "Saliste", " abandonó",
        " saiu", "Saíste", "a quitté", "est parti", "avez quitté", "ha abbandonato", "Hai abbandonato", "è uscit",
        "غادر", "غادرت", "вышел", "verlaten",
      ]
    ),
  ]
}
