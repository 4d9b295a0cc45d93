/// The threads that the two matters are about: fixed words at fixed times, worth following from one thread to the next.
///
/// Each line begins with `MM-DD HH:mm` of the year that the story names; `Script` explains the other marks.
struct Story: Sendable {
  /// The conversation's short name in `Cast`.
  var conversation: String
  var year: Int
  var lines: String

  /// Matter M-221, Project Heron: a desk that may have traded ahead of a client's order.
  static let heron: [Story] = [
    Story(
      conversation: "ruiz", year: 2024,
      lines: """
        05-13 16:40 < are we still on for the fix tomorrow? 40m, usual split
        05-13 16:44 > Yes. London 4pm fix unless you tell me otherwise.
        05-14 09:12 > morning
        05-14 09:14 < can you move the fix a little? before 11 if you can
        05-14 09:15 > ^ let me look
        05-14 09:16 > call me, not here
        05-14 09:17 < ok, but keep this between us {del}
        05-14 12:29 < [img:term sheet.png] the term sheet
        05-14 12:31 > {edit:Received, thank you.} Received. Let's see who moves first.
        05-14 15:58 < heron flies at four?
        05-14 16:02 > Done at 1.0791. Wheels up.
        05-14 16:03 < {react:🔥} you got ahead of it
        05-14 16:05 > ^ We were lucky with the flow. Nothing more than that.
        05-15 08:44 < Any news on the 40k?
        05-15 08:51 > That is not for chat. Ring me on the other number.
        05-15 08:52 < which one, the 092 or the Geneva one
        05-15 08:52 > {del} Geneva
        05-21 17:20 < compliance asked me why the fix moved. what did you tell them
        05-21 17:26 > The truth: client instruction, best execution.
        05-21 17:27 < good. and the notes?
        05-21 17:31 > There are notes of everything. There should be.
        06-03 10:02 < {edit:Is our lunch still on?} Is heron still on?
        06-03 10:09 > Lunch is. The other thing is closed.
        """),
    Story(
      conversation: "desk-fx", year: 2024,
      lines: """
        05-14 09:20 >lee Ruiz wants the 4pm moved. Who has the other side?
        05-14 09:22 >nair Not us to move. Log it with compliance please
        05-14 09:23 >lee ^ will do after the call
        05-14 09:31 >lee Ruiz: the fix at 4pm not 11. Flow note going out
        05-14 09:33 >brandt [pdf:Flow note 14 May.pdf]
        05-14 15:41 >lee taking 15 of the house book ahead. small
        05-14 15:42 >nair James, ahead of a client fix? please no
        05-14 15:44 >lee {del} relax
        05-14 16:30 >okafor Good afternoon all. Please keep today's messages and notes on EURUSD; nothing is to be deleted.
        05-14 16:31 >nair {react:👍} Understood
        05-14 16:40 >lee of course
        """),
    Story(
      conversation: "heron-export", year: 2024,
      lines: """
        04-14 11:02 < Project Heron, let us not use the long name
        04-14 11:05 > Agreed. Heron it is.
        04-14 11:07 < who else knows the name
        04-14 11:08 > {edit:Compliance has it on the list.} Nobody.
        04-14 11:09 < Geneva on the 22nd. I bring the list, you bring nobody
        04-22 19:44 < safe flight
        05-14 16:12 < 1.0791, I owe you a dinner
        05-14 16:20 > You owe me nothing. Please do not write such things.
        05-14 16:31 < [img:the list.png] the list, page one
        05-14 16:33 < [pdf:Heron timetable.pdf]
        05-14 16:40 > [voice:12]
        05-16 22:05 < [img:dinner.png] la cuenta, por favor
        05-16 22:11 > Separate bills, I mean it.
        05-16 22:14 > {del} Nice try.
        05-20 08:15 < they froze my account?
        05-20 08:19 > Pending a review. Speak to your lawyer, not to me.
        """),
  ]

  /// Matter M-180, the Whitfield complaint: advice that may not have suited the client.
  static let whitfield: [Story] = [
    Story(
      conversation: "whitfield", year: 2025,
      lines: """
        02-03 10:10 > Good morning Mrs Whitfield, the structured note we discussed is open until Friday.
        02-03 10:24 < Is it safe? You know I only want safe
        02-03 10:31 > {edit:Capital is at risk if the index falls by more than 40 %. Please read section 4 before deciding.} It is capital protected in nearly all cases.
        02-03 10:40 < ok if you say so dear
        02-03 10:42 > [pdf:Autocall note KID.pdf] Key information document
        02-04 15:05 < I signed where you put the stickers
        02-04 15:09 > Wonderful, thank you {react:❤️}
        07-21 09:02 < The letter says I lost 31,400?? You said protected
        07-21 09:15 > I'm very sorry to see this. The barrier was touched on Friday. May I call you?
        07-21 09:16 < no, write it down please, my son says everything in writing
        07-21 09:30 > Of course. The note is linked to three shares; one fell below the barrier on 18 July. The loss is real only if it stays there until March 2027.
        07-21 09:41 < I never understood the three shares
        07-21 10:05 > I will open a complaint for you today, so that somebody other than me looks at it.
        07-21 10:06 < Thank you. I don't want you in trouble
        07-28 11:00 > The reference of your complaint is C-2025-0417. You will hear from the complaints team within eight weeks.
        07-28 11:30 < {react:🙏} Thank you for being honest in the end
        """),
    Story(
      conversation: "whitfield-son", year: 2025,
      lines: """
        07-22 18:04 < This is Daniel Whitfield. My mother is 81. Who decided that an autocall suits her?
        07-22 18:20 > Mr Whitfield, I understand you are upset. Without her written consent I may not discuss her account.
        07-22 18:22 < [img:power of attorney.png] Power of attorney, registered. Page 2.
        07-23 09:10 > Thank you. Legal is checking it today.
        07-23 16:45 > It is accepted. I have opened a complaint, C-2025-0417, and stepped back from the account.
        07-23 16:50 < I want the chat where you told her it was protected. Before and after you changed it.
        07-23 16:58 > ^ Every version is kept by our archive. The complaints team will provide certified copies.
        """),
  ]
}
