/// Scenes in the desk's other languages; `Script` explains the marks.
enum ScenesWorld {
  static let spanish: [String] = [
    """
    < Buenos días {desk}, ¿ya llegó el dividendo de {fund}?
    > Buenos días. Sí, {ccy} {amt} netos, con fecha de ayer.
    < Perfecto, muchas gracias {react:👍}
    """,
    """
    < ¿Puedo sacar {ccy} {amt} para la obra de la casa en {city}?
    > Claro. Por seguridad le llamo al número que tenemos registrado antes de mover nada.
    < Estoy en una reunión, ¿a las {time}?
    > A las {time} le llamo.
    > ^ Confirmado por teléfono, referencia {ref}.
    """,
    """
    < ¿Qué opinas de la subida de tipos?
    > Que el bono corto hace su trabajo y el largo sufre un poco. En su cartera el efecto es de {pct}.
    < O sea, tranquila
    > Tranquila. Le mando el resumen de una página.
    > [pdf:Resumen tipos de interés.pdf]
    < Así sí se entiende, gracias
    """,
    """
    < [voice:{s}]
    > Escuchado. Entonces: mantenemos {fund} y revisamos en {month}. ¿Correcto?
    < correcto
    """,
    """
    > Le recuerdo la revisión anual el {day} a las {time}.
    < ¿Puede ser por video? Mi hijo tiene fiebre
    > Por supuesto, que se mejore.
    < Un sol {react:❤️}
    """,
    """
    < No me llegó el extracto
    > Se lo reenvío. {edit:Ya está en el portal, carpeta Extractos.} Estará en el portal mañana.
    < Visto, gracias
    """,
  ]

  static let german: [String] = [
    """
    < Guten Morgen {desk}, ist die Ausschüttung von {fund} schon da?
    > Guten Morgen, ja, {ccy} {amt} netto, gestern gebucht.
    < Prima, danke {react:👍}
    """,
    """
    < Ich brauche {ccy} {amt} für das Dach in {city}. Wie schnell geht das?
    > Zwei Bankarbeitstage. Vorher rufe ich Sie unter der hinterlegten Nummer zurück, das ist Vorschrift.
    < Kein Problem, ab {time} bin ich erreichbar
    > ^ Telefonisch bestätigt, Vorgang {ref}.
    """,
    """
    > Anbei die Geeignetheitserklärung zum Gespräch vom {day}.
    > [pdf:Geeignetheitserklärung.pdf]
    < Seite 3, Anlagehorizont: da steht 5 Jahre, ich hatte 8 gesagt
    > {edit:Sie haben recht, ich habe es auf 8 Jahre berichtigt und neu eingestellt.} Das prüfe ich sofort.
    < Danke fürs schnelle Ändern
    """,
    """
    < Was halten Sie von {fund}? Mein Schwager schwört darauf
    > Solider Fonds, aber er überschneidet sich zu {pct} mit dem, was Sie schon haben.
    < Also lassen
    > Also lassen. Oder tauschen, das kostet aber Ausgabeaufschlag.
    < lassen
    """,
    """
    < Grüß Gott, die Quellensteuer aus der Schweiz, holen Sie die zurück?
    > Ja, das Formular 85 ist eingereicht, Bearbeitung dort derzeit etwa neun Monate.
    < Neun Monate...
    > Leider. Ich melde mich, sobald es da ist.
    """,
    """
    < [img:Schreiben Finanzamt.png] Muss ich darauf antworten?
    > Nein, nur zur Kenntnis. Ich lege es zu Ihren Unterlagen.
    < Beruhigend
    """,
  ]

  static let arabic: [String] = [
    """
    < صباح الخير، هل وصلت توزيعات {fund}؟
    > صباح النور، نعم، وصلت أمس بمبلغ {amt} {ccy}.
    < شكرا جزيلا {react:🙏}
    """,
    """
    < أريد تحويل {amt} {ccy} إلى حسابي في دبي
    > بالتأكيد. سأتصل بك على الرقم المسجل لتأكيد التعليمات.
    < الساعة {time} مناسبة
    > ^ تم التأكيد هاتفيا، رقم المرجع {ref}.
    < شكرا على الدقة
    """,
    """
    < هل الصندوق متوافق مع الشريعة؟
    > نعم، وهذه شهادة الهيئة الشرعية لهذا العام.
    > [pdf:شهادة الهيئة.pdf]
    < ممتاز، سأقرأها الليلة
    """,
    """
    < متى موعد المراجعة السنوية؟
    > يوم {day} الساعة {time}، هل يناسبك؟
    < مناسب، إن شاء الله
    """,
  ]

  static let hebrew: [String] = [
    """
    < בוקר טוב, נכנס הדיבידנד של {fund}?
    > בוקר אור. כן, {amt} {ccy} נטו, אתמול.
    < תודה רבה {react:🙏}
    """,
    """
    < אני רוצה להעביר {amt} {ccy} לחשבון ב{bank}
    > בשמחה. לפי הנוהל אתקשר אליך למספר הרשום אצלנו לפני ביצוע.
    < אפשר ב-{time}?
    > ^ אושר בטלפון, אסמכתא {ref}.
    """,
    """
    < מה דעתך על הריבית?
    > ההשפעה על התיק שלך בערך {pct}. אין סיבה לפעול בחיפזון.
    < טוב לשמוע
    """,
    """
    < שלחת לי את הטופס למס?
    > [pdf:טופס 867.pdf]
    > הנה הוא, מעודכן להיום.
    < מצוין, תודה
    """,
  ]

  static let chinese: [String] = [
    """
    < 早上好，{fund}的分红到账了吗？
    > 早上好，昨天已到账，税后{ccy} {amt}。
    < 太好了，谢谢 {react:👍}
    """,
    """
    < 我们明天开会的时间能改到{time}吗？
    > 可以，已改到{time}，会议室不变。
    < 好的，明天见
    """,
    """
    < 我想转{ccy} {amt}到{bank}的账户
    > 可以。按照规定，我需要先打您登记的电话确认。
    < 现在方便
    > ^ 已电话确认，编号{ref}。
    """,
    """
    < 利率上调对我的债券有影响吗？
    > 影响大约{pct}，短期债券为主，不必担心。
    < 明白了
    > 这是一页摘要，请过目。
    > [pdf:利率影响摘要.pdf]
    """,
    """
    < [voice:{s}]
    > 听到了：先保留{fund}，{month}再评估，对吗？
    < 对
    """,
  ]

  static let japanese: [String] = [
    """
    < おはようございます。{fund}の分配金は入りましたか。
    > おはようございます。昨日入金済みです、税引後{ccy} {amt}です。
    < ありがとうございます {react:🙏}
    """,
    """
    < 会議を{time}に変更できますか
    > 承知しました。{time}に変更いたしました。
    < 助かります
    """,
    """
    < {ccy} {amt}を{bank}へ送金したいのですが
    > かしこまりました。規定により、ご登録の番号へ折り返しお電話いたします。
    > ^ お電話で確認いたしました。受付番号{ref}。
    < 丁寧な対応ありがとうございます
    """,
    """
    > 年次レビューの資料をお送りします。
    > [pdf:年次レビュー.pdf]
    < 3ページの手数料について教えてください
    > 来四半期から0.05%の変更です。先にご説明すべきでした。
    """,
  ]

  static let thai: [String] = [
    """
    < สวัสดีค่ะ เงินปันผลของ {fund} เข้าหรือยังคะ
    > สวัสดีครับ เข้าเมื่อวานแล้วครับ สุทธิ {ccy} {amt}
    < ขอบคุณมากค่ะ {react:🙏}
    """,
    """
    < ขอเลื่อนประชุมเป็น {time} ได้ไหมคะ
    > ได้ครับ เลื่อนให้แล้วครับ
    < ดีมากค่ะ พรุ่งนี้เจอกัน
    """,
    """
    < อยากโอน {ccy} {amt} ไปบัญชีที่ {bank} ค่ะ
    > ได้ครับ ตามระเบียบต้องโทรยืนยันที่เบอร์ที่ลงทะเบียนไว้ก่อนนะครับ
    > ^ ยืนยันทางโทรศัพท์แล้ว เลขที่อ้างอิง {ref}
    """,
  ]
}
