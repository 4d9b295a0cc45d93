/// Scenes in German; `Script` explains the marks.
enum ScenesGerman {
  static let all: [String] = [
    """
    < Guten {Morgen|Tag|Abend}, ist die Ausschüttung von {fund} schon da?
    > Guten {Tag|Tag auch}, ja, {ccy} {amt} netto, gestern gebucht.
    < {Prima, danke|Sehr gut|Freut mich} {react:👍}
    > Auf dem Verrechnungskonto lassen oder wieder anlegen?
    < {Liegen lassen|Wieder anlegen, wie immer|Ich schlafe eine Nacht darüber}
    """,
    """
    < Ich brauche {ccy} {amt} für {das Dach in {city}|die Heizung|den Hof}. Wie schnell geht das?
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
    < Was halten Sie von {fund}? Mein {Schwager|Nachbar|Zahnarzt} schwört darauf
    > Solider Fonds, aber er überschneidet sich zu 40 % mit dem, was Sie schon haben.
    < Also lassen
    > Also lassen. Oder tauschen, das kostet aber Ausgabeaufschlag.
    < {lassen|Dann sage ich ihm das am Sonntag so}
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
    """
    < Können wir den Termin am {day} auf {time} schieben? {Kita hat zu|Bahn streikt|Ich bin noch in {city}}
    > Natürlich, ist verschoben.
    < Sie retten mir den Tag {react:🙏}
    """,
    """
    < Das Portal sagt seit heute früh, mein Freistellungsauftrag sei abgelaufen
    > Das betrifft gerade mehrere Kunden, ein Anzeigefehler. Ihr Auftrag gilt unverändert.
    < Schriftlich?
    > Ja, heute noch ins Postfach.
    > [pdf:Bestätigung Freistellungsauftrag.pdf]
    < Danke. Ich traue Anzeigen grundsätzlich nicht
    > Das ist in unserem Beruf eine gute Haltung.
    """,
    """
    < [voice:{s}]
    > Gehört. Zur Sicherheit schriftlich: {fund} in drei Raten reduzieren, die erste im {month}. Richtig?
    < Richtig
    > Der Plan liegt gleich zur Freigabe im Portal.
    """,
    """
    > Die Vorabpauschale wird am {day} eingezogen, voraussichtlich {ccy} {amt}.
    < Auf Gewinne, die ich nicht habe
    > Auf Gewinne, die Sie noch nicht realisiert haben. Sie wird später angerechnet.
    < Das erklären Sie bitte meiner Frau
    > Gern. {day}, {time}, mit Kaffee?
    < Mit Kuchen
    """,
    """
    < Meine Mutter zieht ins Heim. Was brauchen wir von Ihnen?
    > Das tut mir leid, das ist nie leicht. Zuerst die Vollmacht, alles andere hat Zeit.
    < Die Vollmacht ist von {year}, gilt die noch?
    > Ja, sie wurde nicht widerrufen. Ich schicke Ihnen die Übersicht der laufenden Kosten, damit Sie planen können.
    > [pdf:Übersicht Konten.pdf]
    < Danke. Sie fragt, ob ihr Sparbuch noch da ist
    > Ist es, mit {amt} Euro. Sagen Sie ihr das bitte.
    """,
    """
    < Jemand hat angerufen und wollte eine TAN „zur Sicherheit“
    > Das waren nicht wir. Haben Sie etwas herausgegeben?
    < Nein. Ich habe gesagt, mein Mann ist bei der Polizei
    > Ist er das?
    < Er ist Bäcker
    > Sehr gut gemacht. Ich informiere die Betrugsabteilung. {react:😂}
    """,
    """
    < Wie viel Gold sollte man eigentlich haben
    > Als Beimischung rechnen wir mit höchstens 5 %. Sie liegen bei {pct}.
    < Mein Enkel sagt Bitcoin
    > Ihr Enkel hat mehr Zeit, Verluste auszusitzen.
    < Den Satz schreibe ich ihm auf
    """,
    """
    > Ihr Auftrag {fund} über {ccy} {amt} ist ausgeführt, Kurs 101,{d2}{d}.
    < Danke. Abrechnung im Portal?
    > Seit einer Minute.
    """,
    """
    < falscher Chat, Entschuldigung {del}
    > Nichts passiert.
    """,
    """
    < Die Bank {bank} will plötzlich Verwahrentgelt
    > {edit:Ab 100.000 Euro, steht auf Seite 2.} Erst ab 250.000 Euro, keine Sorge.
    < Also doch bei mir
    > Ja, entschuldigen Sie meinen ersten Satz. Wir können {ccy} {amt} in den Geldmarkt legen, täglich verfügbar.
    < Bitte vorbereiten
    > Die Unterlagen kommen heute.
    < Unterschrieben, danke
    """,
    """
    @12
    < Ist Ihr Büro zwischen den Jahren besetzt
    > Am 27. und 30. jeweils bis 14 Uhr.
    < Dann bringe ich die Stollen am 27.
    > {react:❤️} Compliance erlaubt bis 35 Euro Stollen.
    < Er ist selbst gebacken, schätzen Sie ihn ein
    """,
    """
    < Mein Sohn studiert ab {month} in {city}. Dauerauftrag von {amt} im Jahr, monatlich geteilt?
    > Machen wir. Ab dem Ersten?
    < Ab dem Ersten. Und nicht mehr, auch wenn er fragt
    > Ich bin standhaft.
    """,
  ]
}
