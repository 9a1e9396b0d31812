"""The words by which the sector and the instrument of a passage are guessed."""

import re

from proposals.choices import Instrument
from proposals.intake.wording import either


def _words(chinese: str, english: str) -> re.Pattern[str]:
    return re.compile(rf"{either(chinese)}|\b(?:{english})")


# By the code of the sector; a code that a tracker does not have is passed over.
SECTORS = {
    "ai_compute": _words("人工智能 算力 智算 大模型 生成式 數據中心 超算", r"ai\b|artificial intelligence|computing|data cent"),
    "innovation_industry": _words("創科 創新科技 初創 新型工業 科研 研發 科技園 專利 機械人 低空經濟 生物科技", r"innovation|start-?ups?|r&d|research fund"),
    "data_digital": _words("數據 數碼 數字政府 電子政府 智方便 網絡安全 私隱 開放數據 應用程式 智慧城市", r"data|digital|privacy|cyber|open data"),
    "finance": _words("金融 銀行 證券 股票 上市 人民幣 債券 保險 強積金 基金公司 印花稅 稅 虛擬資產 黃金 ipo", r"bank|bonds?\b|stock|listing|tax|pension|mpf|insurance"),
    "trade_commodities": _words("貿易 出口 關稅 大宗商品 電商 中小企 零售 展覽 會展 出海 工商", r"trade|exports?\b|tariff|e-commerce|smes?\b|retail"),
    "economy": _words("經濟 電費 能源 電力 航運 煤氣 競爭", r"econom|electricity|energy|shipping|competition"),
    "legal": _words("法律 仲裁 調解 法庭 司法 律師 法援 普通法", r"legal|arbitration|mediation|court|judicia|lawyer"),
    "constitutional": _words("五年規劃 大灣區 內地城市 選舉 政制 基本法", r"five-year plan|greater bay|election|constitution"),
    "planning": _words("規劃 土地 北部都會區 北都 市區重建 舊區 舊樓 發展區 新市鎮 填海 棕地 強制驗樓", r"land|planning|northern metropolis|redevelopment|urban renewal|old buildings"),
    "housing": _words("房屋 公屋 居屋 劏房 簡約公屋 過渡性房屋 租金 租戶 置業 上樓 租務", r"housing|flats?\b|rents?\b|tenants?|subdivided"),
    "transport_infra": _words("交通 運輸 鐵路 港鐵 巴士 小巴 的士 隧道 道路 單車 停車 泊車 渡輪 機場 物流 電動車 車 行人 乘客 票價", r"transport|railway|mtr|bus(?:es)?\b|taxi|ferr|tunnel|road|cycl|parking|fares?\b|airport|pedestrian"),
    "environment": _words("環保 環境 減碳 碳 廢物 回收 塑膠 垃圾 垃圾徵費 再生能源 生態 空氣污染 廚餘 郊野 濕地 極端天氣 氣候 樹木", r"environment|carbon|waste|recycl|plastic|pollution|climate|wetland|renewable|emission"),
    "food_hygiene": _words("食物 食品 食肆 鼠患 街市 小販 環境衞生 食環 餐廳 外賣", r"food|hygiene|rats?\b|market stalls|restaurants?"),
    "health": _words("醫療 醫院 公立醫院 醫管局 醫生 護士 病人 疫苗 精神健康 基層醫療 診所 急症 牙科 中醫 藥物 癌症 器官 控煙 電子煙 健康", r"health|hospital|doctor|nurse|patient|clinic|vaccin|dental|mental|drug|cancer|smok|vap"),
    "education_youth": _words("教育 學校 大學 學生 教師 課程 幼稚園 中學 小學 學位 青年 職專 升學 學額 特殊教育 校園 家校", r"education|school|universit|student|teacher|kindergarten|curriculum|youth|young people"),
    "employment": _words("勞工 就業 工資 最低工資 工時 僱員 僱主 外勞 輸入勞工 職安 工傷 失業 再培訓 技能 平台工作者 外賣員 假期 職業", r"labour|labor|employ|wage|working hours|workers?\b|jobs?\b|training|riders?\b|leave\b"),
    "welfare": _words("福利 綜援 貧窮 扶貧 殘疾 照顧者 兒童 託兒 家庭暴力 單親 社工 少數族裔 津助", r"welfare|poverty|disab|carers?\b|child ?care|children|ethnic minorit|social workers?"),
    "ageing": _words("長者 安老 銀髮 老人 院舍 退休 樂齡 高齡 認知障礙 老年", r"elderly|ageing|aging|older people|retire|dementia|senior|care homes?"),
    "culture_media": _words("文化 藝術 電影 博物館 傳媒 新聞 古蹟 文物 表演 圖書館 閱讀 創意", r"cultur|\barts?\b|film|museum|media|heritage|librar|music"),
    "sports_tourism": _words("體育 旅遊 運動 遊客 旅客 酒店 球場 啟德體育園 主題公園 盛事", r"sport|touris|visitors|hotel|stadium|athlete"),
    "community": _words("地區 社區 區議會 關愛隊 大廈管理 業主立案法團 義工 公園 寵物", r"district council|community|building management|neighbourhood|pets?\b"),
    "security": _words("保安 警方 詐騙 入境 人才 罪案 消防 國安 簽證 毒品", r"police|fraud|scams?\b|immigration|visa|crime|fire safety"),
    "civil_service": _words("公務員 政府部門 公營 公共行政 問責 諮詢架構 審計", r"civil serv|public administration|accountab"),
    "external": _words("一帶一路 中亞 東盟 海外 國際 外交 經貿辦 rcep", r"belt and road|central asia|asean|overseas|diplom"),
}  # fmt: skip

INSTRUMENTS = [
    (code.value, _words(chinese, english))
    for code, chinese, english in (
        (Instrument.FINANCIAL_PRODUCT, "債券 reits 年金 金融工具 金融產品 期貨", r"bonds?\b|annuit|futures|reits?\b"),
        (Instrument.FUND, "基金 專項 注資 種子資金", r"(?<!re)fund\b|endowment"),
        (Instrument.TAX, "稅 扣稅 徵費 印花稅 差餉 免稅額", r"tax|levy|duty\b|rates concession"),
        (Instrument.SUBSIDY, "補貼 津貼 資助 補助 撥款 消費券 醫療券 減免 豁免 免費 半價 優惠 獎學金", r"subsid|allowance|voucher|grant|waive|free of charge|half-price|concession"),
        (Instrument.LEGISLATION, "立法 修例 條例 法例 法案 修訂 罰則 刑", r"legislat|ordinance|\blaw\b|\bbill\b|criminali|amend"),
        (Instrument.PILOT, "試點 試行 先導 試驗 試辦 沙盒 沙箱 示範", r"pilot|trial|sandbox"),
        (Instrument.INSTITUTION, "委員會 辦公室 專員 管理局 法庭 小組 專責 工作組 監察員", r"commission|committee|office|authority|ombudsman|tribunal|task ?force|agency|institute"),
        (Instrument.PLATFORM, "上載 網上 公開 公布 互通 窗口 熱線 平台 數據庫 資料庫 系統 網站 應用程式 網絡 生態圈", r"platform|database|portal|\bapp\b|system|register"),
        (Instrument.PLAN, "藍圖 規劃 時間表 路線圖 專章 策略 目標 白皮書 政策 檢討 研究", r"blueprint|plan\b|roadmap|timetable|strategy|target|review|white paper|study"),
        (Instrument.TRAINING, "培訓 課程 課綱 必修 訓練 實習 學額 教材", r"training|course|curriculum|apprentice|syllabus"),
        (Instrument.STANDARD, "標準 指引 守則 認證 評級 標籤 指標", r"standard|guideline|code of practice|certif|label"),
        (Instrument.REGULATION, "容許 准許 放寬 收緊 須 不得 改為 降至 列為 核實 申報 登記 領牌 上架 罰款 扣分 工傷 審批 規則 增至 提高至 延長至 縮短 規管 監管 禁止 限制 牌照 發牌 上限 下限 規定 強制 門檻 名單 執法 巡查 公開 披露 工時 退休年齡", r"regulat|\bban\b|licen[cs]|cap\b|limit|require|mandat|quota|disclos|publish|inspect"),
        (Instrument.INFRASTRUCTURE, "裝設 鋪設 加裝 裝 上蓋 單車徑 車位 宿位 床位 泊位 飲水 路線 航線 班次 接駁 專線 停車 海堤 水電 興建 鐵路 道路 醫院 設施 擴建 加建 車站 隧道 樓宇 公屋 宿舍 充電 電纜 土地 加裝 升降機", r"build|railway|hospital|station|road|facilit|flats|chargers|install|lanes?\b"),
        (Instrument.AGREEMENT, "協議 協定 備忘錄 互認", r"agreement|memorandum|treaty"),
        (Instrument.MARKET_ACCESS, "准入 市場開放 出海 落戶 開戶", r"market access|import quota"),
        (Instrument.EXCHANGE, "交流 互訪 文化節 講座 考察 展覽 論壇", r"exchange|festival|forum|exhibition"),
        (Instrument.COOPERATION, "合作 共建 聯合 協作 協同", r"cooperat|collaborat|partner|joint"),
        (Instrument.PROMOTION, "推廣 宣傳 教育 普及", r"promot|publicity|campaign|raise awareness"),
        (Instrument.COORDINATION, "統籌 協調 整合 銜接 牽頭", r"coordinat|streamline|integrat"),
        (Instrument.INCENTIVE, "誘因 獎勵 鼓勵 獎金", r"incentive|reward|encourag"),
    )
]  # fmt: skip
