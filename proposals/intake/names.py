"""Pure: names of people and what is said of them, on a line of their own."""

import re
from dataclasses import dataclass

from proposals.folding import fold_in_place
from proposals.intake.wording import either, words

SURNAMES = fold_in_place(
    "陳李張黃何王林吳劉梁鄭楊蔡許曾馮鄧周蘇盧謝葉朱徐關潘鍾蕭胡彭郭羅余馬趙孫唐韓曹方田石尹姚袁高"
    "嚴冼譚鄺莫麥龔霍戴鄒歐區甘伍江湯白任邱丘范杜賴廖游溫雷黎史顧孟龍萬錢金魏薛邵汪毛秦易熊夏侯"
    "傅沈呂施孔賀倪龐章魯韋阮翁丁洪崔常武康賈段喬尤殷文符詹簡柯倫程容駱古鮑岑植招勞屈利布連饒葛"
    "季舒單席陶姜戚柳卓祝凌聶項祁管涂巫練池辛樊向齊申耿焦褚童梅甯寧覃梅霍劳應戎翟艾車成卞裴邢華"
    "繆穆閔莊藍封仇鄔查祖鈕閻佘臧解宋董肖顏苗蒙宗宣郝紀左阎尚盛慕敖冷裘樂花俞袂柏水竇雲奚昌鳳滕郎畢安卞和平湛計伏茅"
    "麻強路危童郭林刁徐邱高夏田樊胡凌霍虞支柯昝管莫經房干諸崔吉龔嵇邢滑裴陸榮荀羊惠甄曲家芮羿儲靳汲邴糜松井段富巫烏焦巴弓牧隗山谷車宓蓬全郗班仰秋仲伊宮寧仇欒暴甘鈄厲"
    "戎祖武符景詹束龍幸司韶郜黎薊薄印宿白懷蒲邰從鄂索咸籍賴卓藺屠池喬陰鬱胥能蒼雙聞莘党貢逄姬扶堵冉宰酈雍璩桑桂濮牛壽通邊扈燕冀郟浦農別晏瞿充茹習宦艾魚向古慎戈庾終暨居衡步都耿滿弘匡國文寇廣祿闕東毆"
    "商牟佴伯賞墨哈譙笪年愛陽佟言福殳沃利蔚越夔隆師鞏厙晁勾敖融訾辛闞那饒空曾毋沙乜養鞠須豐巢關蒯相查后荊紅游竺權逯蓋益桓公揭端仝是單詩千"
    "綦禚庹郗迮苟衛蔣喻酆費廉于皮卜禹狄米貝談婁賁杭包郤柴岳帥亢況閆苑蘭隋邸栗諶鄢粟欽鹿樓滿蹇訚麴鞠郇郟邾郈鄞鄺酆闕雒靖鞏韶頡仉"
)
COMMON = SURNAMES[:100]
DOUBLE_SURNAMES = tuple(
    sorted(
        words(
            "歐陽 司徒 司馬 諸葛 上官 端木 尉遲 夏侯 鍾離 淳于 皇甫 公孫 令狐 慕容 宇文 長孫 東方 南宮 第五 鮮于 亓官 司空 濮陽 赫連 聞人 申屠 太叔 軒轅 公羊 公西 公良 公冶 拓跋 獨孤 "
            "百里 東郭 南門 西門 宰父 左丘 梁丘 巫馬 於陵 萬俟 宗政 漆雕 樂正 澹臺 呼延 東門 公皙 壤駟 夾谷 穀梁 段干 歸海 羊舌 微生 子車 顓孫 司寇 仲孫 閭丘 納蘭 完顏 耶律 賀蘭 "
            "南榮 東里 仲長 即墨 達奚 褚師 太史 范姜 張簡 歐侯 谷梁"
        )
    )
)

# What a line that tells who somebody is has in it.
TITLE = either(
    "議員 委員 教授 講師 主席 會長 校長 院長 園長 總裁 總監 總經理 經理 研究員 律師 醫生 醫師 護士 "
    "社工 教師 老師 博士 工程師 建築師 測量師 規劃師 會計師 大律師 召集人 發起人 創辦人 負責人 主任 "
    "代表 幹事 秘書長 秘書 理事長 理事 董事長 董事 專員 署長 局長 司長 處長 部長 顧問 學者 評論員 "
    "主筆 編輯 作家 執委 常委 政委 成員 副總裁 副總監 發言人 行政總裁 所長 館長 組長 隊長 團長 系主任 "
    "研究總監 經濟師 分析師 策略師 司庫 義工 學生 家長 居民 街坊 市民 讀者 從業員 司機 商人 店主 僱主 "
    "營養師 治療師 研究者 從業者 工作者 導師 人員 藥劑師 牙醫 獸醫 心理學家 經濟學家 科學家 地產 首席 總幹事 總編輯 副總編輯 院士 "
    "區議員 村長 校董 校監 監督 大使 領事 牧師 法師 神父 督導 主管 合夥人 投資者 創業者 工會 協會 學會 "
    "會員 社長 台長 店長 船長 機師 教席 校務 研究生 博士生 中學生 大學生 退休公務員 公務員 前線 導演 運動員 教練 記者 專家 人士 召集 副主任 會董 值理 校友 太平紳士 "
    "樹藝師 設計師 攝影師 廚師 精算師 園藝師 化驗師 廠長 東主 船東 班主 藝術家 作曲家 畫家 編劇 演員 歌手 影評人 策展人 製作人 主持人 督察 警司 消防員 "
    "救護員 機長 車長 保育員 學家 住戶 業主 車主 狗主 貓主 租客 租戶 乘客 用戶"
)
_TITLE = re.compile(TITLE)
ENDS_IN_TITLE = re.compile(rf"(?:{TITLE})$")
HAS_TITLE = re.compile(
    rf"(?:{TITLE}|大学|学院|研究院|研究所|智库|政党|公司|集团|基金会|联盟|中心|委员会|商会|总会|协会|学会)"
)
# Where somebody lives, as it stands beside a name.
_QUARTERS = words(
    "將軍澳 油麻地 天水圍 黃大仙 深水埗 香港仔 馬鞍山 鑽石山 何文田 薄扶林 大角咀 石硤尾 土瓜灣 長沙灣 荔枝角 牛頭角 筲箕灣 銅鑼灣 九龍城 九龍灣 鰂魚涌 慈雲山 南丫島 大嶼山 "
    "沙田 屯門 元朗 荃灣 葵涌 葵青 青衣 觀塘 灣仔 北角 柴灣 上水 粉嶺 西貢 東涌 紅磡 大埔 離島 旺角 中環 藍田 長洲 坪洲 美孚 佐敦 九龍 新界 港島 西環 堅城 火炭 大圍 啟德 東區 南區 北區"
)
# Words that begin like a name and are none.
NOT_NAMES = _QUARTERS | words(
    "方面 萬無 連鎖 方法 方案 方向 高峰 高度 高鐵 文化 文明 金融 金額 金管局 白皮書 常識 常態 成本 成果 成效 成長 成立 "
    "安全 安老 安居 江山 夏天 華人 華商 馬路 馬上 史實 利民 利率 利好 利益 連結 連接 解決 解困 應對 應用 "
    "應有 向前 向上 容許 古蹟 古物 白領 時代 任務 任重道遠 萬眾 萬象 龍頭 管理 管制 管治 宣傳 單車 單位 "
    "程序 程度 章節 舒適 施政 施工 施行 申請 查詢 查核 封關 解讀 解說 連繫 余額 席位 黃金 石油 田園 武器 "
    "康復 康健 康體 紀律 紀念 車位 車輛 池塘 布局 毛利 金價 易行 倫理 區域 區議會 甘苦 游說 湯藥 冷氣 樂齡 "
    "簡訊 能否 公務 "
    "樂土 樂活 樂觀 盛事 尚待 左右 宗旨 苗圃 顧客 顧問 關鍵 關係 關注 關愛 關稅 招商 招聘 招標 勞工 勞動 "
    "屈指 向好 成功 古村 周邊 周期 周年 高質 高端 高效 高齡 許可 許多 何時 何以 何去何從 何不 何必 何妨 "
    "溫室 溫馨 雷聲 江湖 湯羹 施壓 易地 簡約 簡化 簡介 常委 武裝 祝福 車廠 車費 池水 馬匹 安心 平台 文／圖 "
    "文字 文章 文責自負 余下 高見 金句 公司 任何 方便 方可 曾經 孫子 毛病 連串 連同 成為 管道 馬會 黃昏 "
    "黃泉 林業 林區 石屎 石灰 梁柱 江河 田野 白天 白費 白白 全民 包括 包含 包裝 包容 談及 談到 談判 費用 費時 衛生 米飯 貝類 皮膚 皮革 柴油 蘭花 樓宇 樓價 樓上 樓下 樓市 樓層 況且 廉價 廉潔 廉政 廉署 卜卦 杭州 岳父 鹿頸 滿足 滿意 於是 於此 於今 於昨 於去 於上 於下 於本 於該 於其 於同 於年 於周 於日 於會 於港 於一 於二 於三 於四 於五 於六 於七 於八 於九 於十 於首 於兩 於各 於近 鐘錶 陶瓷 項目 項下 祖國 查找 查處 卓越 "
    "華麗 成因 韓國 金屬 馬來 雷達 秦嶺 龍年 蒙古 寧靜 寧夏 武漢 常州 高雄 易明 應試 應屆"
)
HAN_NAME = re.compile(r"[一-鿿]{2,4}")
LATIN_NAME = re.compile(
    r"(?:(?:Dr|Prof|Professor|Mr|Mrs|Ms|Sir)\.? )?[A-Z][a-z'’]+(?:[- ](?:[A-Z]\.|[A-Z][a-z'’]+|de|van|von|"
    r"bin|al)(?:-[a-z]+|-[A-Z][a-z]+)*){1,4}"
)
_CALLED = re.compile(
    rf"[一-鿿]{{1,2}}(?:{either('院長 醫生 老師 教授 主任 校長 女士 先生 太太 小姐 律師 博士 牧師 修女 神父 師傅')})"
)
_ORGANISATION = re.compile(
    r"(?:大学|学院|研究院|研究所|智库|政党|公司|集团|基金会|联盟|中心|委员会|商会|总会|协会|学会)$"
)
# A name and the word with which a letter is closed, in one.
_SIGNED = re.compile(r"(?:^|\s)([一-鿿]{3})[上启啟]$")
# One who signs without a name.
_UNNAMED = re.compile(rf"(?:一名|一位|一个|某)[一-鿿]{{0,6}}(?:{TITLE}|长|客|者|员|友|妇|徒|户)")
# How what somebody does ends, where a name stands beside it.
_DOES = re.compile(r"[一-鿿]{2,}[师员家者长人官监授席任士工手理委政督导演族友妇]$")
_LEAD = re.compile(
    r"^[■●◆▪◎○□►▲\s]*(?:(?:作者|文|撰文|筆者|笔者|撰稿|口述|by|By|BY)\s*[:：/／]\s*|By\s+|BY\s+|作者\s+|文[:／/]\s*)"
)
# With what a letter is closed after the name.
SIGNS = re.compile(r"[ \u3000]+(?:上|启)$|[ \u3000]*(?:敬上|谨启|谨上|谨识|敬启)$")
_ROMANISED = re.compile(r"^[A-Z][A-Za-z'’ -]{3,30}[ \u3000](?=[一-鿿]{2,4}(?:[ \u3000]|$))")
_IS_A = re.compile(
    rf"^(?P<name>{LATIN_NAME.pattern}) (?:is|was) (?P<capacity>(?:an?|the|(?:co-)?founder|chair\w*|head|director|president|professor|convener|secretary|author|editor) [^.]{{3,100}})\.?$"
)
_PARENTHESES = re.compile(r"^([^()]{2,40})\(([^()]{2,60})\)$")
_SEPARATORS = re.compile(
    r"[ \t|｜;；\n、,/]+|(?<=[一-鿿])(?:與|与|和|及)(?=[一-鿿]{2,4}(?:$|[ 、,(]))"
)


@dataclass(frozen=True)
class Author:
    """Who asks, with what the page says of them."""

    name: str
    capacity: str = ""


def tells_who(line: str) -> bool:
    """Whether a line says in a sentence who somebody is, as one under an article does."""
    return bool(_IS_A.match(line.strip()))


def is_name(text: str) -> bool:
    """Whether it reads as the Chinese name of a person."""
    folded = fold_in_place(text)
    if not HAN_NAME.fullmatch(folded) or folded in NOT_NAMES or ENDS_IN_TITLE.search(folded):
        return False
    if folded[:2] in NOT_NAMES or folded[-1] in "署局处的了":
        return False
    if folded.startswith(DOUBLE_SURNAMES):
        return len(folded) in (3, 4)
    if folded[0] not in SURNAMES:
        return False
    # A married name has two surnames, and they are common ones.
    return len(folded) < 4 or (folded[0] in COMMON and folded[1] in COMMON)


def is_called(text: str) -> bool:
    """Whether it is a surname with a form of address."""
    folded = fold_in_place(text)
    return bool(_CALLED.fullmatch(folded)) and folded[0] in SURNAMES


def may_be_name(text: str) -> bool:
    """Whether it may be one, where what stands beside it says who that is."""
    folded = fold_in_place(text)
    if folded in NOT_NAMES or HAS_TITLE.search(folded):
        return False
    return bool(re.fullmatch(r"[一-鿿]{2,3}", folded)) or is_name(text)


def byline(line: str, *, bare: bool = False) -> list[Author]:
    """The authors that a line names; none, where it is no byline.

    `bare` allows names that nothing else marks as names.
    """
    text = line.strip().strip("　")
    lead = _LEAD.match(text)
    text = text[lead.end() :] if lead else text.lstrip("■●◆▪◎○□►▲—–-─ ")
    # The name in Latin letters before the Chinese one.
    text = _ROMANISED.sub("", text, count=1)
    folded = fold_in_place(text)
    if not text or len(text) > 120 or "。" in folded or folded[-1] in "!?;:,」":
        return []
    if _UNNAMED.fullmatch(folded):
        return [Author(text)]
    if (signed := _SIGNED.search(text)) and is_name(signed[1]):
        text, folded = text[:-1], folded[:-1]
    if re.match(r"[A-Za-z]", text):
        return _latin(text, marked=bool(lead) or bare)
    return _han(text, folded, marked=bool(lead) or bare)


def plain_capacity(told: str) -> str:
    """What "a planner who has worked in ports" says somebody is."""
    short = re.sub(r"^(?:an?|the) ", "", told.strip())
    return re.split(r",? (?:who|and has|and was|and is) ", short)[0].strip(" .")


def _latin(text: str, *, marked: bool) -> list[Author]:
    if told := _IS_A.match(text):
        return [Author(told["name"], plain_capacity(told["capacity"]))]
    text = re.sub(r"^(?:Mrs|Mr|Ms|Miss)\.? ", "", text)
    if text.endswith(".") and len(text.split()) > 4:
        return []
    head, _, rest = text.partition(",")
    names = re.split(r"\s+(?:and|&)\s+", head)
    if not all(LATIN_NAME.fullmatch(name.strip()) for name in names) or not (marked or rest):
        return []
    capacity = rest.strip() if re.match(r"[A-Za-z ]+", rest.strip()) else ""
    return [Author(name.strip(), capacity) for name in names]


def _han(text: str, folded: str, *, marked: bool) -> list[Author]:
    found: list[Author] = []
    before = ""
    folded = SIGNS.sub("", folded)
    text = text[: len(folded)]
    depth_free = re.sub(
        r"\(([^()]*)\)", lambda m: m[0].replace(" ", "\0").replace("、", "\1"), folded
    )
    place = 0
    tokens: list[tuple[str, str]] = []
    for piece in _SEPARATORS.split(depth_free):
        place = depth_free.index(piece, place)
        if piece:
            tokens.append((text[place : place + len(piece)], piece))
        place += len(piece)
    if marked and _all_names(tokens):
        return [Author(shown) for shown, _plain in tokens]
    titled = [bool(ENDS_IN_TITLE.search(plain)) for _shown, plain in tokens]
    for place, (shown, plain) in enumerate(tokens):
        beside = titled[place + 1 : place + 2] == [True] or (
            place and titled[place - 1] and place + 1 == len(tokens)
        )
        within = _PARENTHESES.match(plain)
        name_end = within.end(1) if within else len(plain)
        called = titled[place + 1 : place + 2] == [True] and is_called(shown[:name_end])
        if (
            is_name(shown[:name_end])
            or called
            or (
                may_be_name(shown[:name_end])
                and (beside or (within and HAS_TITLE.search(plain[name_end:])))
            )
        ):
            capacity = shown[within.start(2) : within.end(2)] if within else ""
            found.append(Author(shown[:name_end], capacity or before))
            before = ""
        elif glued := _glued(shown, plain):
            found.append(glued)
        elif says_who(plain) or (found and len(plain) < 30):
            if found and not (len(found) == 1 and before):
                last = found[-1]
                found[-1] = Author(last.name, "、".join(filter(None, (last.capacity, shown))))
            else:
                before = "、".join(filter(None, (before, shown)))
        else:
            return []
    told = any(says_who(fold_in_place(author.capacity)) for author in found)
    if not found or before or not (told or marked):
        return []
    return found


def _all_names(tokens: list[tuple[str, str]]) -> bool:
    """Whether a line is of nothing but names, some of them rare."""
    are = [is_name(shown) for shown, _plain in tokens]
    return (
        len(are) > 1
        and any(are)
        and all(may_be_name(shown) and not says_who(plain) for shown, plain in tokens)
    )


def says_who(capacity: str) -> bool:
    """Whether it ends as what people do or belong to."""
    bare = re.sub(r"\([^()]*\)$", "", capacity)
    return bare in _QUARTERS or bool(
        ENDS_IN_TITLE.search(bare) or _DOES.search(bare) or _ORGANISATION.search(bare)
    )


def _glued(shown: str, plain: str) -> Author | None:
    """A name right after a title, 立法會議員張三, or right before one, 張三議員."""
    for size in (3, 2, 4):
        if is_name(shown[:size]) and _TITLE.fullmatch(plain[size:]):
            return Author(shown[:size], shown[size:])
        if len(plain) > size + 2 and is_name(shown[-size:]) and ENDS_IN_TITLE.search(plain[:-size]):
            return Author(shown[-size:], shown[:-size])
    return None
