"""Pure: what is told plainly as what is to be, and judged to be the way, without a word that asks."""

from proposals.intake.weighing import acts, is_abroad
from proposals.intake.wording import COUNTED, THING, WITHIN, han

# It cannot be done without, or wait: said of a thing, that asks for it.
_NEEDED = han(
    r"不[能可宜容應][再一][^,]{0,4}[拖等延]|必不可少|不可或缺|不可缺少|不可少$|缺一不可|少不[了得]$|省不得|[拖等慢緩遲]不得|"
    r"(?:不容|不能|不宜|不可|容不得|經不起|禁不起|再無|沒有)(?:再|半點|任何)?再?(?:拖延?|等待?|遲疑|延誤|蹉跎|猶豫|耽擱)(?:下去|的(?:本錢|餘地|空間|理由|藉口|時間|道理))?$|"
    r"刻不容緩|急不容緩|勢在必行|事在必行|迫在眉睫|(?:實屬|實有|確有|很有|極有|大有|甚有|確實有|實在有)必要$|[有屬][^,]{0,8}[的之]必要$|有其?必要$"
)
# What is asked is right, or no great matter.
_RIGHT = han(
    r"(?:才|方)(?:是|為|算)(?:正路|正道|上策|出路|長遠|治本|根本|真正|王道|良策|正途|上計|可行|合理|公道|說得過去)|(?:此|這)(?:方|才)是|刻不容緩|有何不可|何樂不為|天經地義|天公地道|理所當然|不就(?:行|成|可以|得)了|絕?不過分|責無旁貸|事不宜遲|勢在必行|此其時|值得(?:一試|考慮|推廣|支持)|"
    r"有其?必要$|(?:並|也|其實)?(?:不|非)(?:困難|難事?|複雜)(?!解|看|怪)|並?不(?:算|為)(?:太)?(?:過|多|高)(?:分)?$|何樂而不為|未嘗不可|未嘗不是|不失為|也是(?:一法|辦法|良方)|合情合理|順理成章|應為首務|急不容緩|當為上策|"
    r"(?:是|乃|為|屬)[^,]{0,14}(?:第一步|當務之急|出路|正途|上策|根本|應有之義|之舉|之法|之策|之道|的一步|良方|良策|做法|方向|方法|辦法)$|是[^,]{0,10}(?:應該|應|必須|須)[^,]{1,6}的|"
    r"(?:更|最|較)為?(?:合理|公平|划算|實際|可取|理想|有效|妥當|直接|穩妥|徹底|務實)$"
    r"|"
    r"(?:才|方|始|總)(?:是|為|算是?|屬|稱得上|對得起|對得住|談得上)?[^,]{0,2}(?:像樣|像話|說得過去|過得去|公道|合理|妥當|踏實|划算|長遠|治本|根本|上策|正途|正路|正道|出路|王道|道理|行得通|良策|真正|可行)|"
    r"(?:最|更|較|比較|至)為?(?:合適|適合|適當|恰當|妥當|穩當|穩妥|合理|公平|公道|划算|實際|可取|理想|有效|直接|徹底|務實|省事|聰明|明智|得宜|簡單|治本|見效|奏效|對症)(?:不過)?$|"
    r"(?:並|也|亦|絕|毫|實|還|決)?不(?:算|為|會|見得|是)?(?:太|過於)?(?:過分|過份|苛刻|苛求|奢侈|奢求|難事?|困難|複雜|昂貴|過火|離譜|誇張|貪心|為過|費事)(?:的?(?:要求|事情?))?$|"
    r"何難之有|何難$|有何不可|有何不妥|(?:毫無|沒有(?:甚麼|什麼|太大)?)難度|舉手之勞|易如反掌|輕而易舉|[做辦]得到$|行得通$|(?:切實|完全|絕對|技術上)可行$|"
    r"時機(?:早|已|經|正)*(?:成熟|來臨|到了)|正是時候|此其時|正當其時|"
    r"[是乃屬為][^,]{0,6}(?:可行|合適|務實|穩妥|起碼|最低限度|基本|必要|必經|不二|值得一試|應有|應盡|(?:要|該|應)走|繞不開|最低|最佳|更好|較好|合理|明智|正確)的(?:第?一?步|起點|做法|選擇|[一條]*路|交代|責任|要求|門檻|方向|底線|常識|切入點|安排|出路|方法|辦法|本分|方案|出發點|標準|配套|措施|保障|尊重)|"
    r"值得一試|(?:可以?|不妨|大可|何妨)一試|理所應當|天經地義|順理成章|"
    r"(?:便|就|即|已)[已經]?(?:足以|足夠|足可)|[這此](?:才|也|正|已)?是[^,]{0,4}最[^,]{1,3}的(?:一?[着步招法]|做法|方法|辦法|安排)?$|(?:才|方)(?:算|是)?(?:對得[起住]|無愧於?|不負)[^,]{1,8}$|好過|勝過|強過|[總更]比[^,]{1,12}[好強]|(?:沒有人|誰也不|誰都不)會?(?:有話說|反對|吃虧|有怨言|埋怨)|(?:便|就)(?:可以?|行|成|夠|好)[了矣]?$|"
    r"豈不(?:比[^,]{1,10}|更|是更|[^,]{0,2})(?:好|妙|美|划算|乾脆|一舉兩得)|事半功倍|一舉[兩多]得|兩全其美|一石二鳥|"
    r"(?:難|過[分份]|奢侈|苛[刻求]|多餘|離譜|過火|不可以?|不行|不成|做不到|不應該?|不值得)(?:了|的事)?(?:嗎|麼)$|(?:這|那|此)?(?:才|方)(?:叫|配|稱得上|算得上)|不(?:就|也)?是[^,]{0,6}(?:合理|更?好|應該|應有|妥當|簡單|划算|公道|兩全其美)(?:嗎|麼)$|誰[又還]?會(?:反對|有意見|說不)|花不了(?:多少|幾多)|費不了|不會有(?:意見|異議|怨言)|比[^,]{1,14}(?:更|來得|還要?)(?:加|為)?(?:好|強|管用|有用|有效|有力|有說服力|實在|實際|見效|划算|值得|有意義|直接|可靠|公道)$|(?:也|亦|已|總|便|就)是[^,]{0,6}(?:開始|起點|進步|開端)$|功德無量|迎刃而解|問題[^,]{0,6}(?:解決|少了|沒有了)(?:大半|一半|一大半|不少|七成|八成)|(?:[已便就]|事)[^,]{0,2}成功?一半|[是乃正][^,]{0,12}(?:訴求|心願|期望|願望|呼聲|共識|要求)$|(?:阻力|成本|爭議|麻煩)(?:便|就|自然|必|也)?會?(?:小|少|低)(?:得多|很多|一半)"
)
# It costs little, or is soon done.
_LIGHT = han(
    r"比[^,]{1,10}都(?:更)?(?:實在|實際|有用|有效|管用|強|好|划算)|(?:未必|不)會反對$|"
    r"花(?:得?了?|費)?(?:多少|幾多)錢?$|(?:費|用)得?了?(?:多少|幾多)(?:錢|功夫|工夫)?$|"
    r"(?:個月|星期|天|周|年)內?(?:便|就|即)可以?(?:完成|辦妥|辦好|見效|做好|做到|竣工)"
)
# Who or what is to be so, and then how: by whom, by what measure, all of it, from when.
_FIXED = han(
    r"^(?!這(?![個項類筆份套些])|此|那|他|她|它|我|有|沒|不(?!符|合|足|遵|達)|是|如|因|雖|即使|其中|其實)[^,]{2,24}?(?P<how>專款專用|(?<![自來經理原])由(?!治)|按|(?<![足得難予加可給用])以(?!及|來|為|前|後|上|下|往|免|致|至)|每|各|全[數面]|自動|一律|逐年|逐步|統一|至少|最少|起碼|限(?!制|量|額)|不得|不准|免(?!費)|計[入作]|撥[歸入作]|改[為作由成用]|轉[為作由]|升[為格]|列[為入]|[減加提升降壓增延縮放調擴][至到])"
)
_NOUN = han(r"的[^的]{0,6}$")
_MEASURE = han(rf"(?:{WITHIN})(?!的|者|率|度|員)")
_THING = han(rf"{THING}")
_NUMBER = han(
    COUNTED
    + r"|[0-9]|[一二兩三四五六七八九十百千萬億半](?:成|年|個|倍|元|日|天|周|歲|間|所|名|期|分|次|套|項|條|份|批|筆|支|隊|座)"
)
# A short question that a writer puts in order to answer it.
QUESTION = han(
    r"^\s*(?:那麼?|但|至於|然則|可是)?,?[^,。?]{1,12}(?:呢|誰(?:來|去|付|管|做|出)?[^,?]{0,3}|(?:從|由|到|在)?哪[裏兒裡]來?|怎樣?(?:辦|做|行)|如何(?:做|辦|是好|解決|入手|改)?|(?:有|用|做)?(?:甚麼|什麼)(?:辦法|可做|好做)?|何(?:在|來|以解決))\?$"
)
# A short sentence that says where to begin.
BEGINS = han(
    r"^\s*(?:不如|不妨|就|可以?|應該?|要)?先?[由從][^,。]{2,12}(?:做起|開始|入手|着手|改起|說起)。$"
)
# What is so, has been or may be, and is not told as what is to be.
_IS_SO = han(
    r"(?<![為除受到])了(?!解|結|斷|然)|^(?:而非|並非|絕非|別再|切勿|估計|恐怕|大概|看來|也許|或許|據|原來|只有|就像|好像)|一直|從來|至今|本來|原本|剛|終於|越來越|愈來愈|的是|之所以|意味|顯示|反映|源於|來自"
)
_FACT = han(
    r"[遠也仍]?[低高多少]於(?!或)|相當於|超過|因此|隨之|現有的|散[布佈]|位於|並不|抽水|常[以被把用]|素來|眼下|將(?![^,]{1,12}(?:改|納|列|撥|交|轉|提|縮|延))|或(?!者)|可能|有望|有機會|達|[只僅](?!需|須|要|限|計|收)|要求|聲?稱|作為|若|如果|約|逾|近|佔|不(?!得|准|少|低|多|超|設|收|佔|加|計|再)|是|為(?=第?[0-9一二三四五六七八九十百千萬]|[^,]{0,4}$)|未|難|仍|卻|才(?!可|能)|往往|通常|一般|大多|多數|平均|今年|去年|明年將|當可|有助|足以|明確|[0-9]{4}年(?!底?前|之?前|內|起|底|中|度|或)|包辦"
)
_PERSON = han(
    r"^(?:[^,]{1,6}起來|是|有(?!需要|必要)|我|你|他|她|大家|人人|誰|這|那|此|其實|香港人|市民)"
)


def is_needed(bare: str) -> bool:
    """Whether a thing is said to be what one cannot do without."""
    needed = _NEEDED.search(bare)
    if not needed or needed.start() < 4 or _PERSON.match(bare):
        return False
    return any(each.search(bare, 0, needed.end()) for each in (_MEASURE, _THING, _NUMBER))


# The writer thinks so, whatever others have said.
THOUGHT = han(
    r"(?:我|筆者|我們|本報|本會)(?:倒|卻|則|也|亦|還是|反而|始終)*(?:認為|覺得|以為)(?:,|:)?"
)


def is_right(bare: str, rest: str) -> bool:
    """Whether what a clause tells is judged to be right, there or by what follows it."""
    if _PERSON.match(bare) or "因此" in bare:
        return False
    own = _RIGHT.search(bare)
    if own and own.start() > 2:
        return True
    for part in rest.strip("。!?吧呢啊嘛\n」 ,;").split(";")[0].split(",")[:2]:
        if found := _RIGHT.search(part) or _NEEDED.search(part) or _LIGHT.search(part):
            before = part[: found.start()].rsplit("起来", 1)[-1]
            return not (acts(before) or sets(before))
    return False


def is_plain(bare: str) -> bool:
    """Whether a clause tells without a word that asks what is to be done or how a thing is to be."""
    return (acts(bare) or sets(bare)) and not _IS_SO.search(bare) and not _PERSON.match(bare)


def fixed_from(bare: str) -> int:
    """From where on a clause beside an ask tells of a thing how it is to be; 0 if it does not."""
    fixed = _FIXED.match(bare)
    if (
        not fixed
        or len(bare) - fixed.end() < 2
        or is_abroad(bare)
        or _IS_SO.search(bare)
        or _FACT.search(bare)
        or _PERSON.match(bare)
    ):
        return 0
    return fixed.start("how")


def sets(bare: str, *, judged: bool = False) -> bool:
    """Whether a clause tells of a thing how it is to be, by whom or by what measure."""
    fixed = _FIXED.match(bare)
    if fixed and len(bare) - fixed.end() > 1:
        return True
    measure = not _NOUN.search(bare) and _MEASURE.search(bare, 2)
    return bool(measure) and bool(judged or _THING.search(bare) or _NUMBER.search(bare))
