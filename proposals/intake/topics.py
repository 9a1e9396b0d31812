"""The words by which the sector and the instrument of a passage are guessed."""

import re
from collections import Counter
from functools import lru_cache

from proposals.choices import Instrument
from proposals.folding import fold_in_place
from proposals.intake.wording import either, han

# The words that each sector goes by; a longer one is read before one that it holds, as 海岸公園 before 公園.
# A code that a tracker does not have is passed over.
_SECTOR_WORDS = {
    "ai_compute": "人工智能 算力 智算 大模型 大語言模型 生成式 數據中心 超算 機器學習 深度偽造 ai",
    "innovation_industry": "創科 創新科技 初創 新型工業 再工業化 科研 研發 科技園 科學園 數碼港 專利 機械人 低空經濟 無人機 生物科技 中試 技術轉移 成果轉化 社企 無人車 自動駕駛 孵化 創業 微電子 樣品",
    "data_digital": "數據平台 智慧治理 數據沙箱 數據流動 數字治理 運營中心 數據共享 開放數據 數碼 數字政府 電子政府 智方便 網絡安全 私隱 個人資料 應用程式 智慧城市 數字辦 人臉辨識 生物特徵 區塊鏈 數碼化 資訊科技 平台互通 數據口徑",
    "finance": "reits 差餉寬減 金融 銀行 證券 股票 上市 人民幣 債券 債市 發債 保險 保單 強積金 基金公司 印花稅 稅務 稅率 利得稅 薪俸稅 稅 扣稅 免稅額 差餉 財政 預算案 赤字 庫房 虛擬資產 穩定幣 黃金 家族辦公室 資產管理 信貸 貸款 按揭 理財 資本市場 港交所 證監會 金管局 保監局 稅務局 財庫局 會計 消費券 碳市場 儲備 發鈔 融資 利息 跨境支付 結算 定息 收益率",
    "trade_commodities": "貿易 出口 關稅 大宗商品 電商 中小企 零售 展覽 會展 出海 工商 商戶 小店 商場 商舖 採購 買家 貨代 供應鏈 進口 經貿 bud專項基金 貿發局 海關清關 通關 清關 商標 品牌 訂單 轉口 貨物",
    "economy": "經濟發展 電費 電力公司 航運 海運 船舶 船員 貨櫃 貨櫃碼頭 港口 煤氣 石油氣 競爭法 競委會 夜間經濟 油價 葵青 加注",
    "legal": "合規 爭議 法律 仲裁 調解 法庭 法院 司法 律師 大律師 法援 普通法 律政司 法官 爭議解決 訴訟 法治 領養 收養 版權 民事 土地審裁處 法律改革 法改會",
    "constitutional": "五年規劃 大灣區 內地城市 選舉 政制 基本法 行政長官 問責 區域合作 諮詢組織 互認協議 粵港合作 首長級",
    "planning": "規劃 土地 北部都會區 北都 發展區 新市鎮 填海 棕地 地積比 發展局 地政總署 規劃署 分區計劃大綱圖 大綱圖 海濱 城規會 丁屋 鄉郊 村落 用地 河套 新界東北 收地 大學城",
    "housing": "房屋 公屋 居屋 劏房 簡約公屋 過渡性房屋 租金 租戶 租客 置業 上樓 租務 租住 業主 樓宇 大廈 舊樓 法團 立案法團 物業管理 市區重建 重建 市建局 房委會 房協 房署 房屋署 房屋局 屋宇署 驗樓 維修 升降機 外牆 公契 宿舍 唐樓 組合屋 單位 屋邨 首置 按金",
    "transport_infra": "交通 運輸 鐵路 港鐵 巴士 小巴 的士 隧道 道路 馬路 單車 單車徑 停車 停車場 泊車 泊位 渡輪 街渡 機場 航班 物流 電動車 車輛 車廠 司機 行人 行人過路 乘客 票價 車費 月票 轉乘 班次 路線 碼頭 運輸署 路政署 海事處 民航處 機管局 運物局 充電站 充電樁 盲道 引路徑 無障礙通道 行人天橋 天橋 電車 貨車 外賣車 超速 網約車 召車 起降點 航線 空域 輪椅上車",
    "environment": "環保 環境保護 能源 能源轉型 核電 氫能 氫 輸電 電網 減碳 碳中和 碳排放 碳 減排 廢物 廢料 回收 塑膠 即棄 垃圾徵費 再生能源 可再生 太陽能 綠氫 航空燃料 生態 生物多樣性 空氣污染 排放 污染 噪音 水質 污水 廚餘 郊野公園 海岸公園 濕地 極端天氣 氣候 颱風 黑雨 暴雨 水浸 蓄洪 排水 渠務署 雨水 海堤 樹木 樹藝 海豚 白海豚 漁護署 保育 濕地公園 魚塘 漁業 漁民 養魚 天文台 環保署 沙灘 海洋 岸電 電網 上網電價 光污染 綠化 紅樹林 鳥類 物種 堆填 焚化",
    "food_hygiene": "食物 食品 食肆 食店 餐廳 鼠患 老鼠 街市 小販 攤檔 大牌檔 排檔 環境衞生 食環署 食安中心 外賣 垃圾桶 垃圾 清潔 公廁 街道潔淨 熟食 農場 蔬菜 菜場 活雞 豬肉 冷藏 凍肉 魚市 牌照食肆 衞生黑點 墳場 骨灰 殯葬 寵物友善 狗隻 流浪 牛隻 動物",
    "health": "醫療 醫院 公立醫院 醫管局 醫生 護士 病人 病床 疫苗 精神健康 心理健康 心理支援 情緒 自殺 基層醫療 康健中心 診所 急症 牙科 中醫 中藥 中成藥 中醫藥 藥物 藥劑 癌症 器官 控煙 電子煙 煙 健康 衞生署 醫衞局 手術 病歷 療法 輪候 罕見病 安樂死 晚期 寧養 紓緩治療 心理治療 器械 臨床 檢測 篩查 抗生素 低鹽",
    "education_youth": "高校 獎學金 升學 遊學 研學 學術 實習生 教育 學校 大學 學生 教師 老師 校長 課程 課綱 幼稚園 中學 小學 學位 青年 年輕人 職專 升學 學額 特殊教育 sen 校園 家校 校舍 班級 文憑試 教材 自修室 補習 學童 家長 學習 教育局 職訓局 院校 大專 宿生 留學 國際學生 學費 師範 班師比 讀寫 融合教育",
    "employment": "退休年齡 退休制度 中高齡 技能提升 持續進修 崗位 求職 再就業 勞工 就業 工資 最低工資 薪酬 工時 工人 打工仔 僱員 僱主 外勞 輸入勞工 輸入外勞 職安 職業安全 工傷 地盤 建造業 工地 中暑 失業 再培訓 技能 平台工作者 外賣員 騎手 平台公司 零工 假期 侍產假 產假 職業 學徒 師傅 工匠 資歷 勞工處 勞福局 生產力 展翅 聘用 在職培訓 導師 釘板 裝修 外傭 侍應 托兒",
    "welfare": "福利 綜援 貧窮 扶貧 基層 殘疾 傷殘 輪椅 視障 聽障 兒童 幼兒 託兒 托管 家庭暴力 單親 社工 社署 社會福利署 少數族裔 南亞裔 津助 關愛基金 在職家庭津貼 寄養 露宿 無家者 復康 社福 食物銀行 婦女 性別 短期食物 喘息 個案",
    "ageing": "長者 安老 銀髮 老人 院舍 護老 退休 樂齡 高齡 認知障礙 腦退化 老年 長期護理 照顧者 長者醫療券 暫託 日間護理 院舍券 安老院 獨居 年長 晚年 老友記 社區饭堂 社區飯堂",
    "culture_media": "文化 藝術 電影 戲院 博物館 傳媒 新聞 記者 事實查核 古蹟 文物 遺產 非遺 表演 劇場 劇團 演出 戲棚 粵劇 神功戲 圖書館 閱讀 書店 創意 音樂 展館 歷史 口述歷史 檔案 抗戰 西九 霓虹 招牌 康文署 文體旅局 市集 廣播 攝影 譯 文學 舞蹈 漫畫",
    "sports_tourism": "體育 旅遊 運動 運動員 遊客 旅客 酒店 民宿 球場 足球 足總 籃球 場地 場地預訂 啟德 主題公園 盛事 郵輪 遊艇 景點 導賞 導賞員 步行徑 行山 遠足 旅發局 旅行社 泳池 球員 教練 比賽 馬拉松 操場 過夜 訪港 文旅",
    "community": "地區 社區 區議會 民政事務 民政 關愛隊 鄰里 鄰舍 義工 街坊 社區會堂 公共空間 公園 長椅 寵物公園 地方行政 社區設施 空置舖位 地區康健 屋苑 墟市 飲水機",
    "security": "保安 警方 警務 詐騙 騙案 騙徒 入境 簽證 罪案 罪犯 消防 火警 防火 走火 消防處 國安 毒品 私煙 海關 入境處 懲教 更生 難民 免遣返 槍械 出入境 救援 水警 撤離 疏散 攀山 失蹤",
    "civil_service": "公務員 郵政 郵政局 政府部門 公營機構 公共行政 官僚 申訴專員 審計署 審計報告 編制 首長 常任秘書長 繁文縟節 諮詢架構 效率促進 紀律部隊薪酬 政府採購 試用期 述職 部門首長 開支封套",
    "external": "一帶一路 中亞 東盟 海外 外交 經貿辦 rcep 中東 領事 國際組織 拉美 自貿協定 主權基金 哈薩克斯坦 阿斯塔納 投資推廣署 駐外",
}  # fmt: skip
_SECTOR_ENGLISH = {
    "ai_compute": r"ai|artificial intelligence|computing power|data cent\w+|deepfakes?|synthetic|algorithms?|machine learning",
    "innovation_industry": r"innovation|start-?ups?|r&d|research fund|science park|cyberport|patents?|incubat\w+|drones?|robots?|laborator\w+|biotech\w*",
    "data_digital": r"open data|digital|privacy|cyber\w*|personal data|apps?|interoperab\w+|portab\w+|smart city",
    "finance": r"banks?|bonds?|stocks?|listing|tax(?:es|ation)?|rates|pension|mpf|insur\w+|insurers?|mortgage\w*|loans?|budget|fiscal|family offices?|inland revenue|monetary authority|financial secretary|levy|investors?|carbon credits|dividends?|treasury|stamp duty|savings",
    "trade_commodities": r"trade|traders?|exports?|tariffs?|e-commerce|smes?|retail\w*|shops?|shopkeepers?|landlords|certificat\w+|halal|manufactur\w+|customs|bud fund|trade development council|cargo|suppliers",
    "economy": r"electricity|energy|shipping|ships?|vessels|competition|power companies|towngas|gas|port of|container|maritime",
    "legal": r"legal|arbitrat\w+|mediat\w+|courts?|judicia\w+|lawyers?|copyright|adoption|barristers?|solicitors?|litigation|electronic trade documents",
    "constitutional": r"five-year plan|greater bay|election\w*|constitution\w*|mainland",
    "planning": r"land|planning|northern metropolis|development bureau|lands department|town planning|zoning|rezon\w+|brownfield|waterfront|new town",
    "housing": r"housing|flats?|rents?|tenants?|subdivided|buildings?|owners?|owners' corporations?|lifts?|redevelopment|urban renewal|estates?|landlord|homes?|public rental",
    "transport_infra": r"transport|railways?|mtr|bus(?:es)?|minibus\w*|taxis?|ferr(?:y|ies)|tunnels?|roads?|cycl\w+|bicycles?|parking|fares?|airport|pedestrians?|pavements?|crossings?|trams?|drivers?|speed|traffic|piers?|boats|deckhands|footbridges?|rehabus",
    "environment": r"environment\w*|carbon|waste|recycl\w+|plastics?|pollut\w+|climate|wetlands?|renewable\w*|emissions?|harbour water|scrubbers?|effluent|sewage|trees?|conservation|country parks?|cattle|wildlife|ponds?|mangroves?|solar|shore power|noise|flood\w*|observatory|heat|habitats?|marine|fish(?:eries)?|net zero|air quality",
    "food_hygiene": r"food|hygiene|rats?|rodents?|market stalls|wet markets?|restaurants?|hawkers?|abattoir|kitchens?|toilets?|refuse|litter",
    "health": r"health\w*|hospitals?|doctors?|nurses?|patients?|clinics?|vaccin\w*|dental|dentists?|mental|drugs?|cancer|smok\w+|vap\w+|medical|medicines?|wards?|dementia|palliative|hospice|pharmac\w+|ambulance",
    "education_youth": r"education\w*|schools?|universit\w+|students?|pupils?|teachers?|kindergartens?|curricul\w+|youth|young people|classrooms?|exams?|tutorial|homework|learning|headteachers?|principals?|campus|scholarships?",
    "employment": r"labour|labor|employ\w+|wages?|working hours|workers?|jobs?|apprentic\w+|training|riders?|leave|minimum wage|occupational|overtime|unions?|technicians?|domestic helpers?|trainees?|workforce",
    "welfare": r"welfare|poverty|poor|disab\w+|wheelchairs?|barrier-free|access(?:ible|ibility)|carers?|child ?care|children|ethnic minorit\w+|social workers?|homeless|equal opportunit\w+|low-income|single parents?|foster",
    "ageing": r"elderly|ageing|aging|older people|retire\w*|seniors?|care homes?|old age",
    "culture_media": r"cultur\w+|arts?|artists?|films?|cinemas?|museums?|media|journalis\w+|news(?:papers?|rooms?)?|heritage|librar\w+|music\w*|theatres?|performers?|theat\w+|photograph\w+|press|fact-check\w*|books?|venues?",
    "sports_tourism": r"sports?|touris\w+|tourists?|visitors|hotels?|stadiums?|athletes?|football|swimming|cruise|hik\w+|pitch(?:es)?|yachts?|guides?",
    "community": r"district councils?|district offices?|communit\w+|neighbou?rhoods?|volunteers?|residents|open map|public space|playgrounds?",
    "security": r"police|fraud\w*|scams?|immigration|visas?|crimes?|fire (?:safety|services)|firefighters?|national security|prison\w*|drug traffick\w+|border",
    "civil_service": r"civil serv\w+|public administration|accountab\w+|red tape|ombudsman|audit commission|bureaucra\w+",
    "external": r"belt and road|central asia|asean|diplom\w+|consul\w+|middle east|overseas offices?",
}  # fmt: skip


def _by_word(words: dict[str, str]) -> dict[str, str]:
    return {fold_in_place(word): code for code, told in words.items() for word in told.split()}


_SECTOR_OF = _by_word(_SECTOR_WORDS)
_HAN = re.compile(either(" ".join(_SECTOR_OF)))
_LATIN = re.compile(
    "|".join(rf"(?P<{code}>\b(?:{told})\b)" for code, told in _SECTOR_ENGLISH.items())
)


@lru_cache(64)
def sectors(folded: str) -> Counter[str]:
    """How often the words of each sector stand in a text."""
    found = Counter(_SECTOR_OF[match[0]] for match in _HAN.finditer(folded))
    found.update(str(match.lastgroup) for match in _LATIN.finditer(folded))
    return found


# The words that each instrument goes by; the first that a passage meets is taken, so what names a means
# stands before what may be done by any means.
INSTRUMENTS = [
    (code, re.compile(rf"{han(chinese).pattern}|\b(?:{english})"))
    for code, chinese, english in (
        # What a law, a tax, an allowance, so much money or a building says of the means, whatever its verb.
        (Instrument.LEGISLATION, r"修例|修法|立法(?!會)|修訂[^,]{0,6}《", r"legislat(?:e|ion)\b|criminali\w+|bring in a law"),
        (Instrument.TAX, r"(?:扣|薪俸|利得|印花|物業|空置)稅|免稅額|稅率|稅務(?:扣|寬)", r"tax (?:deduct\w+|break|relief|allowance)|stamp duty"),
        (Instrument.SUBSIDY, r"津貼|補貼|學券|獎學金|租津|醫療券|(?:費|租|息|餉)[^,]{0,4}(?:全免|減半)", r"allowances?\b|subsid\w+|vouchers?\b|scholarships?"),
        (Instrument.FUND, r"(?:撥款|撥出|預留|增撥|再撥|每年撥|注資)[^,]{0,8}?[0-9一二三四五六七八九十兩幾數百千萬]+[億萬]", r"(?:put|set) aside (?:hk)?[$]|endow\w*"),
        (Instrument.INFRASTRUCTURE, r"^.{0,16}?(?:興建|加建|擴建|重建|改建|鋪設|加裝|安裝|裝設|裝(?=[一兩]))(?![^,]{0,20}(?:標準|指引))", r".{0,40}\b(?:build|install|construct)\b"),
        (Instrument.REGULATION, r"^.{0,14}?(?:規定|強制|要求|禁止|容許|准許|允許|批准|放寬|收緊|凍結|取締|限制|限定|限速|暫緩|叫停|罰款(?!撥)|指定|不得|不准|必須(?:使用|提供|留|在))(?!.{0,30}(?:試行|試點|指引|守則|立法|條例))", r"(?:ban|bar|cap|fine|require|mandate|oblige|prohibit|exempt|allow|permit|freeze|suspend|let)\b(?!.{0,60}\b(?:pilot|trial|standard|code|fund)\b)"),
        (Instrument.AGREEMENT, r"(?:簽訂|簽署|訂立|達成|商討|爭取|簽)[^,]{0,26}(?:協議|協定|備忘錄|互認|公約)|互認協議|自由貿易協定|(?:資歷|學歷|牌照|執照)互認", r"agreements?\b|memorand\w+|treat(?:y|ies)|common permit"),
        (Instrument.FINANCIAL_PRODUCT, r"債券|reits|年金|期貨|(?:推出|設計|開發|發行)[^,]{0,20}(?:保險|保單|存款|按揭|基金單位|etf)|金融(?:產品|工具)|意外保障", r"bonds?\b|annuit\w+|futures|reits?\b|home loans|insurance (?:product|scheme)"),
        (Instrument.FUND, r"(?:設立|成立|增設|開設|創設|另設|設|注資|撥備|撥入|撥進|撥歸|預留|撥出|劃出|再撥|每年撥)[^,]{0,26}(?:基金|專款|信託|專項|用途|之用|種子)|注資|專項基金|(?:收入|利潤|儲備|罰款|收費)[^,]{0,10}(?:撥入|撥歸|注入)", r"(?<!re)funds? (?:of|for|to)|(?:set up|create|establish|launch)[^.]{0,30}\bfund\b|endowment|ring-fenc\w+"),
        (Instrument.TAX, r"(?:免|扣|寬免|徵|加|減|利得|薪俸|印花|物業|空置|銷售|增值|碳|塑膠|離境|入境|登岸|首置)稅|稅(?:率|階|務寬免|務優惠|項|制|額)|免稅額|扣除|差餉|徵費|離境費|入境費|抵扣", r"tax\w*|lev(?:y|ies)|rates rebate|double rates|stamp duty|deduct\w+|carried back"),
        (Instrument.LEGISLATION, r"立法|修例|修法|(?:修訂|訂立|制定|制訂|通過|引入|廢除|檢討)[^,]{0,18}(?:條例|法例|法案|法)(?:$|[^定律])|(?:條例|法例)[^,]{0,10}(?:加入|增訂|納入|寫明|列明|涵蓋|訂明)|刑事|入罪|推定|檔案法|成文法|罰則[^,]{0,6}(?:提高|加重)", r"legislat\w+|\bbill\b|criminali\w+|amend\w*|outlaw|ordinance\b|the law should|statutory right"),
        (Instrument.INSTITUTION, r"(?:設立|成立|增設|升格|設|組成|組建|委任|創設|籌建|改組)[^,]{0,24}(?:委員會|辦公室|專員|管理局|發展局|監察員|小組|法庭|審裁處|機構|學院|博物館|歷史館|公署|專責隊|局)|法定機構|法定的|升格為|獨立的[^,]{0,10}(?:中心|機構|委員會)", r"commission(?:er)?s?\b|committees?|ombudsman|tribunals?|task ?force|agency|institute|statutory body|authority with|panel|warden service|single official|trust\b"),
        (Instrument.INCENTIVE, r"獎勵|誘因|獎金|積分|加分|回贈|稅務優惠|獎項|折扣|表揚", r"incentiv\w+|reward\w*|rebates?|discounts?|prizes?|cut in berthing"),
        (Instrument.PILOT, r"試點|試行|試辦|試驗|試用|試設|先導|先在|先由|先以|首階段|首批|先行|沙盒|沙箱|示範|做起|擴至全|第一期", r"pilots?\b|trials?\b|sandbox|phase one|experiment\w*|for three months|test\b"),
        (Instrument.TRAINING, r"培訓|課程|文憑|證書|訓練|師資|實習|選修|教材|進修|演習|演練|開班|工作坊|資歷|學徒制|教授|必修|研習|實地考察|導師", r"train\w*|courses?|curricul\w+|apprentic\w+|syllabus|diploma|clinic work|classes"),
        (Instrument.SUBSIDY, r"補貼|津貼|資助|補助|津助|租津|減免|寬減|(?:豁免|免收|免除|全免)[^,]{0,14}(?:費|租|利息)|(?:費|租)[^,]{0,8}(?:全免|豁免|減半|寬免)|免費|半價|優惠|獎學金|消費券|醫療券|院舍券|購物券|貸款|援助金|現金|墊支|(?:承擔|支付)[^,]{0,20}(?:費|開支|成本)|由政府(?:承擔|支付|包底)|免租|減租|派發|面值|支援服務|扣減|撥款", r"subsid\w+|allowances?|vouchers?|grants?\b|waive\w*|free of charge|half-price|concession\w*|pay (?:for|half|the)|rent-free|nominal rent|means test|loans?|fund(?:ed|ing)?\b|refund"),
        (Instrument.PLAN, r"藍圖|時間表|路線圖|專章|白皮書|長遠策略|策略|(?:公布|訂出|定出|訂立|制定|制訂|擬訂)[^,]{0,20}(?:日程|目標|計劃|方案|年期|規劃|政策|更換表)|更換表|規劃(?!署|者|師)|檢討|全面研究|長期目標|重畫|定位|發展方向", r"blueprint|plan\b|roadmap|timetable|strateg\w+|targets?|white paper|review\w*|schedule"),
        (Instrument.STANDARD, r"標準|指引|守則|準則|認證|評級|標籤|標示|指標|規格|條款|分級|清單|合約範本|師比|不少於|不得高於|最低|規範|操守|音量|分貝", r"standards?|guidelines?|code\b|certif\w+|labels?|benchmark|rule for|minimum"),
        (Instrument.PLATFORM, r"平台|數據庫|資料庫|系統|網站|應用程式|熱線|專線|地圖|名冊|登記冊|上載|上網|網上|電子化|一站式|讀數|(?:公開|公布|發布|披露|開放|共享|互通|接入|收集)[^,]{0,20}(?:數據|資料|紀錄|報告|名單|結果|數字|讀數|演算法|規則|比率|走勢|進度)|向公眾開放|數碼化|健康紀錄|實時|連通|互通|窗口|醫健通", r"platforms?|database|portal|\bapp\b|systems?|registers?|map\b|online|hotline|telephone number|publish\w*|open data|data"),
        (Instrument.MARKET_ACCESS, r"准入|市場開放|開戶|免檢|執業範圍|入口|掛鈎交易|南向通|北向通|互聯互通|落戶|出海|採購[^,]{0,10}預留|白名單|買家", r"market access|import quota|sell in"),
        (Instrument.EXCHANGE, r"交流|互訪|輪調|考察|文化節|交換生", r"exchange\b|secondment"),
        (Instrument.COOPERATION, r"合作|合辦|共建|聯合|協作|攜手|聯同|結盟|夥伴|走得更近|互信", r"cooperat\w+|collaborat\w+|partner\w*|joint\w*|closer (?:ties|work)|talk to one another"),
        (Instrument.COORDINATION, r"統籌|協調|整合|銜接|牽頭|合併|併入|理順|共用|溝通|通報|對接|各自為政|跨部門|分工|集中到|轉介|配合|對話|緊密|常態化|劃一|統一由|口徑", r"coordinat\w+|streamlin\w+|integrat\w+|merge\w*|speak to|work more closely|bring together"),
        (Instrument.PROMOTION, r"推廣|宣傳|教育(?!局|部|學院|條例|學校)|普及|鼓勵|講好|意識|聲音|文化|展銷|商品展|推介|重視|多聽|多帶|認識|節日|巡迴|小冊子|短片", r"promot\w+|publicity|campaign\w*|awareness|explain|encourag\w+"),
        (Instrument.INFRASTRUCTURE, r"興建|加建|擴建|增建|改建|重建|加設|加裝|裝設|鋪設|安裝|設置|(?<!預)設[^,]{0,10}[間座個張條部站處]|[一二兩三四五六七八九十百0-9]+[間座張條部]|設施|車站|碼頭|泊位|泊架|車位|病床|床位|宿位|宿舍|升降機|雨棚|廁所|球場|運動場|單車徑|天橋|充電|飲水機|校舍|自修室|用地|空間|照明|街燈|班次|路線|航線|接駁|延伸至|接通|供水|管道|海堤|人造|冷庫|通車|站點|停候處|公頃|倉|投放", r"build\w*|railway|hospitals?|stations?|roads?|facilit\w+|flats|chargers?|install\w*|lanes?\b|toilets?|shelters?|premises|sites?|garden|booths?|pier|store\b|vehicles"),
    )
]  # fmt: skip
