"""A page is cut into its articles, each with its headline and those who ask in it."""

import pytest

from tests.intake.pages import paragraphs, read, shape

PROSE = "昨日天色晴朗，維港兩岸遊人如鯽，小販也樂得清閒。市民的笑聲從碼頭一路傳到山邊。"
OTHER = "巴士站旁的榕樹已有百年，樹蔭下總坐着下棋的老人。孩子們放學後在這裏追逐。"

BYLINES = {
    "after the headline": ["碼頭邊的清晨", "陳大文 區議員", PROSE],
    "after the lead": ["碼頭邊的清晨", PROSE, "陳大文 區議員", OTHER],
    "before the headline": ["陳大文 區議員", "碼頭邊的清晨", PROSE],
    "inside a cut sentence": ["碼頭邊的清晨", PROSE[:20], "陳大文 區議員", PROSE[20:]],
    "with the title first": ["碼頭邊的清晨", "區議員陳大文", PROSE],
    "in brackets": ["碼頭邊的清晨", "文：陳大文（區議員）", PROSE],
    "on two lines": ["碼頭邊的清晨", "陳大文\n區議員", PROSE],
    "shut without a space": ["碼頭邊的清晨", "編輯先生：", PROSE, "區議員\n陳大文上"],
    "title over the name under a letter": [
        "碼頭邊的清晨",
        "編輯先生：",
        PROSE,
        "區議員\n陳大文謹啟",
    ],
    "under a letter": ["碼頭邊的清晨", "編輯先生：", PROSE, "區議員　陳大文"],
}


@pytest.mark.parametrize("lines", BYLINES.values(), ids=BYLINES)
def test_a_byline_is_found_wherever_it_stands(lines):
    assert shape("\n\n".join(lines)) == [("碼頭邊的清晨", [("陳大文", "區議員")])]


def test_names_alone_and_two_on_one_line():
    assert shape(f"碼頭邊的清晨\n\n陳大文\n\n{PROSE}") == [("碼頭邊的清晨", [("陳大文", "")])]
    two = "陳大文 區議員 李小明 中學教師（歷史）"
    assert shape(f"碼頭邊的清晨\n\n{two}\n\n{PROSE}") == [
        ("碼頭邊的清晨", [("陳大文", "區議員"), ("李小明", "中學教師（歷史）")])
    ]


def test_several_articles_with_and_without_marks():
    one = ["碼頭邊的清晨", "陳大文 區議員", PROSE, "樹下棋局", OTHER]
    two = ["百年老樹何去何從", "李小明 樹藝師", OTHER]
    plain = paragraphs(*one, *two)
    marked = (
        plain.replace("碼頭", "# 碼頭", 1)
        .replace("百年老樹", "# 百年老樹")
        .replace("樹下", "## 樹下")
    )
    expected = [
        ("碼頭邊的清晨", [("陳大文", "區議員")]),
        ("百年老樹何去何從", [("李小明", "樹藝師")]),
    ]
    assert shape(plain) == shape(marked) == expected


def test_labels_notes_captions_and_mastheads_are_no_headlines():
    page = [
        "維港日報　A12　2026年5月3日",
        "編者按：本欄由各界人士輪流執筆。",
        "街談巷議",
        "碼頭邊的清晨",
        "陳大文 區議員",
        PROSE,
        "●碼頭一景。　資料圖片",
        OTHER,
        "社評",
        "百年老樹何去何從",
        OTHER,
    ]
    assert shape("\n\n".join(page)) == [
        ("碼頭邊的清晨", [("陳大文", "區議員")]),
        ("百年老樹何去何從", []),
    ]


def test_who_reports_does_not_ask_and_a_speaker_goes_on_speaking():
    text = paragraphs(
        "學者倡設樹木專員",
        "本報記者 王美儀",
        "樹藝學會會長周小玲表示，去年有三百棵老樹倒塌。她建議發展局設立樹木專員。",
        "她又促請當局公布每棵古樹的檢查紀錄。",
        "大學講師何志明認為，康文署應培訓更多樹藝師。",
    )
    page = read(text)
    assert [(c.passage, [a.name for a in c.authors]) for c in page.candidates] == [
        ("她建議發展局設立樹木專員", ["周小玲"]),
        ("她又促請當局公布每棵古樹的檢查紀錄", ["周小玲"]),
        ("康文署應培訓更多樹藝師", ["何志明"]),
    ]
    assert shape(text) == [
        ("學者倡設樹木專員", [("周小玲", "樹藝學會會長"), ("何志明", "大學講師")])
    ]


def test_a_sentence_that_the_layout_cut_is_read_as_one():
    text = "碼頭邊的清晨\n\n陳大文 區議員\n\n清晨的碼頭人來人往，街坊都說路程太遠、巴士太疏，政府應在碼頭旁設立單\n\n●碼頭一景。　資料圖片\n\n車租借站，方便街坊。"
    (found,) = read(text).candidates
    assert found.passage.startswith("政府應在碼頭旁設立單")
    assert found.passage.endswith("車租借站")


def test_lines_of_one_width_are_one_paragraph():
    text = "碼頭邊的清晨\n\n陳大文 區議員\n\n政府應在碼頭旁設\n立單車租借站，方\n便街坊往來新舊碼\n頭。"
    assert [c.passage for c in read(text).candidates] == ["政府應在碼頭旁設\n立單車租借站"]


def test_a_report_begins_below_its_headline_without_an_empty_line():
    text = f"漁業界辦嘉年華　街坊同樂\n【本報訊】{PROSE}\n\n{OTHER}"
    assert [headline for headline, _authors in shape(text)] == ["漁業界辦嘉年華　街坊同樂"]


def test_a_name_below_a_marked_headline_is_no_part_of_it():
    text = f"# 碼頭邊的清晨\n陳大文\n\n{PROSE}"
    assert shape(text) == [("碼頭邊的清晨", [("陳大文", "")])]


def test_by_what_there_is_already_is_no_ask():
    text = f"碼頭邊的清晨\n\n陳大文 區議員\n\n{PROSE}政府應依託現有的資助計劃，設立船票基金。"
    assert [c.passage for c in read(text).candidates] == ["設立船票基金"]


def test_a_list_of_a_party_is_its_own():
    text = "民新黨提出三項建議\n\n• 興建新碼頭\n• 把渡輪票價減至五元\n• 設立樹木保育基金"
    page = read(text)
    assert [c.passage for c in page.candidates] == [
        "興建新碼頭",
        "把渡輪票價減至五元",
        "設立樹木保育基金",
    ]
    assert [a.name for a in page.articles[0].authors] == ["民新黨"]


def test_english_articles_are_signed_too():
    text = (
        "Trees need a guardian\n\nMary Chan is an arborist\n\nThe government should appoint a tree "
        "commissioner by 2028.\n\nPiers at dawn\n\nBy John Lee, district councillor\n\nThe sun rose."
    )
    assert shape(text) == [
        ("Trees need a guardian", [("Mary Chan", "arborist")]),
        ("Piers at dawn", [("John Lee", "district councillor")]),
    ]


@pytest.mark.parametrize("text", ["", " \n ", "甲,乙\n1,2\n3,4", "\ufeff", "？！。", "#", "●"])
def test_a_text_that_is_no_article_has_no_asks(text):
    assert read(text).candidates == []


def test_a_name_beside_that_of_its_column_is_a_byline():
    page = paragraphs("海運專欄　秦海舟\n航運中心靠的是人", "政府應開辦船員課程。")
    assert shape(page) == [("航運中心靠的是人", [("秦海舟", "")])]


def test_a_letter_ends_with_its_signature_and_the_next_article_begins_with_its_own():
    letter = paragraphs(
        "讀者來信\n街市要有座椅", "編輯先生：", "食環署應在街市加設座椅。", "祝\n編安",
        "讀者　何婉貞\n五月三日",
    )  # fmt: skip
    column = paragraphs("司徒岸　都會漫步\n山上的燈", "運輸署應修好山上的街燈。")
    assert shape(f"{letter}\n\n{column}") == [
        ("街市要有座椅", [("何婉貞", "讀者")]),
        ("山上的燈", [("司徒岸", "")]),
    ]


def test_a_list_under_numbered_headings_is_one_article():
    page = read(
        "民生聯盟二○二七年建議書摘要\n\n民生聯盟提出以下建議：\n\n"
        "一、勞工\n● 把最低工資改為每年一檢\n● 反對輸入外勞\n\n"
        "二、交通\n● 於東涌和屯門各興建一座停車場\n● 早日動工興建支線"
    )
    assert [article.headline for article in page.articles] == ["民生聯盟二○二七年建議書摘要"]
    assert [candidate.passage for candidate in page.candidates] == [
        "把最低工資改為每年一檢", "於東涌和屯門各興建一座停車場", "早日動工興建支線",
    ]  # fmt: skip
    assert {a.name for c in page.candidates for a in c.authors} == {"民生聯盟"}


def test_one_who_signs_without_a_name_closes_a_letter_and_a_date_below_is_no_name():
    page = f"碼頭邊的清晨\n\n編輯先生：\n\n{PROSE}\n\n一名退休車長\n九月十二日\n\n\n百年老樹何去何從\n\n{OTHER}"
    assert shape(page) == [("碼頭邊的清晨", [("一名退休車長", "")]), ("百年老樹何去何從", [])]


def test_a_short_heading_right_over_a_headline_names_a_column():
    page = f"碼頭邊的清晨\n\n陳大文 區議員\n\n{PROSE}\n\n過眼雲煙\n百年老樹何去何從\n\n{OTHER}"
    assert [headline for headline, _authors in shape(page)] == ["碼頭邊的清晨", "百年老樹何去何從"]


def test_a_sentence_on_its_author_ends_an_english_article():
    page = paragraphs(
        "Some thoughts on our city",
        "By Mary Chan",
        "Trees give shade, and nobody counts them.",
        "Mary Chan is a planner with the Green Society",
        "The last tram at night",
        "Peter Wong",
        "The tram was empty, and the driver sang.",
    )
    assert [(headline, [name for name, _ in who]) for headline, who in shape(page)] == [
        ("Some thoughts on our city", ["Mary Chan"]),
        ("The last tram at night", ["Peter Wong"]),
    ]


def test_the_rights_of_workers_are_no_name():
    assert shape(
        f"碼頭邊的清晨\n\n政府早前已就平台工作者權益立法諮詢，局方可簽訂約章。\n\n{PROSE}"
    ) == [("碼頭邊的清晨", [])]


def test_articles_that_are_set_without_empty_lines_within():
    more = f"{PROSE}{OTHER}"
    page = [
        f"碼頭邊的清晨\n陳大文 區議員\n{more}\n{OTHER}",
        f"【社評】百年老樹何去何從\n{more}\n{PROSE}",
        f"樹下棋局\n李小明\n{more}\n{OTHER}",
    ]
    assert shape("\n\n".join(page)) == [
        ("碼頭邊的清晨", [("陳大文", "區議員")]),
        ("百年老樹何去何從", []),
        ("樹下棋局", [("李小明", "")]),
    ]


def test_a_name_and_what_its_bearer_does_may_stand_a_paragraph_apart():
    page = paragraphs("碼頭邊的清晨", PROSE, "陳大文", "工程師、運輸學會會董", OTHER)
    assert shape(page) == [("碼頭邊的清晨", [("陳大文", "工程師、運輸學會會董")])]


def test_a_sentence_of_the_article_is_no_byline():
    first = "去年起，碼頭可以停泊街渡，一時之間街坊都說方便。這項安排本身是好的，然而配套之薄"
    page = paragraphs("碼頭邊的清晨", first, "陳大文 區議員", "弱，令人擔心。", PROSE)
    assert shape(page) == [("碼頭邊的清晨", [("陳大文", "區議員")])]


def test_a_speaker_is_named_again_by_the_family_name():
    text = (
        "學者倡設船票基金\n\n【本報訊】船務學會主席陳大文指出，渡輪票價年年上升。"
        "他建議政府設立船票基金。陳又認為，運輸署應公開各航線的帳目。"
    )
    page = read(text)
    assert {name for c in page.candidates for name in [a.name for a in c.authors]} == {"陳大文"}
    assert len(page.candidates) == 2


SET_OTHERWISE = {
    "each paragraph on a line, an empty one between articles": lambda lines: "\n".join(
        f"\n{line}" if line in ("社評", "碼頭邊的清晨", "編輯先生的信") else line for line in lines
    ),
    "with indents, cut at one width": lambda lines: "\n".join(
        line if len(line) < 20 else "\n".join(cut("　　" + line)) for line in lines
    ),
    "cut at one width, an empty line between paragraphs": lambda lines: "\n\n".join(
        "\n".join(cut(line)) for line in lines
    ),
}


def cut(line):
    return [line[place : place + 22] for place in range(0, len(line), 22)]


@pytest.mark.parametrize("reset", SET_OTHERWISE.values(), ids=SET_OTHERWISE)
def test_the_same_page_set_otherwise_has_the_same_articles(reset):
    lines = [
        *["社評", "百年老樹何去何從", PROSE, f"{PROSE}{OTHER}", OTHER],
        *["碼頭邊的清晨", "陳大文 區議員", f"{OTHER}{PROSE}", PROSE, OTHER],
        *["樹下棋局", "編輯先生：", PROSE, f"{OTHER}{PROSE}", "讀者　李小明"],
    ]
    assert shape(reset(lines)) == [
        ("百年老樹何去何從", []),
        ("碼頭邊的清晨", [("陳大文", "區議員")]),
        ("樹下棋局", [("李小明", "讀者")]),
    ]


def test_a_headline_that_names_what_people_do_is_not_the_title_of_who_signs_below():
    page = (
        f"碼頭邊的清晨\n陳大文\n{PROSE}{OTHER}\n{OTHER}\n\n"
        f"樹下棋局：旁觀者的責任\n李小明\n{PROSE}{OTHER}\n{PROSE}"
    )
    assert shape(page) == [
        ("碼頭邊的清晨", [("陳大文", "")]),
        ("樹下棋局：旁觀者的責任", [("李小明", "")]),
    ]


def test_any_name_in_brackets_before_a_headline_is_that_of_a_column():
    page = paragraphs("【街角透視】碼頭邊的清晨", "陳大文 區議員", PROSE, OTHER)
    assert shape(page) == [("碼頭邊的清晨", [("陳大文", "區議員")])]


def test_a_name_beside_that_of_its_column_in_brackets_signs_after_the_lead():
    page = paragraphs("碼頭邊的清晨", PROSE, "【街角透視】陳大文", OTHER, PROSE)
    assert shape(page) == [("碼頭邊的清晨", [("陳大文", "")])]


def test_a_paragraph_may_end_with_the_byline():
    page = paragraphs("碼頭邊的清晨", f"{PROSE}文：陳大文（區議員）", OTHER)
    assert shape(page) == [("碼頭邊的清晨", [("陳大文", "區議員")])]


def test_a_list_is_of_the_organisation_that_its_lead_names_and_its_officers_speak_for_it():
    page = read(
        paragraphs(
            "漁農新局面　二十字方針",
            "漁農民生聯席昨日與局長會面，遞交以下建議：",
            "• 休漁期津貼調高至五萬元",
            "• 落實農業園第二期，訂明2029年前交付首批農地",
            "副主席陳大文補充：「政府應設立漁船燃料基金。」",
        )
    )
    assert len(page.candidates) >= 3
    assert {author.name for c in page.candidates for author in c.authors} == {"漁農民生聯席"}
    assert [article.headline for article in page.articles] == ["漁農新局面　二十字方針"]


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("危志謙議員", ("危志謙", "議員")),
        ("旺角住戶　杜錦堂", ("杜錦堂", "旺角住戶")),
        ("狗主　顧曉彤", ("顧曉彤", "狗主")),
        ("將軍澳　尹秀珍", ("尹秀珍", "將軍澳")),
    ],
)
def test_who_signs_is_told_from_what_stands_beside_the_name(line, author):
    assert shape(paragraphs("後巷的鼠患", line, PROSE)) == [("後巷的鼠患", [author])]


@pytest.mark.parametrize(
    ("headline", "organisation"),
    [
        ("明日婦女協進社施政報告期望書（重點）", "明日婦女協進社"),
        ("減碳路線圖：綠色建造專業人員協會意見書", "綠色建造專業人員協會"),
        ("施政報告前奏：大廈承造業界聯席向發展局提七點", "大廈承造業界聯席"),
    ],
)
def test_a_list_is_of_the_organisation_in_its_headline(headline, organisation):
    text = paragraphs(headline, "本會有以下建議：", "▍ 每區增設兩間幼兒中心\n▍ 撤銷入息審查")
    assert shape(text) == [(headline, [(organisation, "")])]


def test_one_whose_work_a_sentence_names_is_no_speaker():
    said = "中小學聘請退役運動員任體育教練，薪酬由教育局承擔。"
    assert shape(paragraphs("先過場地關", "邵浚文　講師", PROSE, said)) == [
        ("先過場地關", [("邵浚文", "講師")])
    ]


@pytest.mark.parametrize(
    "text",
    [
        "議事論事\n過海隧道分流，還差哪一步？\n\n鄺兆銘　立法會議員\n\n",
        "■過海隧道分流，還差哪一步？\n\n鄺兆銘　立法會議員\n\n",
        "【過海隧道分流，還差哪一步？】\n\n鄺兆銘　立法會議員\n\n",
        "經貿視野\n過海隧道分流，還差哪一步？\n鄺兆銘　立法會議員\n\n",
        "新聞稿　即時發布\n\n過海隧道分流，還差哪一步？\n\n鄺兆銘　立法會議員\n\n",
    ],
)
def test_a_headline_is_told_from_marks_columns_and_names_around_it(text):
    assert shape(text + PROSE) == [("過海隧道分流，還差哪一步？", [("鄺兆銘", "立法會議員")])]


def test_headlines_with_one_mark_stand_over_bylines_too():
    text = f"民意版\n▼天橋底的籃球場\n谷永康（建築師）\n\n{PROSE}\n\n▼急症室加價之後\n方婉儀（家庭主婦）\n\n{OTHER}"
    assert [headline for headline, _ in shape(text)] == ["天橋底的籃球場", "急症室加價之後"]
