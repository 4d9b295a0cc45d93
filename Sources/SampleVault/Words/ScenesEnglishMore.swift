/// More scenes in English; `Script` explains the marks.
extension ScenesEnglish {
  static let more: [String] = [
    """
    < the boiler has died and so has my cash buffer
    > Oh no. How much is the quote?
    < {ccy} {amt} and they want half up front
    > You have that in the instant access pot. I'd still get a second quote; the first one is always for the brave.
    < second quote is lower by a third. you were right
    > I'm often right about boilers and rarely about markets. Shall I start the withdrawal?
    < yes. call me on the home number
    > ^ Called, confirmed, reference {ref}.
    """,
    """
    < What's a sensible amount to keep in {ccy}
    > Six months of spending is the rule of thumb; yours is nearer nine because of {city}.
    < that's my fault
    > That's your roof's fault.
    """,
    """
    > Good news: the withholding tax claim from {year} has finally been paid, {ccy} {amt}.
    < I had forgotten that existed
    > So had they. Shall it go to the income account?
    < put it towards the {month} trip {react:🎉}
    > Done.
    """,
    """
    < I'm at the notary and they want proof of funds, like now
    > Letter or email?
    < letter, with a stamp, can you believe it
    > Signed and stamped copy is on its way to their inbox, the original by courier this afternoon.
    > [pdf:Proof of funds.pdf]
    < they're smiling. I've never seen a notary smile
    """,
    """
    < Did you see the fund manager of {fund} has resigned
    > Yes, this morning. Our rule is a formal review within ten working days of a manager leaving.
    < and until then
    > Until then nothing changes in the portfolio itself, the holdings are the same as yesterday.
    < {react:👍} fine. tell me the outcome please
    > You will have it in writing by {day} week.
    """,
    """
    < {desk}, honest question: are your fees negotiable?
    > Honest answer: above a million, yes, within a published scale. I'll send it so that you see the same table I do.
    > [pdf:Fee scale.pdf]
    < so I'm {amt} short of the next step
    > You are. Transfers in from {bank} count, the pension included.
    < sneaky. let's talk about the pension
    """,
    """
    < daughter starts at {city} in {month}, can we set up a monthly payment
    > Congratulations to her! How much, and until when?
    < 850, until she learns to cook
    > I'll put down three years and a review.
    < {react:😂} put five
    """,
    """
    < can I see the chart you showed me last time, the one with the scary dip
    > [img:drawdown chart.png] This one?
    < yes. my husband doesn't believe we lived through that
    > You not only lived through it, you bought at the second dot.
    < framing it
    """,
    """
    > {client}, your passport copy on our file expires in {month}. Could you bring the new one along?
    < it's at the embassy until the 20th
    > No hurry, the review is after that. A residence letter would do in the meantime.
    < [img:residence letter.png]
    > Perfect, thank you. Filed.
    """,
    """
    < I think I sent {ccy} {amt} to the wrong reference
    > It has not reached us under your name. Could you send the bank's confirmation?
    < [img:payment confirmation.png]
    > Found it: two digits swapped. The cashiers will move it today.
    < you're my favourite person this week
    > {edit:The cashiers moved it at 15:10, it shows in your account now.} It should show tomorrow.
    """,
    """
    < do I pay capital gains if I give the shares to my wife first
    > Between spouses there is no gain at the time of the gift; she takes over your base cost.
    < so she pays later
    > Possibly less, because she has her own allowance. Please let your accountant confirm before we move anything.
    < she's copied, she says hi
    """,
    """
    < we're separating. quietly. what should I know
    > I'm sorry to hear it. First: the joint account needs both signatures from today if either of you asks for it.
    < does she need to know I asked
    > She would be told of the restriction, not of this conversation. I act for both of you, so for advice on the split please take your own lawyer.
    < understood. no restriction for now
    > Noted. Look after yourself, {client}.
    """,
    """
    < The {fund} meeting notice came, do I vote
    > You may. The proposals are routine except number 6, the pay report.
    < what do you do with ours
    > We vote against reports that pay for missed targets, this one does.
    < then against as well please
    > I'll send the proxy form, one signature.
    > [pdf:Proxy form.pdf]
    < signed
    """,
    """
    < what on earth is a "fractional entitlement"
    > The crumbs of a share after a merger. Yours are worth {n} pounds and will be paid in cash.
    < spend them wisely
    > I shall consult the committee.
    """,
    """
    < my nephew says I should be all in one AI fund
    > How old is your nephew?
    < 23
    > Then he can afford to be wrong for thirty years. You hold about {pct} of it already through the index.
    < I will tell him I was early
    """,
    """
    > The transfer from {bank} arrived this morning: {ccy} {amt}, plus two holdings in kind.
    < finally. that took what, ten weeks
    > Eleven. The holdings keep their purchase dates, so nothing is lost for tax.
    < and the ISA part
    > Came separately on Tuesday, wrapped as it should be.
    < thank you for chasing {react:🙏}
    """,
    """
    < is it too late for this year's allowance
    > Not until the 5th. Do you want the full amount?
    < full, from the {ccy} account
    > I need the instruction through the portal by {time} on the 4th, the bank is slow around then.
    < just did it
    > I see it. Confirmed.
    """,
    """
    < {desk} the app shows my balance as zero and I'm about to be sick
    > Please breathe: it's a display fault since the update, your holdings are complete. Screenshot from our side:
    > [img:holdings page.png]
    < ok. OK. sitting down
    > I'm sorry. I've reported it, and you'll get a written confirmation of balances today.
    < please tell them to warn people
    > I have, in stronger words.
    """,
    """
    < thanks for coming to the funeral
    > He was the first client I ever had. I wouldn't have missed it.
    < he always said you told him no more often than his doctor {react:❤️}
    """,
    """
    < I need a number for the mortgage form: total investments
    > As of last night {ccy} {amt}. I can send it as a letter if they insist on paper.
    < they will insist
    > [pdf:Valuation letter.pdf]
    """,
    """
    > Our call about {fund} was recorded as usual; the summary is in the portal for you to check.
    < you wrote "cautious". I'm not cautious, I'm broke
    > {edit:Changed to: capacity for loss is low.} I'll rephrase it.
    < better. less poetic but better
    """,
    """
    < can you recommend somebody for a will
    > Two firms we know well, neither pays us: I'll mail their names with the disclosure.
    < the cheap one or the good one
    > The one who answers the phone.
    """,
    """
    < sitting in the lobby, am I early or are you late
    > You're a day early, but I have twenty minutes. Coming down.
    < oh no
    > Nothing lost, {client}. Tea?
    < tea
    """,
    """
    < {fund} up {pct} since {lastmonth}!! told you
    > You did, and the rebalancing rule now wants to sell a slice.
    < never sell a winner
    > Only a slice, the rule is the reason you sleep at night.
    < I sleep badly anyway. fine, sell the slice
    > Please press the button in the portal; then it is your instruction and not our chat.
    < pressed
    """,
    """
    @12
    < merry christmas to the whole desk 🎄
    > And to you and yours! We're back on the 2nd. {react:❤️}
    < may your markets be flat
    """,
    """
    @01
    < new year, new me: how much did I spend on fees last year
    > {ccy} 4,{d}{d2}0 all in, including the funds' own costs. The breakdown is on page 2.
    > [pdf:Costs and charges.pdf]
    < less than I feared, more than I hoped
    > A fair description of most things.
    """,
    """
    < sorry for the delete, sent you my shopping list
    > I had already bought the leeks.
    < 😂
    """,
    """
    < I'd like to change my beneficiary. Off the record, my brother and I don't speak
    > I'm sorry. I can send the form today, but nothing here is off the record, {client}; all our chats are archived.
    < good to know. then officially: please send the form
    > [pdf:Beneficiary form.pdf]
    > It needs a witness who is not in the family.
    """,
    """
    < hi, is this still the number for {desk}?
    > It is. Who is writing, please?
    < it's {client}, new phone, everything gone
    > Welcome back. Before anything else, I'll ring the landline to make sure it's you.
    < very spy film. ok
    > ^ Verified by phone at {time}. The old device is unlinked.
    """,
    """
    < the estate agent wants the deposit by noon and the portal is slow
    > The payment is approved on our side; the bank releases at 11:30.
    < 11:31, nothing
    > 11:34 according to the bank's system.
    < HERE IT IS
    > Congratulations on {city}! {react:🎉}
    < come for dinner when there's a table
    """,
  ]
}
