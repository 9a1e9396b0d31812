"""The words by which asks in English are known."""

import re

from proposals.intake.names import LATIN_NAME

VERBS = (
    "set up|combine|bundle|align|harmoni[sz]e|rationali[sz]e|establish|create|introduce|launch|extend|raise|cut|increase|reduce|expand|publish|release|require|ban|fund|subsidi[sz]e|review|amend|"
    "appoint|build|scrap|abolish|repeal|suspend|halt|stop|allow|permit|lower|waive|exempt|offer|provide|give|grant|pay|double|triple|widen|shorten|"
    "lengthen|open|reopen|convert|redevelop|renew|replace|upgrade|install|add|include|designate|legislate|regulate|license|cap|limit|restrict|"
    "enforce|inspect|audit|disclose|report|consult|commission|conduct|carry out|hold|host|organi[sz]e|train|hire|recruit|deploy|assign|allocate|"
    "earmark|reserve|set aside|set|draw up|draft|formulate|develop|adopt|implement|enact|pass|table|simplify|streamline|merge|split|integrate|"
    "coordinate|standardi[sz]e|digiti[sz]e|pilot|test|try|trial|study|examine|explore|consider|rethink|assess|monitor|track|collect|freeze|peg|"
    "index|link|tax|levy|charge|refund|compensate|protect|preserve|plant|phase out|phase in|ring-fence|make|turn|bring|move|relocate|resume|"
    "restore|keep|ensure|guarantee|encourage|support|promote|strengthen|improve|invest|work with|partner|sign|negotiate|join|apply|issue|"
    "mandate|oblige|ask|invite|name|list|map|survey|measure|teach|rename|restructure|reform|overhaul|tighten|relax|loosen|ease|lift|impose|"
    "step up|speed up|accelerate|bring forward|roll out|put|place|start|begin|run|operate|buy|purchase|acquire|sell|lease|rent|let|release|"
    "recogni[sz]e|accredit|certify|screen|vaccinate|treat|refer|match|share|connect|close|remove|demolish|clear|clean|recycle|collect|end|"
    "strip|bar|prosecute|fine|penalise|punish|name|spell out|clarify|state|define|revise|update|modernise|rewrite|write|spend|use|deploy|read|translate|redraw|redesign|rebuild|repair|fix|mend|fit|equip|staff|man|furnish|supply|feed|house|shelter|rehouse|resettle|repay|return|hand over|hand back|hand|transfer|pass on|devolve|delegate|merge|fold|unify|pool|swap|exchange|trade|cover|reimburse|top up|match|raise|scrutini[sz]e|inquire|investigate|probe|question|test|check|verify|certify|grade|rank|rate|score|label|mark|sign|post|print|broadcast|stream|record|archive|catalogue|index|count|measure|weigh|log|number|date|time|schedule|stagger|rotate|shift|swap|delay|defer|postpone|shelve|freeze|thaw|drop|ditch|axe|kill|bury|remove|strip out|exclude|separate|ring|fence|guard|patrol|police|light|pave|widen|narrow|straighten|drain|dredge|flood|irrigate|green|shade|cool|heat|insulate|ventilate|retrofit|subtitle|lend|loan|borrow|rent out|auction|tender|outsource|nationali[sz]e|privati[sz]e|waive|forgive|foot|write off|underwrite|insure|guarantee|back|sponsor|endow|reward|honour|credit|count|apologi[sz]e|explain|justify|answer|reply|respond|respect|honour|heed|copy|follow|emulate|borrow|learn from|look at|look into|think again|think|reconsider|revisit|reopen|rehear|retry|free|release|spare|save|rescue|stock|store|stockpile|serve|deliver|ship|fly|ferry|carry|drive|staff|man|veto|reject|refuse|decline|withdraw|retract|recall|summon|subpoena|elect|vote|ballot|draw|lay|lay down|lay out|string|erect|raise|dig|bore|tunnel|bridge|span|join up|link up"
)
SOFT = re.compile(
    r"^(?:encourage|support|promote|strengthen|improve|ensure|keep|make sure|work|do more|think|consider|explore|recogni[sz]e|enhance|foster|remain|be|act|take|focus|"
    r"seize|embrace|listen|learn|show|pay attention|face|address|tackle|rethink|continue|maintain|uphold|find|look|play|help|deepen|nurture)\b",
    re.IGNORECASE,
)
VERB = re.compile(rf"^(?:{VERBS})\b", re.IGNORECASE)
ACTOR = re.compile(
    r"\b(?:government|administration|authorit(?:y|ies)|bureau|departments?|council|commission(?:er)?|legislature|legco|secretary|chief executive|officials|"
    r"policymakers?|regulators?|police|mtr|mtrc|universit(?:y|ies)|schools?|hong kong|the city|lawmakers|legislators|minister|ministry|board|"
    r"corporation|banks|employers|developers|operators?|companies|policy|schemes?|law|ordinance|levy|fund|budget|bill|plan|rules?|hospitals?|"
    r"colleges|exchange|railway|airport|districts?|programmes?|officers|beijing|trust|institutions?|agenc(?:y|ies)|committee|task ?force|syllabus|curriculum)\b",
    re.IGNORECASE,
)
PRIVATE = re.compile(
    r"\b(?:residents|citizens|parents|drivers|motorists|passengers|people|consumers|readers|investors|students|workers|employees|patients|everyone|individuals|"
    r"young people|tenants|you|travellers|travelers|hikers|shoppers|visitors|the public|households|customers|pedestrians|cyclists|anyone|each of us|all of us|buyers|"
    r"applicants|members of the public|owners|users|pupils|teenagers|seniors|elders|families|relatives|carers|he|she|adults|women|men|diners|savers|borrowers|claimants|candidates|entrants|application forms?|applications|forms|entries|submissions)\b",
    re.IGNORECASE,
)
FOREIGN = re.compile(
    r"\b(?:Singapore|Japan|Japanese|Korea|Korean|Seoul|Tokyo|London|Britain|British|UK|US|United States|American|Washington|Australia|Australian|Canada|Canadian|France|French|Paris|"
    r"Germany|German|Europe|European|EU|Taiwan|Taipei|Macau|Netherlands|Dutch|Sweden|Norway|Denmark|Finland|Zealand|Shanghai|Shenzhen|India|Thailand|Vietnam|Malaysia|Dubai|Vienna|Berlin)\b"
)
MODAL = re.compile(
    r"\b(?P<modal>(?:can|could) and (?:should|must)|should|must|ought (?P<oughtnot>not )?to|needs? to|has to|have to|could|can|might|would do well to|would be wise to|had better|shall|would do better to|is duty-bound to|are duty-bound to|cannot afford not to)\s+"
    r"(?P<adverb>(?:(?:also|now|therefore|at least|first|instead|urgently|immediately|seriously|then|at once|not only|further|next|still|in turn|likewise|start by|begin by|"
    r"as soon as possible|actively|promptly|at the very least|within [\w ]{3,20}|by \d{4}),?\s+)*)(?P<not>not |never )?(?P<be>(?:be|get) (?:\w+ly )?)?(?!have (?:been|had|gone|done|come|\w+ed)\b|know\b|remember\b|come as\b|be (?:able|no|a |an |the |noted|said|clear|proud|remembered|stressed|added|emphasi[sz]ed|pointed out|borne in mind|possible|obvious|enough|grateful|easy|over|under way|expected)\b)",
    re.IGNORECASE,
)
WEAK_MODAL = re.compile(r"could|can|might", re.IGNORECASE)
SPEECH = re.compile(
    r"\b(?P<verb>urg(?:e[ds]?|ing)|propos(?:e[ds]?|ing)|recommend(?:s|ed|ing)?|suggest(?:s|ed|ing)?|call(?:s|ed|ing)? (?:for|on|upon)|advocat(?:e[ds]?|ing)|"
    r"demand(?:s|ed|ing)?(?! for\b)|press(?:es|ed)? for|appeal(?:s|ed)? (?:for|to)|campaign(?:s|ed)? for|ask(?:s|ed)? (?:the|that)|want(?:s|ed)? (?:the|to see|an?(?= ))|push(?:es|ed)? for|in favour of|favou?r(?:s|ed)?(?= (?:an?|the) )|back(?:s|ed)(?= an? )|plead(?:s|ed)? (?:for|with)|implore[sd]?|insist(?:s|ed)? (?:that|on)|press(?:es|ed)? the|lobb(?:y|ies|ied) for|request(?:s|ed)?(?= that| the)|begs?)\s+",
    re.IGNORECASE,
)
SPEAKER = re.compile(
    r"\b(?:I|we|he|she|they|who|and|also|party|association|union|alliance|group|federation|society|council|lawmaker|legislator|professor|chair\w*|report|to|"
    r"therefore|strongly|would|further|it|coalition|foundation|institute|committee|[A-Z][a-z]+)\s*,?(?: (?:yesterday|today|earlier|again|this week|last (?:week|month)|on \w+day))?\s*,?\s*$"
)
OTHERS = re.compile(
    r"^(?:[A-Z][a-z-]+ )?[A-Z]?[a-z-]+s (?:argue|claim|complain|contend|counter|maintain) that\b|\b(?:I|we) have heard it said\b|\byour (?:correspondents?|readers?)\b|\bit is (?:often )?said\b|\b(?:is|are|was|were) (?:often |always )?told\b|\b(?:some|critics|opponents|others|sceptics|skeptics|certain|many|a few|several|commentators|the developers?'?|the industry|populists|one camp|those who|rivals|respondents|interviewees|of those (?:polled|surveyed|asked))\b[^.]{0,40}\b"
    r"(?:agree|think|thought|support|favou?r|suggest|argue|say|said|propose|want|call|claim|believe|have|insist|demand|advocate|urge|would)",
    re.IGNORECASE,
)
OPPOSED = re.compile(
    r"\b(?:I|we) (?:disagree|oppose|cannot agree|do not (?:agree|believe|think|support)|reject)|misguided|would be (?:a mistake|wrong|unfair|disastrous|folly|counterproductive)|"
    r"makes? no sense|is (?:wrong|folly|absurd|unworkable|a bad idea|not the answer)|will not work|would backfire|backfire|such a (?:move|ban|tax|plan|step) would (?:only|hurt|harm|drive|kill)|"
    r"(?:this|that|it) (?:is|would be) (?:a mistake|no solution|no answer)",
    re.IGNORECASE,
)
IRONY = re.compile(
    r"\b(?:perhaps|maybe) (?:we|the \w+|officials) (?:should|could) (?:wait|hope|pray|all|carry on|go on)\b|\b(?:perhaps|maybe) (?:we|the [\w' ]{3,60}?|officials) (?:should|could) (?:just|simply|also|next)|by (?:that|this) logic|why stop there|while (?:we|they) are at it|next thing|surely the next",
    re.IGNORECASE,
)
IMPLICIT = re.compile(
    r"\bwhat(?: is|'s|’s) (?:most |really |badly |now |still )?(?:missing|needed|wanted|lacking|required|called for) (?:now |here |most )?(?:is|are)\s+|\bnothing short of\s+(?=[^.]{3,60} will (?:do|suffice))|\bno (?:excuse|reason|case|justification) (?:for )?(?=not (?:to )?\w+)|\bit would make (?:\w+ )?sense (?:for [\w ,'’]{3,50}? )?to\s+|\bcould do worse than (?:to )?|"
    r"\b(?:is|are) (?:also |now |still )?(?:asking|calling|pressing|pushing|campaigning|lobbying|fighting|pleading) for\s+|\b(?:look|looks|looking) forward to (?:seeing )?|\bwould (?:much )?rather (?:see |have |(?=(?:it|they|the [\w ]{3,30}?) \w+ed\b))|\bowes? (?=[\w' ]{2,30} (?:an?|the) )|\bit is incumbent (?:up)?on [\w ,'’]{3,50}? to\s+|"
    r"\bneeds? (?=(?:re)?\w{3,}ing\b(?! of))|\b(?:best|better) to\s+|\bwhat [\w'’ ]{2,30}? (?:needs?|lacks?|wants?) (?:(?:now|most|from [\w ]{3,30}?) )?is\s+|\b(?:(?:is|are|was|were) (?:urged|called up?on|pressed)|(?:is|are) asked) to\s+|\bwhy (?:should|can|could|do|does|won|will|is|are) ?(?:n't|n’t|'t|’t)? ?[\w ,'’-]{3,40}? not\s+|\bwhy (?:can|wo|don|won|doesn|shouldn|couldn|isn|aren)(?:'t|’t) (?!(?:they|you|i|he|she)\b)(?:the |our |we )?(?:[\w’'-]+ ){1,4}?(?=\w)|\bthe time has come (?:to|for)\s+|\bit (?:is for|falls to|is up to) [\w ,'’]{3,50}? to\s+|\b(?:would|should|'d) (?:like|love|prefer) (?:to see )?(?=[\w ,'’]{3,50}? (?:to \w|\w+ed\b))|"
    r"\b(?:my|our|his|her|their) (?:\w+ )?(?:plea|advice|suggestion|proposal|request|answer|remedy|demand|hope) (?:is|would be)(?: simple)?[:,]?\s*(?:to |that )?|"
    r"\b(?:one|another|a third|the|an?) (?:\w+ )?(?:remedy|solution|answer|way|fix|cure|option|change|reform|improvement|measure|place to start|way to start|start|beginning|place|bargain|course|test|step|rule|idea|deal) (?:is|would be|lies in)(?! not\b)(?! that\b)(?: simple)?[:,]?\s*(?:to )?|"
    r"\bthere is no reason why [\w ]{2,40}? (?:cannot|could not|should not)\s+|\b(?:how|what) about (?=an? |\w+ing |the |more |some )|\b(?:better|wiser|fairer|simpler) (?:still )?(?:would be )?to\s+|\bis worth (?=\w+ing)|"
    r"\bthe case for (?=\w+ing)|\bdeserves? (?=an? |to be )|\b(?:what|all) (?:it|they|he|she|the [\w ]{3,30}?|officials|ministers) (?:ought to|should|needs? to|must|could) do (?:now |instead |next )?is\s+(?:to )?|\bit would be (?:\w+ )?(?:sensible|wiser?|right|better|fairer|simpler|prudent|reasonable|helpful|best|safer|cheaper|kinder|quicker|easy|good),? (?:(?:he|she|they|[A-Z]\w+) (?:argued|said|added|says|suggested|thinks|thought), )?(?:for [\w ,'’]{3,50}? )?to\s+|\bwhy not\s+|\bit is (?:also |now |surely |long )?(?:high |about |well past |past )?time (?:to |that |(?=(?:the|our|we|it|they|these|those|such|officials|legislators|ministers|hong kong|a|an) ))(?:for )?|\bit is (?:high |about |well past )?time for (?=(?:the|an?|our|\w+ to) )(?!lunch|tea|dinner)|\b(?:what is|what's) needed is\s+|\b(?:is|are) (?:urgently |badly |sorely |also |long |now |clearly )?(?:needed|required|overdue|called for)\b(?! to\b)|\bwould (?:also )?be (?:most )?welcome\b|\bthere is (?:also |now )?a (?:strong |good |clear )?case for\s+|"
    r"\b(?:it is|would be) (?:well |very much )?worth\s+|\bthe (?:\w+ )?(?:answer|way forward|solution|remedy|key|priority|first step|next step|obvious step|sensible course|least \w+ can do) (?:is|would be|lies in|must be)\s+(?!not\b)(?:to )?|"
    r"\bthere is (?:an? )?(?:\w+ )?(?:need|case) (?:to|for)\s+|\ba (?:better|simpler|fairer) (?:approach|way|option|idea) (?:is|would be)\s+(?:to )?|\blet(?:'s|’s| us) (?=\w+)(?!not|me|hold|march|stand|strive|celebrate|honour|work together|join hands|look|remember|see|hope|pray|be clear|consider|imagine|suppose|take|start with|begin with|face|assume|turn)|"
    r"\bnothing (?:prevents|stops) the \w+ from\s+|\bwould benefit from\s+",
    re.IGNORECASE,
)
IF = re.compile(
    r"^(?:but |and )?(?:if|unless|should the|were|even if|although|while|when)\b", re.IGNORECASE
)
HOPE_IF = re.compile(
    r"^(?:but |and )?if (?:only )?(?:the |our )?[\w ]{2,40}?\b(?:were to|would|could|can|relaxed|ended|drew up|adopted|set|made|gave|opened|built|allowed|published|extended|introduced)\b",
    re.IGNORECASE,
)
RESULT = re.compile(r"\b(?:would|could|will|can)\b", re.IGNORECASE)
FRAME = re.compile(
    r"(?:two|three|four|five|several|a few) (?:\w+ )?(?:things|changes|measures|steps|reforms) (?:are|is|need|must|should|have)\b|(?:following|our|these|three|four|five|six|several|two|seven|eight) (?:\w+ )?(?:proposals?|recommendations?|measures|demands|suggestions|steps|asks|priorities)|(?:three|two|four|several|a few|some) (?:\w+ )?(?:things|changes|measures|steps) (?:would|could|can|might|will)|"
    r"\bwe (?:propose|recommend|urge|call|ask|demand)[^.]{0,60}:|recommendations?:|proposals?:|demands?:",
    re.IGNORECASE,
)
ENUMERATOR = re.compile(
    r"^(?:(?:first|second|third|fourth|fifth|finally|lastly|next|then|in addition|moreover|furthermore|also|besides|meanwhile|likewise|at the same time|thirdly|secondly|firstly|last)(?:ly)?,?\s+|\(?[a-z0-9]{1,2}[).]\s+)",
    re.IGNORECASE,
)
PAST = re.compile(
    r"\b(?:has|have|had) (?:already |long |recently |since )?(?:been |set|launch|introduc|announc|establish|propos|creat|extend|expand|built)\w*|\balready\b|\blast (?:year|month|week)\b|\bplans to\b|\bis (?:already|now) \w+ing",
    re.IGNORECASE,
)
AFTER_BE = re.compile(r"^(?:(?:not|also|\w+ly) )*(?P<word>\w+)")
BOUND = re.compile(
    rf"(?:;\s*|,?\s+and\s+|,\s+|,?\s+but\s+|,?\s+as well as\s+)(?:and )?(?:also |then |to |should |must |that )*(?=(?!free of)(?:{VERBS})\s)|,?\s+and that (?=(?:the |each |every |all |an? )[^.,;]{{3,60}}? be )",
    re.IGNORECASE,
)
TAIL = re.compile(
    r"(?:,\s*|(?<!\s)(?<! in)(?<! by)(?<! of)(?<! for)(?<! on)\s+)(?:so that|so as to|in order to|thereby|thus|which (?:would|will|could|can|is|are)|allowing|enabling|(?<!special )helping|making it|ensuring|giving|because|since|as this|to ensure|to help|rather than)\b.*$|"
    r"[,.]?[\"”]\s+(?:he|she|they|it|[A-Z][\w-]+(?: [A-Z][\w-]+){0,2}) (?:said|says|added|adds|argued|told|wrote)\b.*$|"
    r",\s+(?:so|but|while|whereas|as|since|because|with|not)\s.*$",
    re.IGNORECASE | re.DOTALL,
)
THING = re.compile(
    r"\b(?:fund|scheme|committee|commission|commissioner|platform|centre|center|council|ordinance|law|bill|levy|tax|subsidy|subsidies|allowance|voucher|grant|blueprint|roadmap|timetable|"
    r"target|standard|code|register|list|database|course|curriculum|places|licen[cs]e|permit|cap|quota|limit|threshold|wage|leave|hours|age|line|route|station|hospital|clinic|school|flats?|units|"
    r"pilot|trial|review|report|audit|hotline|app|agreement|bond|insurance|zone|park|lanes?|chargers?|shelters?|ombudsman|tribunal|court|office|bureau|unit|panel|task ?force|programme|plan|fares?|rent|"
    r"trust|service|warden|gardens?|stamp duty|inspections?|inspectors|deadline|fine|penalt(?:y|ies)|guidelines?|rules?|per cent|percentage|budget|buses|trains|teachers|nurses|doctors|beds|toilets|bins|data|contracts?|premium)\b",
    re.IGNORECASE,
)
FIGURE = re.compile(
    r"\d|\b(?:two|three|four|five|six|ten|twelve|half|double|hundred|thousand|million|billion|per cent)\b",
    re.IGNORECASE,
)
NAMED = re.compile(
    r"[“\"‘][^”\"’]{4,60}[”\"’]|(?:[A-Z][a-z]+ ){2,}(?:Fund|Scheme|Programme|Ordinance|Plan|Act|Centre|Council)"
)
OFFICIAL = re.compile(
    r"\b(?<!former )(?:secretary for|commissioner (?:of|for)|director of (?:health|education|housing|lands|buildings|planning|immigration|fire services|social welfare|environmental|food|marine|highways|agriculture|electrical)|permanent secretary|chief executive of hong kong|under secretary|spokes\w+ for the \w+ (?:bureau|department))",
    re.IGNORECASE,
)
SAID = re.compile(
    rf"(?P<before>{LATIN_NAME.pattern})(?P<about>,[^,.]{{3,90}},)?\s+(?:also |has |have )?(?:said|says|told|added|urged|called|suggested|proposed|argued|noted|warned|recommended|stressed|pointed|believes|wants|asked|demanded|explained)\b|"
    rf"\b(?:said|says|added|according to)\s+(?P<after>{LATIN_NAME.pattern})(?P<about2>,[^.]{{3,90}})?"
)
TITLE_BEFORE = re.compile(
    r"\b((?:lawmaker|legislator|professor|dr|councillor|economist|chairman|chairwoman|unionist|activist|architect|surgeon|principal|lecturer)s?)\s*$",
    re.IGNORECASE,
)


NOTED = re.compile(
    r"(?:noted|said|remembered|stressed|added|clear|recalled|emphasi[sz]ed|pointed out|borne in mind|possible|obvious|enough|grateful|easy|over|proud|able|expected|admitted|conceded|ready|available)\b"
)
HOW = re.compile(
    r"\bnot that\b|\b(?:how|whether|what|why|which|where|when)\b[^,;:]{0,50}$|\bwho\s*$",
    re.IGNORECASE,
)
# The thing asked for stands in a list of which the sentence before has told.
NTH = re.compile(
    r"(?:The |A )?(?:first|second|third|fourth|fifth|last|final|other|next|another|simplest)(?: \w+)? (?:is|would be|should be|must be)(?: to| that| for)?\s+",
    re.IGNORECASE,
)
# What only names what the next is about.
BARE_NAME = re.compile(r"(?:[\w-]+ )?[\w-]+\s*(?:[.,:;]|$)")
THERE_IS = re.compile(r"there (?:is|are)\b", re.IGNORECASE)
AFTER_STOP = re.compile(r";\s+")
# After what only leads up to it, a sentence that begins with a verb tells somebody to do it.
LED_UP = re.compile(
    r"(?:Instead(?: of [^,.]{3,60})?|Until then|Till then|Meanwhile|In the meantime|For a start|To (?:begin|start) with|Better(?: still| yet)?|After that|At (?:the very )?least|Above all|Failing that|Next|Then|Please|And|Or|So|Now|Rather than [^,.]{3,60}|"
    r"For [^,.]{3,40}|In [^,.]{3,40}|On [^,.]{3,40}|As for [^,.]{3,40}),?\s+",
    re.IGNORECASE,
)
TOLD = re.compile(
    r"(?!(?:take|consider|imagine|ask|look|think|walk|note|remember|picture|suppose|see|call|count|visit|stand|sit|try|listen|compare|mind|forget|show|test|name any|open any|put (?:another|simply|it|differently)|add to|given|set (?:against|aside)|measure for|time|use of|support|work|reports?|plans?|studies|study|review(?:s of| of)|trade|police|land|tax|fund(?:s|ing)|make no|do not worry|bring (?:a|your|water)|keep your|leave aside)\b)"
    rf"(?:{VERBS}) (?:an? |the |every |each |all |its |their |our |more |this |that |these |those |any |no |up |both |half |one |two |three |\d|[\w'’-]+ (?:an? |the |free\b|to |for |from |into ))(?!.{{0,30}}\byour\b)",
    re.IGNORECASE,
)
KEY_ASKED = re.compile(
    r"^(?:(?:The|My|Our|One|A|So the) )?(?:\w+ )?(?:remedy|answer|solution|fix|cure|alternative|lesson|way out|way forward|first step|next step|proposal|advice|remedies|priority|priorities|wish list)\?$|^What (?:is|should|can|then|must|might)[^?]{0,30}(?:to be )?done[^?]{0,12}\?$|^What then\?$|^So what[^?]{0,30}\?$",
    re.IGNORECASE,
)
# Only by doing it would good come.
ONLY_BY = re.compile(
    r"(?:but |and )?only (?:by|if|when|with|through) (?=[^,]{4,90}? (?:can|will|could|would|shall|do|does)\b)",
    re.IGNORECASE,
)
HOPE = re.compile(
    r"\b(?:I|we|they|he|she|who|residents|parents|members|the (?:union|group|association|society|league|party|trade|sector)|one) (?:\w+ )?hopes? (?:that )?(?=[^.]{3,60} (?:will|would|can|could|to)\b)",
    re.IGNORECASE,
)
# What one may have is a right, and no duty.
TO_HAVE = re.compile(
    r"(?:have|get|receive|enjoy|pay (?:no|less|nothing)|be|not have to|not need to|keep their|not be|never be|no longer)\b",
    re.IGNORECASE,
)
# Asked as a question of who could do it.
ASKED = re.compile(
    rf"(?:Could|Might|Would|Can|Will) (?P<who>[^?]{{3,90}}?) (?:not |also |at least |please |perhaps |now )*(?=(?:{VERBS})\b)"
)
# Something would be better if somebody did it.
IF_DONE = re.compile(
    r"\b(?:would|could|might) [^.;,]{3,60} (?:only )?if (?=(?:the |our )?[\w ,'’&-]{3,70}? (?:were to|made|allowed|let|gave|paid|opened|published|required|extended|built|set|put|dropped|lifted|cut|raised|lent|took|agreed|adopted|offered|waived|changed|ran|held|hired|trained|listed|kept|stopped|ended|provided|began|started|joined|shared|named|bought|planted|matched|doubled|capped|banned)\b)"
)
# What is felt for somebody or something, and is no measure.
FELT = re.compile(
    r"(?:remembered|seen|loved|cherished|honoured|celebrated|forgotten|praised|thanked|enjoyed|believed|understood|commended|congratulated|admired|respected|mourned)\b"
)
# A thing that is to be, or what somebody did at last: "time it covered fans".
BE_DONE = re.compile(r"(?:an? |the )|\w+ed\b|(?:the |it |they )?\w+ \w+ed\b")
# What a good one of a kind does.
A_GOOD_ONE = re.compile(
    r"(?:An?|Every|Any) (?:truly |really )?(?:good|great|healthy|mature|civili[sz]ed|true|decent|responsible|real|wise) [\w -]{2,30}$"
)
# How a letter begins, and who asks for nothing.
I_REFER = re.compile(
    r"(?:(?:I|We) (?:refer to|write (?:in response|in reply|with reference|further to)|read with)|With reference to|Further to|Regarding|Re:) ",
)
NOBODY = re.compile(r"\b(?:nobody|no one|none of us|neither|not)\b[^,;]{0,20}$", re.IGNORECASE)
# What a rule in force asks of those under it.
IN_FORCE = re.compile(
    r"(?:satisfy|meet|comply|undergo|hold|obtain|carry|pass|submit|show|prove|file|apply)\b"
)
# What people are told to see to for themselves.
CARE = re.compile(
    r"(?:\w+ly )?(?:read|check|carry|wear|bring|keep|take|tell|avoid|remember|consult|drink|watch|compare|book|register|seek)\b[^.;]{0,40}?\b(?:their|your|themselves|yourself|a friend)\b",
    re.IGNORECASE,
)
# What says no more than that something is to be done.
NO_MEASURE = re.compile(
    r"(?:(?:do|try|go|work)(?: (?:much|far|a lot|a little|even))? (?:more|better|harder|further)|act(?: now)?|(?:end|stop|rest|begin|start) (?:here|there)|change)\b(?=\s*(?:$|[,;.]))",
    re.IGNORECASE,
)
NEEDY = re.compile(
    r"\b(?:terminals?|ports?|estates?|islands?|villages?|markets?|streets?|piers?|stations?|hospitals?|schools?|libraries|museums?|districts?|harbour|city|hong kong|industry|trade|sector)\b[^.;]{0,12}$",
    re.IGNORECASE,
)
# What happens of itself.
HAPPENS = re.compile(
    r"(?:rise|fall|reach|cost|become|be|lead|result|mean|see|face|lose|suffer|happen|occur|last|prove|turn out|arrive|come|grow|shrink|drop|exceed|amount|vary|take years|take|hurt|harm|damage|destroy|drive|spell|expect|afford|learn|imagine|feel|hear|tell|know|say|find|get|have|recall|remember|make (?:it|matters|things)|trigger|cause|put off|deter|send|soon|still|yet|well|only|hardly|scarcely|no longer|easily|eventually|even|not)\b",
    re.IGNORECASE,
)
LET = re.compile(r"^Let (?!us\b|me\b|'s\b)", re.IGNORECASE)
NEEDS_A = re.compile(r"\bneeds? (?=(?:an? |more |better |its own |their own )\w)")
NEEDS = re.compile(
    r"\bneeds? (?=(?:an? |its own |more |better )[\w -]{0,40}(?:fund|trust|commission\w*|office|service|law|plan|register|centre|council|scheme|rule|strategy|body|unit|target|authority)\b)",
    re.IGNORECASE,
)
MAIN = re.compile(r"^(?:.*\b(?:that|which|but|and|so|because|while|for)\b|.*[,;:—])", re.DOTALL)
HEADS = re.compile(
    r"^(?:barrister|lawmaker|legislator|professor|prof|dr|mr|ms|mrs|councillor|economist|unionist|architect|surgeon|principal|solicitor|chairman|chairwoman|convener|senator|sir|but|and|however|yet)s?\.? ",
    re.IGNORECASE,
)
ENTERS = re.compile(
    rf"^(?P<before>{LATIN_NAME.pattern}), (?P<about>(?:who|an?|the|chair|head|director|president|convener|founder|of|professor|secretary|spokes)[^.]{{3,90}}?), "
)
# A thing that is not there yet, and what it would do.
A_THING_WOULD = re.compile(
    r"(?:An?|One) (?:[\w ,$%-]{3,90}?\b)?(?:fund|scheme|register|levy|centre|office|commission\w*|trial|pilot|hotline|tribunal|council|platform|law|cap|code|rebate|voucher|subsidy|grant|allowance|bond|library|fee|charge|prize|ombudsman|map|ballot|lottery|tax|trust|corps|team|service)\b[^.]{0,140}\bwould\b"
)
# What a sentence that begins with a verb may tell a government to do.
ORDERED = re.compile(
    r"(?:extend|give|turn|set up|set|require|ban|cap|offer|fund|build|publish|appoint|create|introduce|abolish|scrap|cut|raise|double|allow|waive|establish|make \w+ (?:\w+ )?(?:free|mandatory|compulsory|public|permanent))\b",
    re.IGNORECASE,
)
# Doing something would be of use.
DOING_WOULD = re.compile(
    r"(?:[A-Z]|(?<=[;:,] )[a-z])[a-z]+ing (?!to\b)[^.;:]{5,110}? would (?:also |at least |surely )?(?:help|cost|cut|save|give|make|spare|let|be|do|allow|free|ease|go|bring|solve|end|lift|raise|reduce)\b"
)
# What is done to somebody is not asked of them.
DONE_TO = re.compile(
    r"(?:\w+ly )?(?:\w{3,}(?:ed|en)|taught|told|paid|put|let|brought|sent|kept|made|cut|set|built|held|lent|bought|sold|fined)\b"
)
GERUND = re.compile(r"(?P<stem>\w{2,}?)(?P<double>(?P<letter>\w)(?P=letter))?ing\b", re.IGNORECASE)
GOVERNMENT = re.compile(r"government|authorit|bureau", re.IGNORECASE)
GOVERNMENT_SPEAKS = re.compile(
    r"\b(?:government|administration|bureau|department|officials|secretary)\s+(?:has |have |had |also )?$",
    re.IGNORECASE,
)
OURS = re.compile(r"Hong Kong|SAR|[Oo]ur|\bthe city\b")
CLOSER = re.compile(r"(?:\w+er ties|closer|more) ", re.IGNORECASE)
# Doing it is called the best or the first thing to do.
DOING_IS = re.compile(
    r"(?:[A-Z]|(?<=[;:,] )[a-z])[a-z]+ing (?!to\b)[^.;:]{5,110}? (?:is|remains) (?:the |an? )(?:[\w-]+ )?(?:most \w+|best|first|obvious|cheapest|simplest|sensible|fairest|surest|quickest|easiest|least|only|right|logical|modest|small) (?:and \w+ )?(?:thing|step|way|course|move|start|place to start|fix|remedy|measure|answer|reform|that|price)\b"
)
# What a thing would do that is good, said of one that is not there.
WOULD_PAY = re.compile(
    r"[^.;:?$]{0,60}:? ?[^.;:?$]{0,30}\$[\d,.]+ (?:million|billion)[^.;:?]{0,40} would (?:cover|fit|buy|fund|meet|keep|build|equip|pay)\b|"
    r"(?:[A-Z][\w'’ ]{2,24}, )?(?!(?:this|that|it|such|they|he|she|these|those|which|there|who|what|nobody|nothing|some|critics|any|we|I|you|more of)\b)[A-Za-z][^.;:?]{5,140}? would (?:also |alone |at least |surely )?(?:cost (?:next to nothing|little|less|nothing|a fraction)|go (?:a long way|far)|concentrate minds|pay for (?:itself|themselves)|do the trick|make (?:a|all the|a real) difference|make (?:more )?sense|suffice|be (?:a|an|the) (?:good |modest |sensible |obvious |fair |first )?(?:start|step|beginning|compromise)|be (?:fairer|simpler|kinder|cheaper|better|enough|welcome|easy|fair)|put that right|fix (?:this|that|it)|close the gap|end the \w+)\b",
    re.IGNORECASE,
)
# "That it be done", after a word of speech.
THAT_IT_BE = re.compile(r"(?:that )?[^.,;:]{3,70}? be \w+(?:ed|en|t)\b")
A_THING = re.compile(
    r"(?:an? |the |more |longer |better |stricter |higher |free |[\w'’]+ [\w '’]{3,60}? be \w+)"
)
WHAT_TO_DO = re.compile(
    r"(?:what|all|the (?:very )?least) (?:that )?(?:it|they|he|she|we|the [\w ]{3,30}?|officials|ministers|[A-Z]\w+) (?:ought to|should|needs? to|must|could|can) do (?:now |instead |next )?is\s+(?:to )?",
    re.IGNORECASE,
)
WHY_NOT = re.compile(
    r"\bwhy not\b|\bwhy (?:can|wo|don|won|doesn|shouldn|couldn|isn|aren)(?:'t|’t)\b|\b(?:how|what) about (?:an? |\w+ing |the |more |some )|\bwhy (?:should|can|could|do|does) [^?]{3,60} not\b|\b(?:may|might) (?:I|we) \w+",
    re.IGNORECASE,
)
# What a city has to offer is no ask of it.
OFFERS = re.compile(
    r"(?:offer|provide|serve|help|become|play|act|be|contribute|lend|supply)\b", re.IGNORECASE
)
THE_CITY = re.compile(r"(?:Hong Kong|the city|the SAR|we)\s*$", re.IGNORECASE)
RULED = re.compile(
    r"(?:under|according to|by) (?:the |current |existing |present )*(?:[\w-]+ ){0,4}(?:law|laws|ordinance|system|rules|regulations|terms|guidelines)\b",
    re.IGNORECASE,
)
# Things named one after the other.
LISTED = re.compile(
    r"(?:;\s*|,?\s+and\s+|,\s+)(?=(?:an? |the |more |fewer |longer |better |lower |higher |to |\w+ing ))",
    re.IGNORECASE,
)
