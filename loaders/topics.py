"""Things put in front as the topic of a clause: 全国科普日活动要突出主题, 大赛改在线上举办, “三长制”改革要持续深化.

Chinese moves what a clause is about to its front; the verb that governs it follows behind, or only says how or when.
"""

from __future__ import annotations

import re

from kexie_kg.graph.schema import Schema
from kexie_kg.loaders.clauses import Clause, VerbPhrase
from kexie_kg.loaders.constructions import Constructions
from kexie_kg.loaders.context import PlanContext
from kexie_kg.loaders.lexicon import MOBILE, Lexicon
from kexie_kg.loaders.mention import Mention
from kexie_kg.loaders.mentions import MentionFinder
from kexie_kg.loaders.objects import ObjectReader
from kexie_kg.loaders.statements import Statements

_SHORTEST = 3
"""Characters of the shortest topic."""
_LONGEST_OBJECT = 8
"""Characters behind a main verb that has no object of its own."""
_CUE = re.compile(
    r"要|应|须|需|推迟|顺延|改为|改在|改到|提前|定于|拟于|将于|力争|突出|如期|继续|常态化|全年|每[月周季年]"
)
_DEFINITE = re.compile(
    r"[“《]|第?[\d一二三四五六七八九十]+届|首届|20\d\d年|全[省市县区州国]|[省市县区州盟旗](?![级内外域])"
)
"""What makes one thing of a topic: quotes, an edition, whose it is."""
_BETWEEN = re.compile(r"(?:活动|工作|建设|管理|作用|改革|项目|的|等|平台|服务|组织|[（(][^（）()]*[)）])*")
_HOLDING = re.compile(
    r"开讲|开课|播出|突出|举办|召开|举行|开展|组织|推迟|顺延|改为|改在|改到|提前|力争|安排|办|做|进行|创新"
)
_CARRYING = re.compile(r"深化|推进|实施|落实|扩面|提质|推动|推广|做好|做实|抓好|延伸|覆盖")
_BUILDING = re.compile(r"建|改版|升级|改造|扩建|完善|提质|开放|开工|竣工|投入|运行|启用")
_USING = re.compile(r"发挥|用好|用活|管好|利用")
_PUBLISHING = re.compile(r"办|编|出版|印发|改版|报送|[\d一二两三四五六]+[期篇辑册]")


class Topics:
    """Reads such clauses of one plan."""

    def __init__(
        self, issuer: str, text: str, context: PlanContext, finder: MentionFinder, objects: ObjectReader,
        statements: Statements, constructions: Constructions, lexicon: Lexicon, schema: Schema,
    ) -> None:  # fmt: skip
        self._issuer, self._text, self._objects, self._statements = issuer, text, objects, statements
        self._constructions, self._lexicon, self._schema, self._context = constructions, lexicon, schema, context
        self._finder = finder

    def read(self, clause: Clause, main: VerbPhrase | None) -> None:
        """Adds what the issuer does to the thing in front. ``main`` is the clause's main verb, if it has one."""
        if not self._read_cued(clause):
            self._read_house(clause, main)

    def _read_cued(self, clause: Clause) -> bool:
        """A topic with a word of obligation, time or change behind it; whether there was one."""
        cue = _CUE.search(self._text, clause.start, clause.end)
        if cue is None or cue.start() - clause.start < _SHORTEST:
            return False
        mention = next(self._finder.in_object(clause.start, cue.start(), self._lexicon.verb["举办"]), None)
        if mention is None or mention.start > clause.start + 1 or not self._is_definite(mention):
            return False
        between = self._text[mention.end : cue.start()]
        type_ = mention.known.type if mention.known is not None else mention.type
        verb = self._verb(type_, between, self._text[cue.start() : clause.end])
        if verb is None or not _BETWEEN.fullmatch(between):
            return False
        self._relate(mention, verb, clause, mention.end)
        return True

    def _read_house(self, clause: Clause, main: VerbPhrase | None) -> None:
        """A house or what goes on tour, without any such word: X新馆9月底前建成开放; 流动科技馆巡展30站."""
        stop = main.verb_start if main is not None else clause.end
        if main is None:
            if self._lexicon.mobile.search(self._text, clause.start, stop) is None:
                return  # without a verb only what goes on tour is told of, and few clauses print a word for it
        elif main.verb.cls not in ("build", "advance") or main.end - main.start > _LONGEST_OBJECT:
            return
        for mention in self._finder.in_object(clause.start, stop, None):
            if mention.type != self._schema.part["facility"] or mention.start > clause.start + 1:
                continue
            if not self._is_definite(mention):
                continue
            mobile = mention.kind == MOBILE
            if main is not None or mobile:
                self._relate(mention, "用好" if mobile else "建设", clause, clause.end)

    def _is_definite(self, mention: Mention) -> bool:
        if mention.known is not None or _DEFINITE.match(mention.surface):
            return True
        return self._context.division_at(mention.surface) is not None

    def _relate(self, mention: Mention, verb: str, clause: Clause, end: int) -> None:
        phrase = VerbPhrase(self._lexicon.verb[verb], mention.start, mention.start, end)
        self._objects.relate(self._constructions.added(mention), phrase, clause, [self._issuer], led=False)

    def _verb(self, type_: str, between: str, behind: str) -> str | None:
        """The verb that governs the topic, in its plainest form."""
        part = self._schema.part
        if _USING.search(behind) or "作用" in between:
            return "用好"
        verbs = {
            part["event"]: (_HOLDING, "举办"),
            part["program"]: (_CARRYING, "实施"),
            part["facility"]: (_BUILDING, "建设"),
            part["work"]: (_PUBLISHING, "编印"),
        }
        pattern, verb = verbs.get(type_, (None, ""))
        return verb if pattern is not None and pattern.search(behind) else None
