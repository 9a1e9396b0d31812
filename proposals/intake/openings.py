"""Pure: how a Chinese clause opens an ask, if it does."""

import re
from dataclasses import dataclass

from proposals.intake.wording import (
    BODY_LIKE,
    CONCRETE,
    FOREIGN,
    GOVERNMENT_SPEAKS,
    OTHERS,
    PRIVATE,
    PUBLIC,
    SPEECH,
    THING,
    WISHES,
    WITHIN,
    either,
    han,
)

_SPEECH = han(
    r"(?<![的項點條此其份個些分述關書面出納取考按據應接上等大])"
    rf"(?P<verb>{either(SPEECH)})(?<!促(?=[進成使銷]))(?!書|案|後|者|的|之|權|率|,?(?:獲|被|遭|受)|能|效)[:,]?"
)
_DEMANDS = han(r"要求")
_ASKER = han(
    r"(?:^|[我們筆者會黨他她並亦更也再及又則,]|強烈|曾|一致|應|須|可|盟|社|員|長|授|席|並且|同時|還)$"
)
_NOT_ASKER = han(r"(?:這|此|更高|安全|監管|提出|明確|條例|法例|合約|此舉|工作)[^,]{0,4}$")
_A_NOUN = han(r"[是為]?(?:一個|一項)|[、和與及]|涉及|合理|不多|其實|已")
_URGED = han(
    r"(?:請|政府|當局|特區|港府|設|立法|增|盡快|加快|中央|檢討|擴|延|推出|研|把|將|[一-鿿]{1,6}(?:局|署|會))"
)
_DUTY = han(
    r"(?:應該|應當|理應|理當|本應|"
    r"(?<![供效反響回適對相感順呼因答])(?<!(?<![牌執護])照)應(?!用(?![好足盡])|付|變|急|節|屆|試|運|有(?!系統|計劃|步驟|序|效)|邀(?!請)|聘(?!請|用)|"
    r"許(?!可)|驗|承(?!擔|接|諾|辦|認)|酬|景|激(?!勵|活)|戰|聲|收(?!緊|回|取|窄)|計(?!劃|算)|否|徵(?!收|稅|費|詢|地|用)|屬|是(?!時候)|"
    r"為(?!.{1,14}(?:設|提供|制|訂|建|增|推|開|安排|興|爭取))|"
    r"對(?!.{1,16}(?:進行|作出|作|予以|實施|採取|加以|提供|開徵|徵收|設|給予|制定|制訂|推出|訂立|檢討|評估)))|"
    r"必須(?!品)|(?<![無毋必])須(?!知)|務必|有必要|有需要(?!的|人|者)|亟須|亟需|急需|亟待|(?<![所必急軍內供毋無不主])需要?(?!求|時|款|的|者|多方|更多時間|一段時間)|"
    r"(?<![適便事權合相機])(?<!合時)宜(?!居|人|家|商|業|昌|蘭|遊|樂|室)|有責任|責無旁貸|不能再(?!次)|不得(?!不|已|了|而知)|不能不|總得|總該|理該|"
    rf"(?<=[便就也亦還都早總])該|該(?={WITHIN}|撥入|規定)|"
    r"(?<![重主需必首只將快若如想摘概綱簡緊險提扼次機切顯不正])要(?!是|麼|求|點|素|塞|聞|件|緊|害|旨|領|道|案|員|約|挾|價|不|職|務|義|知|說|看|算|數|靠|等|到|花|多久|付))"
)
STRONG = han(r"應|該|總得|不得|須|必|亟|急需|有必要|有需要|責|宜")
_PERMIT_VERBS = either(
    "考慮 研究 探討 探索 參考 借鑒 借鏡 仿效 效法 設立 設 成立 建立 建設 構建 推出 推行 推動 引入 引進 制訂 制定 訂立 增設 增加 擴大 延長 放寬 豁免 減免 "
    "資助 補貼 預留 撥出 撥款 選擇 選取 試行 試辦 先行 先在 先從 優先 邀請 組織 舉辦 開設 開放 委託 委任 規定 要求 鼓勵 透過 通過 利用 善用 運用 用好 將 把 就 與 在 "
    "提供 簡化 優化 完善 加強 強化 統籌 整合 牽頭 聯同 聯合 協調 安排 改為 改以 調整 提高 降低 下調 上調 發行 依託 進一步 充分 適度 適當 容許 撥 動員 加快 擴展 為 "
    "批准 准許 公布 公開 檢視 派 發放 安排 訂 要求 交 讓 在 每 逐步 向 由 以 從 順勢 發揮 合作 爭取 加入 取消 縮短 共同 攜手 定期 分階段 率先 每年 每月 主動 嘗試 檢視 檢討 試 着手 着力 仿照 參照 擔當 牽線 興建 重建 改建"
)
_PERMIT = han(
    rf"(?<![許認不無寧尚岂豈兩皆均])可以?(?:盡快|進一步|積極|適當|適度|同時|逐步|主動|更|亦|也|再|先)?(?=.{{0,14}}?(?:{_PERMIT_VERBS}))"
    r"(?!能|持續|靠|行|觀|見|謂|惜|愛|是|供|否|想|怕|喜|貴|塑|比|再生|負擔|支配|落地|量化|驗證|複製|推廣|追溯|預期|運行|拓展|控|信|樂|口|惡|疑|歌|"
    r"不|談|取|操作|穿戴|移動|學習|望|算|說|讀|視|達|獲|享|得|感|使|令|讓|減|帶|助|避免|惠|透過上述)"
)
_OFFER = han(
    r"可(?:以)?(?:憑藉|憑|為.{2,20}提供|提供|成為|發揮.{2,16}(?:作用|角色|優勢)|助力|滿足|作為|擔當|(?:通過|透過|憑藉|利用).{2,16}?(?:助力|協助|支援|服務|成為)|(?:從.{2,20})?發揮所長|打破|向.{2,10}(?:輸出|提供))"
)
_IMPLICIT = han(
    r"(?:為)?何不|何嘗不(?:能|可)|何妨|不妨|可否(?!認)|能否|(?:是|正是|已是|也是|到了)時候|(?:沒有|無)理由不|當務之急(?:是|,|在於|便是|就是)?|關鍵(?:在於|是|在)|出路(?:在於|是)|重點(?:在於|是)|"
    r"值得(?:考慮|研究|探討|借鑒|參考|推行|推廣|試行|政府|當局|香港)|"
    r"首要(?:工作|任務|之務)(?:是|在於)?|治本之(?:道|策)(?:是|在於|,)?|上策(?:是|,)|正道(?:是|在於)|"
    r"(?:最|更|較)(?:佳|好|有效|可行|直接|理想|務實|根本|合理|徹底)的?(?:做法|方法|辦法|出路|方案|安排|選擇)(?:是|,|莫過於|在於)|(?:欠缺|欠|缺|缺少|需要)的(?:正|就)?是|(?:前提|條件)是|"
    r"明智選擇,?是|(?:替代|折衷|可行|變通|具體|務實)的?(?:方案|做法|辦法|建議)是|(?:完全|絕對)有條件|(?:較|更|最)(?:公道|務實|合理|可行|穩妥|徹底|直接|簡單|根本|有效|理想|妥善|公平|長遠|聰明|划算|好|佳)的(?:做法|方法|辦法|安排)?是|(?:核心|要務|要點|首務)(?:是|在於)|(?:解決|破解|突破|改善)(?:之道|方法|辦法)(?:是|在於|,)?|有賴|端賴|第一步(?:是|,|便是|就是)|理想(?:的)?做法(?:是|,)|刻不容緩的是|倒不如|與其.{2,20},?不如|(?<!莫)不如"
)
_PREMISE = han(
    r"^(?:而|但|不過|故|與此同時,?|同時,?)?(?:若然?|如果|如(?=能|可|政府|當局|果|香港|有|獲)|倘若?|假如|假若|假使|要是|一旦|除非|即使|縱使|就算|"
    r"當(?!局|務|前|地|中|今|年|時)|既然|雖然|儘管)"
)
_INNER_IF = han(r"[^,]{2,10}(?:若(?!干|無其事)|倘|如能|如果)")
_HOPEFUL = han(
    r"(?:若然?|如果|如|倘若?|假如|只要).{0,24}?(?:能夠?|可以?|肯|願意|及早|盡快|盡早|改|准|不為|兼|容許|再|配合)"
)
_ONLY = han(r"(?:.{0,6})(?:唯有|惟有|只有|必先|只要)")
_RESULT = han(
    r"才有|方有|便有|就有|不愁|自然|也只是|只會是|立時|立刻|馬上|大減|大增|才是|才能|才可|方能|方可|便能|便可|定能|必能|將(?:能|可|會|大大|更|有)|則(?:能|可|會)|亦可|就|相信(?:可|能|會)|自然|必可|當能|當可|"
    r"不但|不僅|既(?:能|可)|可望|勢必|會(?:更|有)|可(?:令|讓|使|進一步|大大|望)"
)
_DONE = han(rf"{CONCRETE}")
_COULD = han(r"(?:若|倘|如|假如|要是)能(?!夠?不)")
_MADE_OF = han(rf"把|將|{THING}")
_WITHIN = han(rf"(?:{WITHIN})(?!的)")
PUBLIC_ACTOR = han(rf"(?:{PUBLIC})")
_NO_MORE = han(
    r"(?:們|等|本身|自己|大多|也|亦|都|更|則|又|還|均|就|便|或|及|和|與|,|(?:在|於|若|如|想|要是|一旦|對|到|從|向|遇|收到|發現|每|平日|日常|今後|出門|外出|申請|購買|使用|乘搭|租|買|投|參加)[^,]{0,14})*"
)
PRIVATE_ACTOR = han(rf"(?:{PRIVATE})")
FOREIGN_ACTOR = han(rf"(?:{FOREIGN})")
GOVERNMENT = han(r"政府|當局|局|署|港府|特區")
_IN_ORDER_TO = han(r"要(?!求)")
_FIRST = han(
    r",(?:首先|先|就|便|必須|必先|得|還|不能|離不開|唯有|惟有|只有|不如|應|可|關鍵|政府|當局|首要)"
)
_PLEASE = han(r"(?:懇|謹|敬)?請(?!教|示|假|客|柬|帖|問|願|辭|罪|人|到|打|求|神)")
_MATTER = han(rf"(?:{THING})(?:的?[一-鿿]{{0,3}})?$")
_SO = han(r"(?:便|就|則|也|亦|還|更|都)*")
_FOR = han(r"^(?:讓|令|使|真正)")
_GETS = han(r"可?(?:獲|享|免費|豁免|毋須|無須)|有權")
# What should be so is no more than likely.
_SURELY = han(r"已|早已|會|不會|沒有|正在|屬|不難|不是|是(?!時候|由|把|將|先)")
_DENIED = han(r"不認為|不覺得|不相信|不是說|並非說|誰說")
_FEARED = han(r"怕|恐|擔心|以免|因為|由於|不用|誰")
_REMINDED = han(r"提醒|奉勸|勸喻|忠告")
_WISH = han(rf"(?:{WISHES})")
_PRIVATE_DOES = han(
    rf"^[,:]?(?:各位|廣大|所有|每位|全體|有關|其他|社會上|一般|不少|本地|香港)?的?(?:{PRIVATE})(?:們|等)?(?:,|應|要|多|盡|不|在|使用|留意|注意|小心|避免|保持|前往|及早|可|先|切勿|如|若|到|向|選|"
    r"提高|考慮|接受|定期|出門|攜|能|須|需|必|珍惜|支持|踴躍|把握|勇|齊|一同|共同|積極|嘗試|自|關|踴|繼續|以|與|從|明白|理解|體諒|耐心|盡快|購買|參加|參與|善用)"
)
_ACTOR = han(
    r"^[,:]?(?:由|請|促請)?(?:本地|香港|本港|特區|各|所有|有關|相關|全港|兩地|粵港|中央|下屆|新一屆)?(?:[一-鿿]{0,8}?(?:局|署|部門|委員會|公署|總署))(?=[^,]{3})|"
    rf"^[,:]?(?:由|請)?(?:{PUBLIC})(?:與|和|及|、|聯同)?(?:{PUBLIC})?"
)


@dataclass(frozen=True)
class Opening:
    """How a clause opens an ask: before and after the words that do; rules that speak against it."""

    rule: str
    prefix: str = ""
    body: str = ""
    against: tuple[str, ...] = ()


def is_public(prefix: str) -> bool:
    """Whether the words before a verb name an actor of public life."""
    public = max(
        (m.end() for p in (PUBLIC_ACTOR, BODY_LIKE) for m in p.finditer(prefix)), default=-1
    )
    return public > 0 and (not is_private(prefix) or bool(GOVERNMENT.search(prefix)))


def is_private(prefix: str) -> bool:
    """Whether the subject that the words before a verb end with is a member of the public.

    In "the vouchers of older people should …" it is not.
    """
    ends = [match.end() for match in PRIVATE_ACTOR.finditer(prefix)]
    return bool(ends) and bool(_NO_MORE.fullmatch(prefix, ends[-1]))


def actor_end(body: str) -> int:
    """Where the name of an actor ends with which a body begins."""
    match = _ACTOR.match(body)
    return match.end() if match else 0


def opening(clause: str, bare: str, rest: str, *, within: bool) -> Opening | None:  # noqa: C901, PLR0911, one for each rule
    """The opening of a clause; `rest` follows it in the sentence, `within` an ask it may go on from."""
    if _PREMISE.match(clause) or _ONLY.match(bare) or _INNER_IF.match(bare):
        return _condition(clause, bare, rest)
    speech = _speech(clause)
    duty = _DUTY.search(clause)
    if (please := _PLEASE.match(bare)) and (
        within or actor_end(bare[please.end() :]) or bare[please.end() :][:1] in "把将"
    ):
        return Opening("speech_act", "", bare[please.end() :])
    if speech and (not duty or speech.start() < duty.start()):
        return _spoken(clause, speech)
    if duty:
        prefix, body = clause[: duty.start()], clause[duty.end() :]
        weak = not STRONG.search(duty[0]) or duty[0] in ("须", "不得")
        if weak and not (
            within
            or is_public(prefix)
            or _MATTER.search(prefix)
            or (duty[0] in "须需" and _DONE.match(body.lstrip("盡快同時一律")))
            or (_SO.fullmatch(prefix) and not _FOR.match(body))
        ):
            return None
        if _SURELY.match(body) or (weak and _FEARED.search(prefix)):
            return None
        if _DENIED.search(prefix):
            return Opening("duty", prefix, body, ("opposed",))
        if _REMINDED.search(prefix):
            return Opening("duty", prefix, body, ("private_actor",))
        if weak and _IN_ORDER_TO.match(bare) and _FIRST.match(rest):
            return None
        rule = "need" if weak else "duty"
        if is_private(prefix) and not is_public(prefix) and not _GETS.match(body):
            return Opening(rule, prefix, body, ("private_actor",))
        return Opening(rule, prefix, body)
    permit = _PERMIT.search(clause)
    if permit and (
        within
        or is_public(clause[: permit.start()])
        or (
            permit.end() < len(clause)
            and clause[permit.end()] == "由"
            and actor_end(clause[permit.end() :]) > 1
        )
    ):
        prefix, body = clause[: permit.start()], clause[permit.end() :]
        offers = _OFFER.search(clause) and not GOVERNMENT.search(prefix)
        return Opening("permission", prefix, body, ("capability",) if offers else ())
    if implicit := _IMPLICIT.search(clause):
        return Opening("implicit", clause[: implicit.start()], clause[implicit.end() :])
    return None


def is_premise(clause: str) -> bool:
    return bool(_PREMISE.match(clause))


def _condition(clause: str, bare: str, rest: str) -> Opening | None:
    hope = _HOPEFUL.search(clause[:40])
    verb = hope and _DONE.match(clause, hope.end())
    verb = verb or _WITHIN.search(clause) or _MADE_OF.search(clause)
    verb = verb or (hope and _DONE.search(clause, hope.end()))
    if (
        not verb
        or not (
            _RESULT.search(rest)
            or _COULD.match(bare)
            or (_ONLY.match(bare) and not rest.strip("。!? \n"))
        )
        or not (hope or _ONLY.match(bare))
    ):
        return None
    return Opening("condition", clause[: verb.start()], clause[verb.start() :])


def _speech(clause: str) -> re.Match[str] | None:
    speech = _SPEECH.search(clause)
    if not speech:
        return None
    before, after = clause[: speech.start()], clause[speech.end() :]
    if _A_NOUN.match(after or " "):
        return None
    if _DEMANDS.fullmatch(speech["verb"]):
        is_one = bool(_ASKER.search(before)) and not _NOT_ASKER.search(before)
    elif len(speech["verb"]) > 1:
        is_one = True
    else:
        is_one = bool(_URGED.match(after))
    return speech if is_one else None


def _spoken(clause: str, speech: re.Match[str]) -> Opening:
    prefix, body = clause[: speech.start()], clause[speech.end() :]
    against = []
    if OTHERS.search(prefix):
        against.append("others")
    elif GOVERNMENT_SPEAKS.search(prefix):
        against.append("past")
    elif FOREIGN_ACTOR.search(prefix[-12:]) and "港" not in prefix:
        against.append("foreign")
    if _PRIVATE_DOES.match(body):
        against.append("private_actor")
    rule = "wish" if _WISH.fullmatch(speech["verb"]) else "speech_act"
    for pattern, reach in ((_DUTY, 26), (_PERMIT, 20)):
        if (inner := pattern.search(body)) and inner.start() < reach:
            return Opening(rule, body[: inner.start()], body[inner.end() :], tuple(against))
    actor = actor_end(body)
    return Opening(rule, body[:actor], body[actor:], tuple(against))
