/// Scenes of the groups, whose lines name the speaker; `Script` explains the marks.
enum ScenesGroups {
  /// The currency desk among itself.
  static let desk: [String] = [
    """
    >lee morning all. EURUSD quiet, {n}0m to do for clients before the fix
    >nair two small sterling conversions from me, both under a million
    >brandt Nothing from Frankfurt except rain
    >okafor Reminder: client names by reference only in this group, please.
    >lee {react:👍} noted
    """,
    """
    >brandt Who covers the phones on {day}? I am in {city}
    >nair I can until four
    >lee four to close is mine
    >brandt Danke. I owe you both a coffee
    >nair {edit:Two coffees.} A coffee.
    """,
    """
    >nair the {ccy} confirmation for {ref} is missing a signature again
    >lee sent it back at {time}
    >okafor Please log it as an operational event, third this month.
    >nair logged
    """,
    """
    >lee rate decision at {time}, no client orders in the five minutes around it please
    >brandt Understood
    >nair my client wants to know why
    >lee spreads. offer her the minute after
    >nair she takes the minute after {react:👍}
    """,
    """
    >okafor The quarterly sample of recorded calls is due on {day}. {n} per adviser.
    >lee mine are labelled
    >brandt [pdf:Call sample.pdf]
    >okafor Thank you, Lukas. Four of these have no date.
    >brandt {edit:Dates added, please take the new file.} I will look.
    """,
    """
    >nair does anybody have the fixing methodology paper
    >brandt [pdf:Fixing methodology.pdf]
    >nair page 11 answers it. We may not net client orders before the window
    >lee we never do
    >okafor Good.
    """,
  ]

  /// A family that shares an adviser.
  static let family: [String] = [
    """
    <joan Priya dear, is the school fees pot on track?
    > It is, {amt} ahead of plan after {lastmonth}.
    <amir see mum, you can stop checking every morning
    <joan I shall check every morning
    <ana {react:😂} like my mother with the oven
    """,
    """
    <amir can we meet about grandpa's cottage this week
    > {day} at {time}? I'd need all of you, or your written consent.
    <joan I'm at the dentist until eleven
    <ana Video for me please, I am in {city}
    > {day} {time} then, link follows for Ana.
    <amir thanks all
    """,
    """
    <joan [img:cottage roof.png] the roof after the storm
    <amir oh no
    > I'm sorry, Joan. The insurance covers storm damage; please take pictures before anybody repairs.
    <joan forty pictures taken
    <ana you are a professional now
    """,
    """
    > The trust accounts for {year} are ready to sign.
    > [pdf:Trust accounts.pdf]
    <amir page 4, is {amt} the trustees' fee or the gardener
    > The gardener.
    <joan he is worth every penny
    """,
    """
    <joan when is the distribution
    > {edit:On the {day} after the trustees have met, not before.} On {day}.
    <amir so not {day}
    <joan So we wait for the trustees
    <amir we ARE the trustees
    > That is rather the point, Amir. {react:😂}
    """,
    """
    <ana Who is coming to the anniversary in {city}
    <amir +2
    <joan me, and I bring the trifle
    > Thank you for including me; I may accept cake up to the gift limit.
    <ana {react:❤️} cake is below the limit
    """,
    """
    <amir quick vote: sell the {fund} units yes or no
    <joan yes
    <ana yes but after the coupon
    > Thank you. A vote here is not an instruction; the form in the portal needs two signatures.
    <amir signed
    <joan Signed, I think. It went green
    > Green is signed.
    """,
    """
    <joan [voice:{s}]
    > I heard you, Joan: the standing order to the church stays as it is.
    <joan That's what I said for two minutes
    <amir with commentary on the vicar {react:😂}
    """,
    """
    <ana wrong group, sorry {del}
    <amir too late, now we want to know
    <joan let her be
    """,
    """
    <amir the power of attorney for mum, is it registered
    > Registered since {lastmonth}. It only takes effect when two of you and her doctor sign.
    <joan I am right here, you know
    <amir {react:❤️} we know
    """,
    """
    > Minutes of the family meeting are in the portal.
    > [pdf:Minutes.pdf]
    <ana My name has an accent on page 1 that it should not have
    > Corrected.
    <joan and I did not "agree", I "reluctantly agreed"
    > {edit:Corrected as well: reluctantly.} I'll check the recording.
    """,
  ]

  /// The Hong Kong clients' market group, in Chinese with some English and Japanese.
  static let hongKong: [String] = [
    """
    <wang 大家早，今天恒指怎么看
    > 早上好。早盘低开{pct}，成交清淡。本群只分享公开资讯，不构成投资建议。
    <zhang 明白
    <sato Good morning! 今日は静かですね
    """,
    """
    <zhang {day}的线上说明会几点开会？
    > {time}，链接会发到各位邮箱。
    <wang 能录像吗，我那时在飞机上
    > 会录，合规审核后上传。
    <sato 助かります {react:🙏}
    """,
    """
    > 本周资料：{fund}季度报告。
    > [pdf:季度报告.pdf]
    <wang 第5页的图很清楚
    <sato 英語版もありますか
    > English version on page 12 onwards, 佐藤さん.
    <sato ありがとうございます
    """,
    """
    <zhang 有人收到自称陈经理的好友申请吗？要转账到新账户
    > 那不是我。请不要转账，也不要点击链接。
    <wang 我也收到了，已举报
    <sato 私にも来ました
    > 已通知反诈骗部门，谢谢各位提醒。
    <zhang 幸好问了一句
    """,
    """
    <wang [img:手写笔记.png] 我做的笔记，大家看看对不对
    > 非常详细，第三行的派息日应为{month}。
    <wang 改了，谢谢
    """,
    """
    <sato 来月の会議は対面ですか
    > 対面とオンラインの併用です。地点：港岛办公室。
    > [location]
    <zhang 楼下的茶餐厅见
    <wang {react:😂} 还是老位置
    """,
    """
    <zhang {fund}为什么停牌？
    > {edit:公告说是因为重大资产重组，预计{day}复牌。} 我查一下公告。
    <zhang 收到
    <wang 又要等
    """,
    """
    @09
    <wang 中秋快乐，各位
    <zhang 中秋快乐 🥮
    <sato 中秋節おめでとうございます
    > 祝大家团圆美满
    """,
    """
    <zhang 发错群了 {del}
    <wang 我什么都没看见
    """,
    """
    <wang 港元和人民币哪个放多一点
    > 每个人的情况不同，请各位单独和我约时间，群里不谈个人配置。
    <wang 好，{day}我去找你
    <zhang 我也预约一个
    > 都记下了。
    """,
  ]
}
