/// The two groups that are known only from somebody's exported file.
enum ExportChats {
  static let lantern = """
    2024-09-02 08:55 Messages and calls are end-to-end encrypted. No one outside of this chat, not even WhatsApp, can read or listen to them. Tap to learn more.
    2024-09-02 08:55 Priya Nair created group "Lantern Yard fit-out"
    2024-09-02 08:55 Priya Nair added you
    2024-09-02 08:57 Priya Nair: New office, new group. Keys on Friday, movers on the 16th.
    2024-09-02 09:01 Tom Ashworth: Is the vault room going in before or after the carpets?
    2024-09-02 09:02 Priya Nair: Before. The locksmith insists.
    2024-09-02 09:10 Rosalind Quill: Please nobody promise clients the new address until the lease is signed
    2024-09-03 11:44 Tom Ashworth: <Media omitted>
    2024-09-03 11:44 Tom Ashworth: floor plan v3, note the meeting room is now a corridor
    2024-09-03 11:52 Priya Nair: I noted. I wept.
    2024-09-05 16:20 Rosalind Quill: Lease signed ✍️ 12 Lantern Yard is ours
    2024-09-05 16:21 Tom Ashworth: 🎉🎉
    2024-09-09 10:02 Priya Nair: Who ordered forty left-handed chairs
    2024-09-09 10:05 Tom Ashworth: This message was deleted
    2024-09-09 10:06 Priya Nair: I saw that, Tom
    2024-09-12 14:30 Rosalind Quill: The shredder company wants a list of what may be shredded
    2024-09-12 14:33 Priya Nair: Nothing from the client files. Not one page. Retention rules, see my mail.
    2024-09-12 14:35 Tom Ashworth: What about the old term sheets in the basement
    2024-09-12 14:36 Priya Nair: Especially not those. Legal has a hold on half of them.
    2024-09-12 14:41 Rosalind Quill: understood, basement stays as it is
    2024-09-16 07:15 Tom Ashworth: Movers here. They brought one trolley.
    2024-09-16 07:16 Tom Ashworth: One.
    2024-09-16 12:48 Rosalind Quill: network is up, phones tomorrow
    2024-09-16 19:20 Priya Nair: Pizza in the corridor formerly known as meeting room
    2024-09-17 09:03 Tom Ashworth left
    2024-09-17 09:04 Priya Nair: He'll be back when he finds out the coffee machine works
    2024-09-17 09:40 Priya Nair added Tom Ashworth
    2024-09-17 09:41 Tom Ashworth: wrong button
    2024-10-01 10:00 Priya Nair changed the subject from "Lantern Yard fit-out" to "Lantern Yard"
    2024-10-01 10:02 Rosalind Quill: location: https://maps.google.com/?q=51.5079,-0.0877
    2024-10-01 10:03 Rosalind Quill: for the courier who went to Lantern Road
    2024-10-14 17:05 Priya Nair: Client post goes to the new address from today. The old one forwards for six months.
    2024-10-14 17:09 Tom Ashworth: Mrs Bell says she never got the notice
    2024-10-14 17:15 Priya Nair: I'll send it again and note it as a complaint
    """

  static let vogel = """
    2024-12-01 17:20 Nachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt. Niemand außerhalb dieses Chats kann sie lesen oder anhören, nicht einmal WhatsApp. Tippe, um mehr zu erfahren.
    2024-12-01 17:20 Katrin Vogel hat die Gruppe „Familie Vogel“ erstellt.
    2024-12-01 17:20 Katrin Vogel hat dich hinzugefügt.
    2024-12-01 17:24 Katrin Vogel: Ihr Lieben, Herr Brandt ist dabei, damit alle dasselbe hören
    2024-12-01 17:31 Lukas Brandt: Guten Abend zusammen. Anlageentscheidungen bitte weiter im Portal, hier gern Termine und Fragen.
    2024-12-01 17:40 Opa Heinz: Was ist ein Portal
    2024-12-01 17:41 Jonas: Opa 😂 ich zeig dir das am Sonntag
    2024-12-08 11:15 Jonas: [img:Opa im Portal.png] Opa im Portal, historischer Moment
    2024-12-08 11:20 Katrin Vogel: Ich weine
    2024-12-08 11:45 Lukas Brandt: Herzlichen Glückwunsch, Herr Vogel. Die Vollmacht ist damit freigeschaltet.
    2024-12-24 16:03 Katrin Vogel: [img:Tannenbaum.png] Frohe Weihnachten euch allen
    2024-12-24 16:10 Opa Heinz: [voice:21]
    2024-12-24 16:12 Jonas: Opa singt. Alle drei Strophen.
    2024-12-24 16:30 Lukas Brandt: Frohe Weihnachten der ganzen Familie.
    2025-01-13 09:02 Opa Heinz: Die Bank schreibt 12.400 Euro Ausschüttung. Stimmt das
    2025-01-13 09:10 Lukas Brandt: Das stimmt, abzüglich Kapitalertragsteuer bleiben rund 9.100.
    2025-01-13 09:12 Opa Heinz: Der Staat
    2025-01-13 09:13 Opa Heinz: {del}
    2025-01-13 09:15 Jonas: schade
    2025-03-03 18:20 Katrin Vogel: Jonas braucht 20.000 für die Anzahlung. Aus dem Familiendepot?
    2025-03-03 18:33 Lukas Brandt: Möglich. Ich rufe Sie morgen alle drei unter den hinterlegten Nummern zurück, so verlangt es die Vorschrift.
    2025-03-03 18:35 Jonas: Ehrenmann
    2025-03-04 10:30 Lukas Brandt: Telefonisch von allen drei bestätigt.
    2025-03-04 10:31 Opa Heinz: Ich habe zweimal ja gesagt zur Sicherheit
    2025-03-04 10:40 Lukas Brandt: [pdf:Entnahmeplan Familiendepot.pdf]
    2025-03-04 11:02 Katrin Vogel: Danke, passt so
    2025-04-19 12:00 Jonas: [img:Schlüssel.png] Schlüssel!!
    2025-04-19 12:01 Katrin Vogel: 😭😭
    2025-04-19 12:30 Opa Heinz: [voice:9]
    2025-04-19 12:33 Jonas: Danke Opa, ich komme Sonntag streichen helfen
    2025-05-11 15:20 Opa Heinz: [img:Kuchen.png] Wer kommt
    2025-05-11 15:21 Jonas: {edit:ich, mit Kathi} ich
    2025-06-30 20:11 Katrin Vogel hat den Betreff von „Familie Vogel“ zu „Familie Vogel 🐦“ geändert.
    2025-06-30 20:15 Opa Heinz: Das ist kein Vogel das ist ein Huhn
    2025-09-22 08:40 Lukas Brandt: Der Jahresbericht liegt im Portal, Ordner Berichte.
    2025-09-22 08:55 Opa Heinz: Schon gelesen. Seite 7 ein Druckfehler
    2025-09-22 09:05 Lukas Brandt: Sie haben recht. Wird berichtigt.
    2025-09-22 14:15 Lukas Brandt: [pdf:Jahresbericht 2025 berichtigt.pdf]
    2025-09-22 14:20 Opa Heinz: Jetzt stimmt es
    """
}
