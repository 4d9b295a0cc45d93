/// Small scenes between a client (`<`) and the desk (`>`), in English; `Script` explains the marks.
enum ScenesEnglish {
  static let all = some + more

  static let some: [String] = [
    """
    < {Morning|Hi|Good afternoon} {desk}. Is the {fund} distribution in yet?
    > {Hello|Good to hear from you}! It landed overnight, {ccy} {amt} net of withholding.
    < {react:🙏} Perfect, thank you
    > Shall I leave it in cash or roll it into the ladder?
    < Leave it for now, I may need it for the {city} flat
    > Understood, leaving it in the {ccy} account.
    """,
    """
    < Saw {fund} is down {pct} today. Should I worry?
    > It is the whole sector after the rate decision, nothing specific to {fund}.
    < ok but my {wife|husband|brother|accountant} is asking
    > Fair question. On the phone I can walk you both through the stress test, {time} tomorrow?
    < {time} works
    > Booked. I'll send the two-page summary beforehand.
    > [pdf:{fund} stress test.pdf] Stress test summary
    < Got it. Clearer than the last one
    """,
    """
    > Hello {client}, your annual suitability review is due this month. Would {day} suit?
    < Can we do it after half term please
    > Of course. The week after, same time of day?
    < Yes and can you send the forms first, I hate doing them in the meeting
    > [pdf:Suitability questionnaire.pdf]
    > It takes ten minutes. Please mind question 7 on income needs.
    < Done and posted back to you {react:👍}
    """,
    """
    < I want to move {ccy} {amt} to my account at {bank}
    > I can start that. For a new payee I have to call you back on the number we hold, it takes two minutes.
    < I'm in a meeting, can't you just take it from here?
    > I'm sorry, payment instructions by chat are not something I may act on. I'll ring at {time}.
    < ok ok
    > ^ Spoke just now, instruction confirmed by phone. Reference {ref}.
    < Thanks for being careful, really
    """,
    """
    < quick one: what's the 1y fixed at {bank} vs our T-bill ladder
    > {bank} shows 4.{d}0 gross today, the ladder yields a little less but you can leave any week.
    < the difference isn't worth the lock-in then
    > That would be my reading too, but tell me if the horizon has changed.
    < no still the school fees in {month}
    """,
    """
    < Is the office open on {day}?
    > Yes until 17:30, and I'm here. Anything I can prepare?
    < Just want to sign the transfer form in person
    > It will be at reception with your name on it.
    """,
    """
    > Good afternoon {client}. The {fund} rights issue closes on {day}. You hold {n},000 shares and may subscribe 1 for 5.
    < What would you do
    > I can't decide for you, but I can lay out both sides: subscribing keeps your stake at today's discount; not subscribing dilutes you about {pct}.
    < And the money comes from where
    > Cash account has {ccy} {amt}, enough without selling anything.
    < Subscribe in full then
    > Please confirm through the portal so it is recorded as an instruction; I've put the form there.
    < done
    > Received, thank you. {react:👍}
    """,
    """
    < [img:letter from HMRC.png] What is this??
    > Don't worry, it's the routine notice about the dividend tax code. No payment due now.
    < You're sure{|?| sure}
    > Quite sure. I've sent a copy to your accountant so she has it for the return.
    < phew {react:❤️}
    """,
    """
    < [voice:{s}]
    > Listened, thank you. To put it in writing: you want to reduce {fund} over three months, not at once. Right?
    < exactly that
    > I'll prepare the schedule and you approve it in the portal.
    """,
    """
    < My mother is turning 80 and wants to gift to the grandchildren. How much can she give
    > Happy birthday to her! There is an annual allowance and then the seven-year rule. It's worth half an hour with our estate colleague.
    < Can she join by phone, she won't travel
    > Certainly. {day} at {time}?
    < She says yes if it's not during the tennis
    > Ha, I checked. No tennis.
    """,
    """
    < Have you moved offices?? The post came back
    > We have, the new address is 12 Lantern Yard. Apologies, the notice should have reached you in {lastmonth}.
    < It didn't
    > I'll send it again, and I've noted the complaint so that our post room looks into it.
    """,
    """
    < is {fund} still ESG rated after the news?
    > The rating agency has it under review. No change yet; if it falls below BBB it leaves your model automatically.
    < I'd rather leave before that
    > Understood. I'll send the alternatives on {day} with costs side by side.
    > [pdf:Alternatives to {fund}.pdf]
    < The second one looks good
    > ^ It does have a higher entry charge, please look at page 3 before deciding.
    < I saw, still the second
    """,
    """
    > {client}, a reminder that the {ccy} margin call on the structured note is due {day} noon.
    < How much again
    > {ccy} {amt}.
    > {edit:{ccy} {amt2}. Sorry, the first figure was yesterday's.} {ccy} {amt}, same as yesterday.
    < please don't scare me like that
    > My mistake, the corrected figure is the right one. It is in the portal too.
    """,
    """
    < can't log into the portal again
    > Is it the code or the password?
    < the code never arrives
    > The number on file ends in {d}{d2}{d}. Still yours?
    < no! changed it in {lastmonth}
    > Then I need to verify the new one by a call to your landline first.
    < calling you now
    """,
    """
    < Flight to {city} cancelled, can we do the review by video
    > Of course. Link is in your mail, same time.
    < You're a star ⭐
    """,
    """
    > The {fund} fact sheet for {lastmonth}, as promised.
    > [pdf:{fund} fact sheet.pdf]
    < Fees went up?
    > By 0.05 from next quarter, page 2. I should have pointed it out first.
    < appreciate the honesty
    """,
    """
    < Do you have the IBAN of my {ccy} account handy
    > It's on the first page of any statement. I'd rather not put account numbers in a chat.
    < fair enough 😅
    """,
    """
    < thinking of putting {ccy} {amt} into my cousin's restaurant
    > That's generous. May I be the boring one and ask what you'd do if it never came back?
    < grumble. probably survive
    > Then at least let us look at the shareholder agreement. I can recommend a solicitor, no commission to us.
    < send me the name
    > I'll send it by mail with the usual disclosure.
    """,
    """
    < [img:Screenshot.png] someone called saying they're from your bank and wanted this code
    > Please do NOT give it to anybody. That was not us. Did you tell them the code?
    < No I hung up
    > Well done. I've alerted the fraud desk, they will call you from the number on the back of your card.
    < heart still racing
    > Understandable. You did exactly the right thing. {react:🙏}
    """,
    """
    < are we buying the dip or what
    > Our committee met this morning: no change to the model, rebalancing stays in the bands.
    < so boring
    > Boring has been worth {pct} a year to you since {year}. {react:😂}
    """,
    """
    > Good morning {client}, the {fund} coupon was reinvested as agreed, {n}00 units at 101.{d}{d2}.
    < Thanks. When is the next one
    > Fifteenth of {month}.
    """,
    """
    < My accountant needs the realised gains for the year
    > The tax pack is ready next week. If she needs a draft, I can send it today with a watermark.
    < draft is fine
    > [pdf:Realised gains draft.pdf]
    < sent on, thanks
    """,
    """
    < We lost dad on {day}. I don't know what to do with his account
    > I'm so sorry, {client}. Nothing needs doing today. When you are ready I'll take you through it, one page at a time.
    < thank you
    > The only thing that helps early is a copy of the certificate; everything else can wait.
    < ok. next week
    > Whenever it suits you. I've put a note so that no letters go to his address.
    """,
    """
    < what does accumulating vs distributing mean again
    > Accumulating keeps the income inside the fund; distributing pays it out to you.
    < and mine is
    > {fund} is distributing, since you wanted the income in {city}.
    < right right
    """,
    """
    > Hello {client}, could you confirm you received the key information document for {fund} before we go on?
    < Yes
    > Thank you. And that you had the chance to ask questions?
    < Yes and you answered them all
    > Noted with today's date. {react:👍}
    """,
    """
    < {desk} are you at the {city} conference?
    > I am, booth 14. Coffee at {time}?
    < make it an espresso
    > [location]
    < on my way
    """,
    """
    < Can I get a copy of our conversation about the {fund} purchase in {lastmonth}? My lawyer asks
    > You may request it formally through our compliance team; they hand out certified copies. I'll start it for you.
    < That formal?
    > It protects you as much as us. Two or three working days.
    """,
    """
    < what's the latest on the bridge loan for the {city} house
    > Credit committee approved {ccy} {amt} at {pct} over base, valid until {day}.
    < amazing news 🎉🎉
    > The offer letter needs wet ink I'm afraid. Courier tomorrow?
    < yes before noon
    > Booked.
    """,
    """
    < wrong chat sorry {del}
    > No problem at all.
    """,
    """
    < can you move the call to {time}? kids off school
    > Of course, moved.
    < legend
    """,
    """
    > Your {fund} order for {ccy} {amt} was executed at 14:0{d}. Contract note is in the portal.
    < Price?
    > 101.{d2}{d}, inside your limit.
    < 👌
    """,
    """
    < I read that {bank} might be in trouble. Is my deposit safe
    > Deposits are covered up to the scheme limit. You have {ccy} {amt} there, so part of it is above.
    < what do we do
    > We can spread it over two further banks this week; the forms are short.
    < please do
    > I'll send both forms now and call at {time} to confirm.
    > [pdf:Deposit transfer forms.pdf]
    """,
  ]
}
