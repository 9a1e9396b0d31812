"""Pure: what a clause that may be an ask says, and what speaks against it."""

import re

from proposals.intake.actors import FOREIGN_ACTOR, GOVERNMENT, is_private, is_public
from proposals.intake.wording import (
    AIM,
    BARE_AIM,
    CONCRETE,
    COUNTED,
    FOREIGN,
    GETS,
    NOT_SINGLE,
    PAST,
    SINGLE,
    SOFT,
    THING,
    WITHIN,
    either,
    han,
)

_ADVERB = either(
    "分文不收 一手 聯手 攜手 一次過 一口氣 明文 事先 預先 預早 提早 及早 索性 乾脆 一刀切 帶頭 親自 原址 全日 二十四小時 二十四小時內 逐年 逐區 按季 每季 每半年 每周 每週 每天 每日 長期 短期 即日 隨時 如期 照常 照舊 自動 強行 貿然 十年內 五年內 三年內 兩年內 一年內 半年內 積極 盡快 盡早 盡速 從速 及早 盡量 逐步 分階段 分期 分批 全面 切實 大力 主動 持續 繼續 穩妥 適當 適時 適度 同步 率先 重點 優先 定期 長遠 即時 立即 立刻 馬上 "
    "認真 深入 加倍 着力 努力 不斷 系統性地 系統地 有系統地 額外 自行 共同 聯手 合力 真正 有序 有效 有效地 專門 每年 每月 更加 每季 每兩年 各區 各自 違者 首期 每人 單筆 年期 首年 首兩年 首三年 今後 日後 未來 再次 強烈 具體 亦 也 更 並 再 先 需要 需 須 "
    "應該 應當 應 要 必須 可以 可 宜 能 能夠 會 將會 進一步 合理 合法 大幅 大規模 一併 一律 首先 順勢 繼而 重新 徹底 儘快 儘早 常設 永久 恆常 恒常 在本港 在港 由政府 於全港 在全港 全港 "
    "特事特辦 牽頭 帶頭 統一 獨立 充分 靈活 明確地 及時 第一時間 早日 今年內 年內 明年 今年 下年度 來年 最遲 循序漸進 有限度 有條件 全力 加緊 加快 加速 鼓勵政府 擬 完全有條件 有條件 "
    "予以 加以 予 考慮 研究 探討 則 都 均 一同 透明地 公平地 嚴格 嚴厲 依法 不時 適切 多 較 同時 亦應 就此 從而 特別 尤其 着手 着力 嘗試 推動政府 協助政府 重新 按年 按月 隨即 迅速 果斷 正式"
)
_STRIP_ADVERB = han(
    rf"^(?:{_ADVERB}|在?\d+年(?:內|底|前|起)?|[一二兩三四五六七八九十半]+(?:年|個月)(?:內|之內)?|[一二兩三四五六七八九十半]+(?:星期|周|日|天|小時)(?:內|之內)|分[一二兩三四五六七八九十0-9]+(?:年|期|批|個?階段)|於[^,]{{2,8}}前|(?:在|於)?(?![將把])[^,的了]{{2,10}}(?<!同)(?:期間|之前|之後|(?<=[到完成通過批後生請件報訊畢工用立施行布])後)|(?:每[天日晚]|早上|上午|中午|下午|傍晚|晚上|深夜|凌晨|周[一二三四五六日末]|平日|假日|星期[一二三四五六日])?[一二三四五六七八九十0-9]+[時點](?:半)?(?:之?[前後]|起|開始)|(?:在)?[^,]{{2,6}}(?:層面|方面|上,))[,]?"
)
_DIRECTIONS = frozenset(SOFT.split("|")) - frozenset(CONCRETE.split("|"))
_VERB = re.compile(
    "(?:{})(?!(?:商(?!业|品|舖|店|户|标|会|务|场|讨|圈)|者|的(?!士)))".format(
        "|".join(
            sorted({*CONCRETE.split("|"), *SOFT.split("|")}, key=lambda verb: (-len(verb), verb))
        )
    )
)
_LED = han(
    r"^(?:將|把|在|就|向|與|同|由|為|對|透過|通過|以|按|依|參考|參照|借鑒|仿效|效法|結合|聯同|聯合|利用|善用|動員|圍繞|依託|借助|配合|根據|從|於|每|讓|給|跟|沿用|針對|"
    r"逢|連(?=[^,]{1,14}(?:也|都|一併)(?:[一-鿿]))|憑藉|循|派|撥|用|鼓勵|要求|容許|委託|邀請|協助|資助|支持|規定|聯|推動|落實|安排)"
)
# As things still are.
_STILL = han(r"(?:香港|本港|至今|現在|今天|我們)還$")
_PLACE = han(
    r"(?:在|於)[^,]{2,12}?(?=重啟|恢復|加[設建裝派開密]|試|覆|補|清|更換|修|拆|種|張貼|架設|展|播|派|鋪|設|建|開)"
)
_WITHIN = han(rf"(?:{WITHIN})(?!的)")
_SINGLE = han(rf"(?!{NOT_SINGLE})(?:{SINGLE})")
_COUNTED = han(COUNTED)
# What is to be done at once is to be done, whatever it is.
_URGENT = han(r"(?:盡快|盡早|及早|從速|儘快|儘早|立即|馬上|早日|即時)(?=[一-鿿]{3})(?!地|的)")
# What is not there yet is to be put or counted somewhere.
_PUT = han(r"^[^,]{2,8}?(?:存放|上載|納入|撥入|撥歸|計入|交由|收歸|歸還|列入|縮窄至|擴至|改由)")
_WANTED = han(
    rf"(?:能?(?:看到|見到|看見|得到|擁有)|(?:設|具|備)?有|的?是)?{COUNTED}[^,]{{0,30}}(?:{THING})[^,]{{0,6}}$|(?:設|具|備)?有(?!關|需|助|效|利|必)[^,]{{0,8}}(?:{THING})$"
)
_DOES = re.compile("|".join(verb for verb in CONCRETE.split("|") if len(verb) > 1))
_AIM_LEAD = han(
    r"^(?:以(?:便|期|助|減|提|促|確|保|應|配|免|滿|解|改|加|達|此|鼓|吸|支|增|降|緩|釋|回|推|防|令|讓|使|求|供|更|示|利|符|補|收|紓|真|維|縮|打|帶|培|增|強|優|完)|"
    r"從而|藉此|藉以|讓|使|令|務求|務使|確保|以免|免得|避免|防止|最終|才能|方能|才(?!智)|方可|這樣|如此|否則|因為|因|由於|既|不僅|不但|使得|好讓|為求|目的|旨在|"
    r"惠及|相信|有助|可助|能(?!否)|可令|可讓|可使|將有|料|屆時|不致|達致|達到|達成|有利|有望|一來|二來|便(?!利)|這|此舉|無疑|必(?!須|要)|就能|亦能|也能|以至|何況|畢竟|"
    r"事實上|雖然|儘管|即使|不過|但|然而|惟|可惜|其實|而(?!且)|所以|只要|當(?!局)|不是|並非|不再|正是|是(?!時候)|乃|更(?:能|可|是)|又能|亦可(?:令|讓|使|為)|也可|"
    r"進而|為[^,]{2,20}(?:作出|貢獻|注入|奠定|創造|帶來|提供[^,]{0,8}(?:動力|支撐|保障|基礎|背書|方案|空間|條件))|為(?:了|免)|以[^,]{1,14}為(?:目標|本|先|重|依歸)|"
    r"[^,]{0,10}(?:將|會|便|就|才|都)(?:會|能|可|更|得|有)|為[^,]{2,10}服務|合作空間)"
)
_AIM_VERB = han(rf"^(?:{AIM})")
_BARE_AIM = han(rf"^(?:{BARE_AIM})")
_MEANS = han(
    r"(?:方面|層面|之外|以外|的?同時|之際|之餘|而言|背景下|前提下|基礎上|框架下|過程中|契機|機遇|優勢|的?(?:態度|精神|原則|方式|思維|角度|目光|心態)|(?<![以樓地屬手旗名轄])下|(?<![集初高國])中|(?<![小機工學課按準及臨一二兩三四五六七八九十\d])時|之後|之前|(?<![以網])上|推廣後|的情況)$|"
    r"^(?:與|聯同|聯合|和|同)[^,]{2,20}(?:合作|攜手|協作|聯手)$|^(?:聯同|聯合|會同)[^,]{2,16}$|^由[^,]{2,14}(?:牽頭|統籌|主導|帶頭|主持|出面)$"
)
# By what rule it is to be done, and then what.
_BY_RULE = han(r"^以[^,]{2,10}(?:程序|標準|準則)[^,]{2,6}$")
# What there is already, which it is done by.
_BY_WHAT_IS = han(
    r"^(?:依託|憑藉|參照|借助|透過|通過|按照|立足於?|借鑒)[^,]*(?:機制|比例|計劃|優勢|基礎|經驗|做法|框架|制度|條件|理念|渠道|模式|地位|網絡|口徑)$"
)
_LEGISLATES = han(r"(?:立法|修例|修法|表決|公投)$")
_MEANS_LEAD = han(
    r"^(?:透過|通過|以(?!上|下|及)|依託|憑藉|憑|藉|借助|利用|立足|參照|參考|根據|按照|因應|配合|順應|基於|結合|善用|把握|抓緊|抓住|乘|趁|借|借鑒|發揮|吸收|圍繞|效法|借鏡|仿效|仿照|着眼|汲取|就|對接)"
)
_VAGUE = han(
    r"^(?:把握|抓緊|抓住|關注|重視|正視|發揮|立足|面對|認清|警惕|認真對待|學習|善於|加以|體現|體會|明白|意識|參與|融入|兼顧|珍惜|做好準備|追求|反思|思考|承擔(?![^,]{0,8}(?:半|成|元|費|[一二三四五六七八九十0-9]))|肩負|堅持|堅守|保持|彰顯|展現|講好|看到|看見|汲取|"
    r"拖(?!欠)|坐視|袖手|掉以輕心|視而不見|迴避|逃避|得過且過|原地踏步|裹足不前|墨守成規|固步自封|故步自封|想(?:到|想|清楚)|被(?:看見|看到|聽見|聽到|尊重|重視|善待|理解|珍惜|記住|遺忘|忽視)|(?:得到|獲得|受到)[^,]{0,4}(?:關注|重視|尊重|肯定|正視|理解)$|團結|凝聚|走出|交出|作好|正面|敢於|勇於|主動作為|迎難|求變|與時俱進|有所|多管齊下|雙管齊下|三管齊下|對症下藥|未雨綢繆|居安思危|急市民|拿出(?![一二三四五六七八九十百0-9])|下定|展示|具備|擁有|做深|聚焦|用心|開創|積極參與|當機立斷|以身作則|痛定思痛|帶頭$|牽頭$|(?:解決|處理|面對|改變|改善|把關|取捨)$|[定立]下?(?:規矩|榜樣|決心)|放下|對症下藥|未雨綢繆|從善如流|三思|引以為戒|亡羊補牢|防微杜漸|一視同仁|因時制宜|因地制宜|與民共議|開誠布公|坐言起行|當仁不讓|責無旁貸|急起直追|迎頭趕上|循序漸進$)"
)
_NOUN_PHRASE = han(
    r"的[^的,]{0,8}(?:問題|課題|議題|立場|挑戰|任務|責任|關鍵|一課|革新|條件|原因|困難|代價|時間|需要|難題|道理|事實|一環|功課|共識|人|市民|家庭|居民|長者|病人)$"
)
_ABSTRACT = han(
    r"(?:耐性|耐心|體諒|信任|尊重|勇氣|包容|誠意|智慧|決心|遠見|關懷|溫柔|同理心|承擔|魄力|影響力|競爭力|吸引力|凝聚力|生產力|需求|壁壘|隔閡|支撐|動力|動能|局面|空間|成本|負擔|效率|地位|信心|形象|格局|水平|質素|質量|素質|福祉|權益|差距|風險|壓力|優勢|根基|"
    r"深度|頻次|成效|效益|後顧之憂|保障|貢獻|支持|合力|活力|可能|作用|機會|繁榮|和諧|紅利|佳話|背書|模式|節點|定價|目標|需要|方案|緊張|條件|能力|關係|環境|氛圍|文化|融合|通道|[一-鿿]性)$"
)
_FIGURE = re.compile(
    r"[0-9]|[一二三四五六七八九十百千万亿两半](?:成|%|年|个月|亿|万|间|所|个|名|倍|元|日|周|岁|小时|米)"
)
_NAMED = re.compile(r"「[^」]{2,24}」|《[^》]{2,30}》|“[^”]{2,24}”")
_THING = han(rf"(?:{THING})")
_NEGATIVE = han(r"不應|不宜|不該|不要|不能|不可|切勿|切忌|毋須|無須|不必|勿|不需")
_NEGATIVE_OK = han(
    r"不要(?:超過|少於|多於|低於|高於|遲於|早於)|不應(?:只|僅|單|再|止|一刀切|局限)|不能(?:只|僅|單|再)|不宜(?:再|只)|不(?:應|得|可|宜|能)(?:遲於|少於|超過|低於|高於|多於|早於)"
)
_QUESTION = han(r"應否|是否(?:需要?|應該?|有必要|要)|該不該|要不要|需不需要|會否")
_HOW_MANY = han(
    r"^(?!檢討|研究|公布|公開|交代|說明|解釋|列明|考慮|探討|訂明|披露|評估|審視|統計|點算|調查)[^,]{0,16}(?:多少|幾多|幾時|哪[個些一]|誰)"
)
_OUGHT = han(r"應|宜|該")
_FORECAST = han(r"(?:預計|預料|預期|料|估計|勢將|相信|有望).{0,10}(?:將|會|可)")
_AS_RULED = han(
    r"申請人|合資格(?:人士|者|申請|市民|長者|家庭|僱主|公司)|根據.{2,14}(?:條例|法例|規定)|按.{1,10}(?:條例|法例|規定|現行)|法例規定|現行|條例規定|有關規定"
)
# What has to be done now, as things are, and is not told that it ought to be.
_AS_IT_IS = han(r"^(?:現時|目前|現行|如今|一直以來)")
_NOW = han(r"目前|現時|現在|今天|以往|一直|每次|往往")
# What only a reader can do for himself.
_CARE = han(
    r"^(?:上網|先|自行|小心|仔細)*(?:查核[^,]{0,10}(?:牌照|資格|紀錄)|查閱自己|細閱|細看|核對|保留[^,]{0,4}(?:收據|單據|發票)|致電|撥打|報警|求助|自備|帶備|多喝|緊握|佩戴|配戴|戴好|繫好|提防|慎防|量力而為|求醫|到[^,]{2,10}(?:登記輪候|報名|求診))"
)
_LIKE_THAT = han(
    r"^(?:如此|這樣|這麼|是這樣|照辦$|照做$|照搬$)|^(?:只|僅|止於|單|再)?(?:是|停留在?|掛在|寫在|流於|淪為|止於|說說)[^,]*(?:話|口號|嘴邊|嘴上|紙上|橫額上?|空談|紙|說說|願景|表面功夫|表面)$"
)
# What every state or everybody is held to, which no one in particular is asked.
EVERYBODY = han(
    r"(?:任何|所有|各|每個|世界各|一個)(?:國家?|社會|文明|時代|民族)|(?:任何|每個|每一個)(?:人|孩子|生命)|一(?:個|部|間|座|位|名|種|本|篇)(?:真正|最)?[^,]{0,2}(?:好|健全|成熟|文明|健康|負責任|合格|理想|優秀|偉大|關愛|法治|宜居)的?[^,]{1,6}$"
)
_IS = han(r"是|成為")
_WE_ALL = han(r"(?:我們|大家|人人|你我)(?:都|也|更|就|便)*$")
# Who else could do it is told to the reader.
_ANYBODY = han(r"(?:我勸|勸|奉勸)[^,]{0,4}$|[你妳他她](?:們)?$")
_TOPIC_ONLY = han(r"^(?:對於?|至於|關於)[^,]*(?:的[^,]{1,5}|而言|來說|方面)$")
# What is only announced, to be told one by one.
_THESE = han(r"(?:以下|下列)[^,]{0,8}(?:訴求|建議|要求|提議|意見|主張|措施)$")
_NOT_ONLY = han(r"不(?:應該?|該|能|可以?|宜|要)再?(?:只|僅|單|止)(?![^,]*才)")
_HOW_MUCH = han(
    r"^[^,]{0,12}?(?:不(?:低|少|多|高|超)[於過]|上限[為是]|下限[為是]|為期|最多|最少|一律適用|按[^,]{2,10}(?:分成|計算|釐定)|以[^,]{1,10}為[上下]?限)[^,]{0,12}$|^[^,]{0,8}由[^,]{2,12}(?:轉撥|支付|承擔|撥付|出資|補貼)$"
)
_IS_SO = han(
    r"(?:太|過於|過分|十分|非常|相當|極為|頗為?)[大小高低多少長短貴遠近窄慢快遲早深重輕嚴][一-鿿]?$|動輒|每每|歷來|依然|依舊|往往|通常|現時|目前(?!應|須|需|要|宜)|經常|常常|總是|大多|普遍|不(?:算|再)?(?:稀奇|罕見|新鮮|少見|例外)|仍然|仍未|尚未|未能|居然|竟然?(?!成)|卻|(?<=[^,])反而|(?:政府|當局|發言人|[局署處]方?|海關|警方)[^,]{0,6}(?:將會?|會)(?=繼續|於|在|加|推|盡|適時|研|按|增|檢)|(?:政府|當局|[局署處])[^,]{0,4}擬(?!定|訂)|計劃(?:於|在|增|推|興|明年|今年|分)"
)
# A direction that is told in fewer characters names nothing in particular.
_BRIEF = 13
_RALLY = han(
    r"^(?:攜手|凝心聚力|同心|眾志成城|上下一心|群策群力|砥礪|奮發|團結|齊心|共創|共建美好|萬眾一心|迎難而上)"
)
# What one can only be roused to: an age, a mission, a part to play.
_ROUSED = han(
    r"^(?:(?:用|以)[^,]{1,8}?)?(?:開啟|開創|開拓|承擔起?|肩負起?|擔當起?|譜寫|書寫|迎接|迎來|扮演|彰顯|走出|闖出|走向|邁向|回應|承載|以[^,]{1,14}(?:作為|為)|發揮|打造|建設|構建)"
    r"[^,]*(?:時代|使命|未來|明天|篇章|根基|輝煌|新天地|新天空|夢想?|共同體|新高度|之城|新局面|新里程|(?<!主導)(?<!角)角色|社會需求)$"
)
_DIGNITY = han(
    r"[把將][^,]*(?:當成|當作|當是|看成|看作|踢[到給])|讓(?:[它他她我牠]們?|[^,]{1,6})(?:活得|走得|過得|感到|感受到|看到|知道|明白|(?:重新)?有(?:尊嚴|希望|信心|家|溫度))[^,]{0,8}$"
)
_PART_TO_PLAY = han(r"(?:發揮|擔當|扮演)(?:好|起)?「[^」]{2,10}」的?(?:角色|作用|優勢|功能)$")
_DRAWS = han(
    r"吸引(?![^,]*(?:落戶|設立|上市))[^,]*(?:人|者|員|客|生|青年|人才|企業|投資|資金|家庭)$"
)
_ROLE = han(r"(?:角色|思維|心態|觀念|態度|定位|思路|眼光)(?:亦|也|都|則|更|本)*$")
_ABROAD = han(rf"(?:而|但|至於|反觀|例如|像|以|連|就連|當時|當年)?(?:{FOREIGN})")
_THEIRS = han(
    r"(?:國|坡|洲|府|盟|方|島|門|京|爾|敦|約)(?:市|聯邦|地方)?(?:政府|當局|銀行|議會|國會|教育部|衞生部)"
)
_OURS = han(r"香港|本港|特區|港府")
_EXAMPLE = han(r"參考|借鑒|借鏡|仿效|效法|學習|參照|取經|仿照|引入|效仿")
# From so much to so much: a measure whatever stands before it.
_CHANGE = han(
    r"(?:由|從)[^,]{1,14}?(?:增至|降至|減至|提高至|調高至|調低至|改為|延長至|縮短[至為成]|延[至到]|押後至|推遲至|提前至|延長為|增為|減為|縮為|擴至|擴展至|升至|放寬至|提升至|加至|訂為|收窄至|推前至|恢復至|增加至|減少至|擴大至|定為)|(?:增至|降至|減至|提高至|上調至|下調至|調高至|調低至|調至|加至|升至|延長至|縮短至|擴至|擴展至|擴大至|放寬至|伸延至|提升至)"
)
_BARRED = han(r"不得|不准|不許|嚴禁|一律不")
# What it is about comes first, then who, how often or how much.
_TOPIC_FIRST = han(
    rf"^(?!這|此|那|其|他|她|我|有|沒|不|是)[^,]{{2,14}}?(?:(?<!自)由|按|每|須|首\S年|全數|自動|一律|逐年|於\d+年)[^,]{{0,14}}?(?:{WITHIN})"
)
# A verb with where to, to what or to whom: measures of which no table has the verb.
_COMPLEMENT = han(
    r"^(?!得到|達到|看到|見到|聽到|感到|收到|遇到|想到|做到|受到|提到|找到|等到|直到|不到|輪到|談到|說到|來到|回到|完成|構成|造成|形成|贊成|促成|達成|養成|收入|投入|融入|介入|深入|進入|陷入|輸入|加入|付出|作出|突出|走出|說出|甚至|以至|乃至|直至|截至|淪為|成為|認為|以為|作為|因為|行為|更為|極為|最為|較為)"
    r"[一-鿿](?:到|至|成|入|歸|予|給|回|滿|足|齊|掉|為)(?=[一-鿿0-9「])"
)
_DISPOSAL = han(r"^(?:把|將(?!會|來|軍|於|近|有|可|能|在|令|使|為))")
_SHORT = han(
    r"(?:做|試)起$|先(?:行|試|建|辦|做|推)(?!者|例|一步)|給予?[^,]{1,10}?[一二兩三四五六七八九十百千萬0-9]+[元萬億個張次日天年]|各[選設辦建開留撥派劃聘]|(?<![建假附開裝鋪擺])設(?!施|備|計|想|限|有|法|置於)|(?<![舉開籌主合承])辦(?!法|公|事|理|學)|(?<![安])裝(?!置|修|備|飾|卸|扮|甲|運)|(?<![校簽預修])訂(?!單|戶|閱|婚)"
)
_VERBLESS = han(r"^(?:例如|比如|譬如|包括|如(?!果|能|何|此)|當中包括|其中包括|以及|及|和|或)")


def plain(body: str) -> str:
    """A body without the adverbs before its verb."""
    for _ in range(5):
        body = body.lstrip("「,: ")
        match = _STRIP_ADVERB.match(body)
        if not match or match.end() >= len(body):
            break
        after = body[match.end() :]
        if _VERB.match(body) and not _VERB.match(after) and not _LED.match(after):
            break
        body = after
    return body


def acts(body: str) -> bool:
    """Whether a body begins with what somebody is to do."""
    bare = plain(body)
    if (
        _VERB.match(bare)
        or _URGENT.match(body)
        or _DISPOSAL.match(bare)
        or _CHANGE.search(body)
        or _TOPIC_FIRST.match(body)
        or _PUT.match(body)
        or _SINGLE.match(bare)
    ):
        return True
    return bool(
        _LED.match(bare)
        and (_WITHIN.search(bare, 1) or _SHORT.search(bare, 1) or _DOES.search(bare, 2))
    )


def begins_with_a_verb(body: str) -> bool:
    return bool(_VERB.match(plain(body)))


def wants(body: str) -> bool:
    """Whether a body names a thing that is not there yet."""
    return bool(_WANTED.match(body))


def counts(body: str) -> bool:
    """Whether it begins with how many of a thing there should be."""
    return bool(_COUNTED.match(body)) and not _ABSTRACT.search(body)


def changes(body: str) -> bool:
    """Whether it says what is to be made of something."""
    return bool(_CHANGE.search(body) or _DISPOSAL.match(body))


def is_aim(bare: str) -> bool:
    """Whether a clause tells what for, why or what follows."""
    return bool(_AIM_LEAD.match(bare))


def is_example(bare: str) -> bool:
    """Whether a clause only lists what the one before asks for."""
    return bool(_VERBLESS.match(bare)) and not acts(_VERBLESS.sub("", bare, count=1))


def tells_how_much(bare: str) -> bool:
    """Whether a clause only says how far the measure before it is to go, or who pays."""
    return bool(_HOW_MUCH.search(bare))


def tells_of_now(clause: str) -> bool:
    """Whether a clause without a modal describes what is so, or what somebody plans."""
    return bool(_IS_SO.search(clause) or _TOPIC_ONLY.match(clause))


def is_abroad(part: str) -> bool:
    """Whether a part of a sentence tells of another place."""
    lead = _ABROAD.match(part.lstrip("「 "))
    return bool(lead) and not _OURS.search(part) and not _EXAMPLE.search(part)


def is_means(body: str) -> bool:
    """Whether a body tells with what, where or when, and leaves what to do to the next clause."""
    bare = plain(body)
    if not bare or _MEANS.search(bare) or _BY_WHAT_IS.match(bare):
        return bool(bare)
    lead = _MEANS_LEAD.match(bare)
    if not lead or _LEGISLATES.search(bare):
        return False
    return not (_WITHIN.search(bare, lead.end()) or _BY_RULE.search(bare))


def tells_of_past(clause: str) -> bool:
    return bool(PAST.search(clause))


def weigh(  # noqa: C901, one after the other
    clause: str, prefix: str, body: str, opened: str, *, goes_on: bool
) -> list[str]:
    """The rules that a clause meets, other than the one by which it opens."""
    bare = plain(body)
    barred = clause[: len(clause) - len(body)].endswith("不得")
    found = ["concrete" if opened == "plain" or barred else _verb(bare)]
    has_thing = bool(_THING.search(body))
    is_named = bool(_NAMED.search(body))
    has_figure = bool(_FIGURE.search(body))
    if goes_on and not is_named:
        if (
            (_BARE_AIM.match(bare) and not has_thing)
            or _DRAWS.match(bare)
            or (_AIM_VERB.match(bare) and _ABSTRACT.search(bare))
        ):
            found.append("aim")
        elif found[0] == "direction" and not (has_thing or has_figure) and len(bare) < _BRIEF:
            found.append("vague")
    elif (
        _VAGUE.match(bare) and not (barred or (is_named and has_thing) or _WANTED.match(bare))
    ) or (
        found[0] != "concrete"
        and _ABSTRACT.search(bare)
        and not (has_thing or has_figure or is_named)
    ):
        found.append("vague")
    if is_public(prefix) and opened != "goes_on":
        found.append("public_actor")
    found += _actors(prefix, bare, gets=bool(GETS.match(body)))
    found += [
        r for r, held in (("thing", has_thing), ("named", is_named), ("figure", has_figure)) if held
    ]
    negative = _NEGATIVE.search(clause)
    if negative and not _NEGATIVE_OK.search(clause) and negative.start() <= len(prefix) + 2:
        found.append("negative")
    if _QUESTION.search(clause) or _HOW_MANY.match(body):
        found.append("question")
    if (opened == "need" and _NOW.search(prefix)) or _is_told_of(clause, prefix):
        found.append("past")
    if opened == "implicit" and found[0] == "unknown_verb" and not is_public(prefix):
        found.append("private_actor" if _ANYBODY.search(prefix) else "vague")
    if (
        _LIKE_THAT.match(bare)
        or (opened in ("duty", "need") and len(body) < 2 and not is_public(prefix))
        or (opened == "need" and found[0] == "unknown_verb" and _STILL.search(prefix))
        or (found[0] == "unknown_verb" and _NOT_ONLY.search(clause))
        or (opened in ("listed", "carried") and len(body) < 5)
        or (found[0] == "unknown_verb" and _WE_ALL.search(prefix))
        or (opened == "need" and {"unknown_verb", "public_actor"}.issuperset(found))
        or (_NOUN_PHRASE.search(body) and (found[0] == "unknown_verb" or _IS.search(prefix)))
    ):
        found.append("vague")
    if (
        (_ROUSED.match(bare) and not is_named)
        or _PART_TO_PLAY.search(bare)
        or (_ROLE.search(prefix) and found[0] != "concrete")
        or _DIGNITY.match(bare)
        or EVERYBODY.search(prefix)
        or _THESE.search(body)
    ):
        found += ["slogan", "vague"]
    if _RALLY.match(bare) or (found[0] == "direction" and clause.endswith("!")):
        found.append("slogan")
    return found


def _is_told_of(clause: str, prefix: str) -> bool:
    """Whether it is what somebody expects, or what the law says."""
    if _AS_IT_IS.match(prefix) and not (_OUGHT.search(clause) or GOVERNMENT.search(prefix)):
        return True
    is_law = _AS_RULED.search(prefix) and not GOVERNMENT.search(prefix)
    return bool(_FORECAST.search(prefix) or (is_law and not _OUGHT.search(clause)))


def _verb(bare: str) -> str:
    verb = _VERB.match(bare)
    if verb:
        return "direction" if verb[0] in _DIRECTIONS else "concrete"
    if (
        _CHANGE.search(bare)
        or _DISPOSAL.match(bare)
        or _TOPIC_FIRST.match(bare)
        or _BARRED.search(bare[:12])
    ):
        return "concrete"
    if (
        _SINGLE.match(bare)
        or _COMPLEMENT.match(bare)
        or _WANTED.match(bare)
        or counts(bare.removeprefix("有"))
    ):
        return "concrete"
    within = _WITHIN.search(bare) or _SHORT.search(bare)
    if within and (_LED.match(bare) or within.start() < 14):
        return "concrete"
    if (_PLACE.match(bare) and _DOES.search(bare, 2)) or _LEGISLATES.search(bare):
        return "concrete"
    return "direction" if _LED.match(bare) and len(bare) > 7 else "unknown_verb"


def _actors(prefix: str, bare: str, *, gets: bool) -> list[str]:
    if _CARE.match(bare) and not GOVERNMENT.search(prefix):
        return ["private_actor"]
    if _THEIRS.search(prefix) and FOREIGN_ACTOR.search(prefix) and not _OURS.search(prefix):
        return ["foreign"]
    if is_public(prefix):
        return []
    if is_private(prefix) and not gets:
        return ["private_actor"]
    if _ABROAD.match(prefix) and "港" not in prefix and not _EXAMPLE.search(prefix):
        return ["foreign"]
    return []
