/// The words beside the name of an attached file, and those of the mark of an edit.
extension AppPhraseTables {
  static let attached = [
    "file attached", "attached", "Datei angehängt", "Anhang", "angehängt", "archivo adjunto", "archivo adjuntado",
    "adjunto", "arquivo anexado", "ficheiro anexado", "anexado", "anexo", "fichier joint", "pièce jointe",
    "file allegato", "allegato", "الملف مرفق", "ملف مرفق", "المُرفق", "المرفق", "bestand bijgevoegd", "bijgevoegd",
    "файл добавлен", "прикреплено", "soubor byl přiložen", "příloha", "plik załączono", "plik załączony", "załączono",
    "dosya ekli", "eklendi", "फ़ाइल अटैच की गई", "अटैच किया गया", "file terlampir", "terlampir", "dilampirkan",
    "ファイル添付", "添付ファイル", "添付", "파일 첨부됨", "첨부됨", "文件附件", "附件", "檔案已附加", "tệp đính kèm", "đính kèm", "ไฟล์ที่แนบ", "แนบ",
    "файл додано", "додано", "fișier atașat", "atașare", "bifogad fil", "bifogat", "vedhæftet fil", "fil vedhæftet",
    "vedhæftet", "vedlagt fil", "vedlagt", "liitetiedosto", "liite", "fájl csatolva", "csatolva", "súbor pripojený",
    "príloha", "מצורף", "הקובץ צורף", "επισυνάφθηκε", "arxiu adjunt", "adjunt", "ceangailte", "dilampir",
    "priloženo", "پیوست", "پیوستہ", "संलग्न केले", "જોડાયેલ", "byla prisegta",
    "datoteka u privitku", "fail dilampirkan", "fail lisatud", "faili limeambatanishwa", "fayl biriktirildi",
    "fayl əlavə olunub", "lêer aangeheg", "nakalakip na file", "pievienots fails", "priložena datoteka",
    "skedë e ngjitur", "załączony plik", "συνημμένο αρχείο", "прикачен файл", "прикачен фајл", "прикачена датотека",
    "қосымша файл", "קובץ מצורף", "پیوست شد", "پیوستہ فائل", "फाइल अटैच कर दी गई है", "फाइल संलग्न",
    "ফাইল সংযুক্ত হয়েছে", "ਅਟੈਚ ਕੀਤੀ ਫਾਇਲ", "ફાઇલ જોડાયેલ", "ணைக்கப்பட்டத", "ఫైల్ జోడించబడినది", "ಕಡತ ಸೇರಿಸಲಾಯಿತು",
    "ഫയൽ ചേർത്തു", "添付ファイル有り", "附件檔案",
  ]

  static let edited = [
    "This message was edited", "Diese Nachricht wurde bearbeitet", "Se editó este mensaje", "Mensaje editado",
    "Este mensaje fue editado", "Mensagem editada", "Esta mensagem foi editada", "Ce message a été modifié",
    "Message modifié", "Questo messaggio è stato modificato", "تم تعديل هذه الرسالة", "تم تعديل الرسالة",
    "Dit bericht is bewerkt", "Данное сообщение изменено", "Сообщение изменено", "Tato zpráva byla upravena",
    "Ta wiadomość została edytowana", "Wiadomość edytowana", "Bu mesaj düzenlendi", "Pesan ini diedit",
    "このメッセージは編集されました", "Detta meddelande har redigerats", "यह मैसेज एडिट किया गया",
  ]
}
