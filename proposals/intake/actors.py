"""Pure: who is to act, by the words that name them in Chinese."""

from proposals.intake.wording import BODY_LIKE, FOREIGN, PRIVATE, PUBLIC, han

PUBLIC_ACTOR = han(rf"(?:{PUBLIC})")
PRIVATE_ACTOR = han(rf"(?:{PRIVATE})")
FOREIGN_ACTOR = han(rf"(?:{FOREIGN})")
GOVERNMENT = han(r"政府|當局|局|署|港府|特區")
_NO_MORE = han(
    r"(?:們|等|本身|自己|大多|也|亦|都|更|則|又|還|均|就|便|或|及|和|與|,|(?:在|於|若|如|想|要是|一旦|對|到|從|向|遇|收到|發現|每|平日|日常|今後|出門|外出|申請|購買|使用|乘搭|租|買|投|參加)[^,]{0,14})*"
)
_ACTOR = han(
    r"^[,:]?(?:由|請|促請)?(?:本地|香港|本港|特區|各|所有|有關|相關|全港|兩地|粵港|中央|下屆|新一屆)?(?:[一-鿿]{0,8}?(?:局|署|處(?!理|於|境|所|罰|置|分)|部門|委員會|公署|總署))(?=[^,]{3})|"
    rf"^[,:]?(?:由|請)?(?:{PUBLIC})(?:與|和|及|、|聯同)?(?:{PUBLIC})?"
)


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
