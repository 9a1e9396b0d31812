"""The ways to ask, each beside what looks like it and asks for nothing."""

import pytest

from tests.intake.pages import asked, asked_in_english

# What is asked, and beside it a sentence with the same word that asks for nothing.
WAYS = {
    "力主": ("學會力主分階段取締即棄餐具。", "有人力主取消津貼，筆者不敢苟同。"),
    "提出": ("聯盟提出引入第三方審計。", "施政報告提出設立基金。"),
    "贊成": ("筆者贊成凍結的士牌照數目。", "議會贊成率創新高。"),
    "請": ("請政府停止在郊野公園邊陲打主意。", "如欲報名，請於周五前致電。"),
    "期待": ("市民期待政府訂出空置稅。", "這場演出期待已久。"),
    "應有": ("每間學校都應有一名全職護士。", "學生的應有權益不容忽視。"),
    "應用": ("這筆錢應用來補貼夜診。", "這種技術的應用相當普遍。"),
    "應為": ("政府應為每座大廈配置一部廚餘機。", "全年赤字應為四百億元。"),
    "須": ("收費須事先張貼。", "運動員須克服心理關口。"),
    "需要的是": ("香港需要的，是一個獨立的數據監察機構。", "這反映學生需要更多睡眠。"),
    "該": ("公共圖書館該讓市民借用樂器。", "市民在該處取得表格。"),
    "不得再": ("當局不得再以諮詢未完為由拖延。", "他不得不提早離場。"),
    "大可": ("大可以全數豁免過隧道的費用。", "街坊大可放心。"),
    "為何不": ("為甚麼不讓街市檔主以電子支付繳租？", "他不明白顧客為何不滿。"),
    "能不能": ("能不能把社區會堂開放給非牟利團體？", "能否成功，還要看天時地利。"),
    "的時候": ("現在正是修例的時候。", "那是他離港的時候。"),
    "關鍵": ("關鍵在於把決策權下放到地區。", "關鍵在於人心。"),
    "出路": ("出路只有一條：全面引入電子道路收費。", "他看不到出路。"),
    "與其": ("與其坐等，不如主動招攬海外學者。", "今年的收成不如去年。"),
    "最好": ("最好在每間酒店標示逃生圖。", "這是本季最好的一場球賽。"),
    "有待": ("有待政府盡快制訂時間表。", "成效仍有待觀察。"),
    "只要": ("只要政府肯開放數據，開發商便會跟上。", "當地政府只要求店方張貼告示。"),
    "除了若": ("如果港鐵願意在車廂加設輪椅位，輪椅人士便不用等三班車。", "如果當局取消津貼，小店便會倒閉。"),
    "一是": ("如何走下去？一是增加師資，二是取消操練。", "好處有二：一是增加收入，二是減少開支。"),
    "方面": ("在人手方面，引入海外護士；在設施方面，增建兩座護養院。", "在人手方面，去年增聘二百人。"),
    "刻不容緩": ("立法規管寵物繁殖刻不容緩。", "時間刻不容緩。"),
    "方為上策": ("盡快落實水管更換工程，方為上策。", "三十六着，走為上着。"),
    "不為過": ("把津貼調高至一萬元並不為過。", "這樣說並不為過。"),
    "可由": ("首階段可由康文署在兩區試辦。", "電話可由家人接聽。"),
    "得": ("當局若不想重蹈覆轍，就得預先公布應變方案。", "他就得了冠軍。"),
    "而是要": ("不是要政府包底，而是要建立風險分擔機制。", "他要的不是掌聲，而是要安靜。"),
    "正好": ("這筆儲備正好用來成立失業援助基金。", "這天正好是他的生日。"),
    "是否可以": ("是否可以考慮將校車納入票價優惠？", "是否可以成行，還看天氣。"),
    "業界要求": ("民間團體要求公開諮詢結果。", "他要求店員退款，但遭拒絕。"),
    "為了": ("要根治水浸，必須在上游加建蓄洪池。", "要學好英文，必須多讀多寫。"),
    "提醒": ("消委會促請政府在商場展示價目。", "消委會提醒消費者，購買前宜比較價格。"),
    "曾": ("他建議政府興建纜車。", "他曾建議政府興建纜車，最終不了了之。"),
    "特殊教育需要": ("學校需要增聘言語治療師。", "有特殊教育需要學生已增至六萬人。"),
    "一應": ("安全帽應由承建商提供。", "安全帽、工作靴一應俱全。"),
    "主張的是": ("我主張的是把海岸公園擴大一成。", "他主張的是自由。"),
    "不失為": ("對舉報的市民給予獎金也不失為一法。", "這不失為一樁美談。"),
    "宣布": (
        "政府宣布擴展安排，當局應推出預約服務。",
        "政府宣布，參與城市由四個擴至九個，並推出預約服務。",
    ),
    "途徑": (
        "我們建議循三條途徑：一、設立基金；二、修訂條例。",
        "戰後的制度循三條途徑建立：一、擴大使用網絡；二、設立基金。",
    ),
    "提出要求": ("聯會要求：禁止在港開辦自動駕駛功能。", "這項安排提出明確要求：禁止在港開辦自動駕駛功能。"),
    "否則": ("巴士必須加密班次。", "巴士太疏，否則客人九點便要推出店門。"),
    "時代": ("香港應開啟電子船票的試驗。", "香港應開啟屬於自己的智慧新時代。"),
    "可以的是": ("政府可以同時設立兩個基金。", "這是政府可以同時推動的雙重目標。"),
    "良機": ("現在正是推行電子票的良機。", "隧道年底通車，正是推行的良機。"),
    "才": ("學校須設立午膳監察小組。", "一般學校須自行安排代課，老師才能外出受訓。"),
    "現行": ("巴士公司應披露脫班紀錄。", "現行政策下，住戶每兩年須申報入息，超出上限者須遷出單位。"),
    "條例規定": ("舊樓須提升消防裝置。", "條例規定，舊式商廈須提升消防裝置。"),
    "任何國家": ("政府必須為舊樓業主負責墊支維修費。", "任何國家都必須為本國的金融安全負責。"),
    "說要": ("政府要推動單車主幹線落成。", "政府年年說要推動綠色出行。"),
    "申請": ("學校可設立膳食委員會。", "學校可向優質教育基金申請改建。"),
    "只有": ("只有政府帶頭設立基金，業界才能跟隨。", "計劃推出至今只有千餘戶受惠。"),
    "不應只": ("當局不應只在市區設立學院。", "這句話不應只掛在校門口的橫額上。"),
    "只可": ("港資檢測機構可獲優先審批，當局可放寬類別。", "目前港資檢測機構只可從事少數類別。"),
    "必須": ("改建宿舍必須設兩條走火通道。", "現時改建宿舍必須全幢業權統一。"),
    "內地規定": ("當局應規定平台加上標識。", "內地自去年九月起規定影片必須加上標識。"),
    "不能再拖": ("當局不能再押後公布報告。", "這件事不能再拖。"),
    "聲稱": ("商會主張以審計代替罰款。", "有商會聲稱罰則過重，主張以自願守則代替。"),
    "分步": ("我建議分區設立診所。", "我建議分三步走。"),
    "通過": ("新建住宅必須設置智能電錶。", "立法會通過條例草案，明年一月起，所有新建住宅須設置智能電錶。"),
    "談何容易": ("香港要設立一個總部經濟基金。", "要在本港開設一間幼兒中心，往往要過五關斬六將。"),
    "受訪者": ("議員認為政府應增加託兒名額。", "調查發現，七成受訪者認為政府應增加託兒名額。"),
    "好的": ("這部電影應列入教材。", "一部好的電影，應該讓人走出戲院後仍然想着它。"),
    "下令": ("法庭須公開判詞。", "法庭下令被告須在十四日內交還款項。"),
    "呼籲": ("筆者呼籲警方增設巡邏站。", "警方呼籲目擊者提供資料。"),
    "提醒須": ("勞工處須公開巡查紀錄。", "勞工處提醒僱主，須按時支付工資。"),
    "可惜": ("當局應該在下半年換上新系統。", "教練應該在下半場換人，可惜他沒有。"),
    "原意": ("下一步是要協助業主更換喉管。", "政策的原意，是要協助基層向上流動。"),
    "規劃提出": ("筆者提出，政府應加快建設數據中心。", "國家「十五五」規劃提出，要加快高水平科技自立自強。"),
    "我認為可以": ("我認為可以先在三間醫院試行藥物速遞。", "我認為可以理解。"),
    "我們要求": ("我們要求：一、承建商須同時聘用一名本地學徒；二、設立黑名單。", "承建商須同時聘用一名學徒。"),
    "業界先": ("要增加收入，政府首先要檢討地價。", "要把優勢變成產業，業界首先要放下門戶之見。"),
    "朋友": ("當局平日就該多撥出人手清渠。", "愛書的朋友，平日就該多去逛逛。"),
    "現時": ("我們建議三點：一、由一個部門統籌清渠；二、設單一熱線。", "現時由三個部門負責清渠。"),
}  # fmt: skip
ENGLISH = {
    "why can't": ("Why can't the museum open until ten on Fridays?", "Why can't they see it?"),
    "let us": ("Let us give every school a nurse.", "Let us remember the fallen."),
    "no reason": (
        "There is no reason why we could not pay for it from the fund.",
        "There is no reason to worry.",
    ),
    "instead": ("Instead of another mall, build a library.", "Instead, the mall was built."),
    "missing": ("What is missing is a single telephone number.", "What is missing is kindness."),
    "only by": ("Only by opening the accounts can trust be restored.", "Only by night do they fly."),
    "hope": ("I hope the next budget will fund hospice beds.", "I hope it rains."),
    "could": ("Legislators could begin by reading the report.", "The scheme could cost $2 billion."),
    "least": ("The least the company can do is refund the deposit.", "Anyone can see that."),
    "what about": ("What about turning the depot into a skate park?", "What about it?"),
    "ought": ("Tenants should have the right to keep a pet.", "Tenants should read the lease."),
    "participle": ("The party wrote to the bureau, calling for a ban on plastic straws.", "A man is calling for help."),
    "noted": ("The ordinance must be amended.", "It should be noted that the figures are provisional."),
    "could you": ("Could the Lands Department also clear the title?", "Could the city afford another failure?"),
    "needs": ("Cargo terminals, too, need a segregated cold store.", "The dish needs a pinch of salt."),
    "would": ("The service is full; adding 60 vehicles would end the wait.", "Building nothing is easy."),
    "required": ("A statutory register of lobbyists is long overdue.", "Schools are required to submit a safety plan before each excursion."),
    "a good": ("The school should make the field public.", "A good teacher should make herself unnecessary."),
    "be remembered": ("The scheme should be scrapped.", "Fishermen used to dry their nets here and should be remembered."),
    "wanted the": ("The party wanted the government to refund the levy.", "He wanted the restaurant to refund his deposit, but it refused."),
    "one must": ("The department must set up a museum.", "To understand the crisis, one must go back to 1998."),
    "will have to": ("The airport operator has to publish its accounts.", "If the bill is passed, operators will have to hold a licence."),
    "respondents": ("The government should build more homes.", "Two in three respondents agreed that the government should build more homes."),
    "abroad": ("Meanwhile, build a second library in Sha Tin.", "In Singapore, lift technicians earn a skills allowance."),
}  # fmt: skip


@pytest.mark.parametrize(("ask", "look_alike"), WAYS.values(), ids=WAYS)
def test_a_way_to_ask_is_known_from_what_looks_like_it(ask, look_alike):
    assert asked(ask)
    assert asked(look_alike) == []


@pytest.mark.parametrize(("ask", "look_alike"), ENGLISH.values(), ids=ENGLISH)
def test_a_way_to_ask_in_english_is_known_from_what_looks_like_it(ask, look_alike):
    assert asked_in_english(ask)
    assert asked_in_english(look_alike) == []
