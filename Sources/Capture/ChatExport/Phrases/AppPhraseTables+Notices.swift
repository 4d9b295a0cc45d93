/// What notices hold, among the names of people.
extension AppPhraseTables {
  static let appNames = ["WhatsApp", "واتساب", "واتساپ"]

  /// Stems of the words for encryption: with the app's name they make the notice that opens nearly every chat.
  static let encryptionStems = [
    "encrypt", "enkrip", "encript", "cifrad", "xifra", "criptogra", "criptare", "criptate", "criptiú", "chiffr",
    "crittogra", "verschlüssel", "versleutel", "krypt", "krüpt", "šifr", "szyfr", "şifr", "shifrlash", "шифр",
    "криптир", "titkos", "salat", "κρυπτογρ", "הצפנ", "מוצפנ", "رمزگذار", "رمزنگار", "رمزکار", "مشفر", "تشفير",
    "اینکرپ", "एन्क्रि", "कूटबद्ध", "এনক্রিপ", "ਇੰਕ੍ਰਿਪ", "ગુપ્તીકરણ", "શરૂથી અંત સુધી સુરક્ષિત", "மறையாக்க",
    "ఎన్క్రి", "ಎನ್ಕ್ರಿ", "എൻക്രി", "暗号化", "加密", "암호화", "mã hoá", "mã hóa", "disulitkan", "penyulitan", "ufumbaji",
    "koduara", "fund-e-krye", "เข้ารหัส",
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
