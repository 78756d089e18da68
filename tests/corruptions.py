"""Plans as copying, converting and scanning leave them: text in, damaged text out, the same for the same seed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from random import Random

from opencc import OpenCC

from kexie_kg.graph.annotation import annotation
from kexie_kg.graph.errors import DocumentError
from kexie_kg.graph.model import Document
from kexie_kg.graph.schema import Schema
from kexie_kg.loaders import extract, read
from kexie_kg.scoring import EMPTY, Score, Tally

_HAN = "[一-鿿]"
_BETWEEN = re.compile(f"(?<={_HAN})(?={_HAN})")
_WIDTH = {char: chr(ord(char) + 0xFEE0) for char in "0123456789,;:()%ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
_OTHER_WIDTH = _WIDTH | {wide: narrow for narrow, wide in _WIDTH.items()}
_QUOTE = '[“”"「」]'
_PAGE = 600  # characters


def page_breaks(text: str, random: Random) -> str:
    """Pages end inside of words, with their number between empty lines."""
    return _with_breaks(text, random, lambda page: f"\n\n— {page} —\n\n")


def page_headers(text: str, random: Random) -> str:
    """The same with the head of the next page: what the file was called."""
    return _with_breaks(text, random, lambda page: f"\n- {page} -\n年度工作文件汇编（科协系统）\n")


def headers_alone(text: str, random: Random) -> str:
    """Heads of pages without page numbers."""
    return _with_breaks(text, random, lambda page: "\n科协系统年度工作文件汇编\n")


def at_once(text: str, random: Random) -> str:
    """What a page copied from a site and a converter often has together."""
    for damage in (straight_quotes, widths, spaces, page_breaks, no_blank_lines, web_page):
        text = damage(text, random)
    return text


def _with_breaks(text: str, random: Random, made: Callable[[int], str]) -> str:
    places = [found.start() for found in _BETWEEN.finditer(text) if _in_long_line(text, found.start())]
    chosen, last = [], 0
    for place in places:
        if place - last > _PAGE and random.random() < 0.2:
            chosen.append(place)
            last = place
    return _inserted(text, ((place, made(page)) for page, place in enumerate(chosen, 1)))


def _in_long_line(text: str, place: int) -> bool:
    start, end = text.rfind("\n", 0, place) + 1, text.find("\n", place)
    return (end if end >= 0 else len(text)) - start > 80 and place - start > 20


def _inserted(text: str, insertions: Iterable[tuple[int, str]]) -> str:
    parts, at = [], 0
    for place, words in insertions:
        parts += [text[at:place], words]
        at = place
    return "".join([*parts, text[at:]])


def widths(text: str, random: Random) -> str:
    """Every third digit, letter and mark changes its width."""
    return "".join(_OTHER_WIDTH.get(char, char) if random.random() < 1 / 3 else char for char in text)


def spaces(text: str, random: Random) -> str:
    """A space between every twentieth pair of characters, as lines spread to the margin leave them."""
    places = (found.start() for found in _BETWEEN.finditer(text) if random.random() < 0.05)
    return _inserted(text, ((place, " ") for place in places))


def markdown(text: str, random: Random) -> str:
    """Quoted names and lead sentences bold, numbers escaped, short lines headings."""
    lines = []
    for line in text.split("\n"):
        if line.startswith("\t") or line.startswith("|"):
            pass
        elif 4 < len(line) < 30 and re.match(r"[一二三四五六七八九十]+、", line):
            line = f"## {line}"
        elif random.random() < 0.5:
            line = re.sub(r"^(\d+)\. ?", r"\1\\. ", line)
            line = re.sub(r"“[^”]+”", lambda name: f"**{name[0]}**" if random.random() < 0.5 else name[0], line)
        else:
            line = re.sub(r"^([（(]?[一二三四五六七八九十\d]+[)）、.][^。]{2,30}。)(?=.)", r"**\1**", line)
        lines.append(line)
    return "\n".join(lines)


def web_page(text: str, random: Random) -> str:
    """The page of a site pasted around the plan, and a counter in its midst."""
    counter = random.randrange(100, 9_999)
    head = (
        "无障碍浏览 | 长者版 | 繁体\n网站首页\n科协概况\n通知公告\n学会学术\n科学普及\n"
        "当前位置：首页 > 通知公告 > 计划总结\n"
        f"发布时间：2024-01-02 10:20:30　来源：本站　浏览次数：{counter} 次　字号：[大 中 小]\n分享到：\n"
    )
    foot = (
        "\n【打印本页】【关闭窗口】\n上一篇：关于举办科普大赛的通知\n下一篇：关于召开年会的通知\n相关链接\n中国科协\n"
        "版权所有：某某网 网站地图 联系我们\n京ICP备00000000号 京公网安备 00000000号\n技术支持：某某公司\n"
    )
    return head + text.strip("\n") + foot


def no_blank_lines(text: str, random: Random) -> str:
    """Without empty lines."""
    return re.sub(r"\n\s*\n", "\n", text)


def zeros(text: str, random: Random) -> str:
    """Every third 0 in a number the letter O, and O at the head of a word the digit (0A)."""
    text = re.sub(r"(?<=[1-9])0|(?<=0)0", lambda zero: "O" if random.random() < 1 / 3 else zero[0], text)
    return re.sub(r"(?<![A-Za-z0-9])O(?=[A-Z])", "0", text)


def traditional(text: str, random: Random) -> str:
    """In Traditional characters."""
    return str(OpenCC("s2t").convert(text))


def straight_quotes(text: str, random: Random) -> str:
    """Straight quotes for curly ones."""
    return re.sub("[“”]", '"', text)


def corner_quotes(text: str, random: Random) -> str:
    """Corner brackets for curly quotes."""
    return text.replace("“", "「").replace("”", "」")


def missing_quotes(text: str, random: Random) -> str:
    """One quotation mark in ten is lost."""
    return re.sub(_QUOTE, lambda mark: "" if random.random() < 0.1 else mark[0], text)


def no_quotes(text: str, random: Random) -> str:
    """All quotation marks are lost."""
    return re.sub(_QUOTE, "", text)


def no_final_marks(text: str, random: Random) -> str:
    """Paragraphs end without a full stop."""
    return re.sub(r"[。.；;](?=\s*(?:\n|$))", "", text)


def wrapped(text: str, random: Random) -> str:
    """Lines broken at 36 characters, paragraphs indented; a plan that has broken lines already stays as it is."""
    if max(map(len, text.split("\n"))) < 80:
        return text
    lines: list[str] = []
    for paragraph in text.split("\n"):
        if paragraph.startswith(("\t", "|")) or len(paragraph) < 20:
            lines.append(paragraph)
            continue
        words = "　　" + paragraph.strip()
        lines += [words[at : at + 36] for at in range(0, len(words), 36)]
    return "\n".join(lines)


CORRUPTIONS: dict[str, Callable[[str, Random], str]] = {
    "page breaks inside words": page_breaks,
    "repeated page headers": page_headers,
    "page headers without numbers": headers_alone,
    "full and half width": widths,
    "spaces between characters": spaces,
    "Markdown marks": markdown,
    "web page around it": web_page,
    "no blank lines": no_blank_lines,
    "lines broken at the margin": wrapped,
    "0 and O": zeros,
    "Traditional characters": traditional,
    "straight quotes": straight_quotes,
    "corner brackets": corner_quotes,
    "a tenth of the quotes lost": missing_quotes,
    "all quotes lost": no_quotes,
    "no full stop at the end": no_final_marks,
    "six at once": at_once,
}


def corrupted(text: str, name: str, plan: str, seed: int = 0) -> str:
    """The text of a plan with one of the corruptions, always the same for the same seed."""
    return CORRUPTIONS[name](text, Random(f"{seed} {name} {plan}"))


def scores(root: Path, name: str = "", seed: int = 0, step: int = 1) -> Mapping[str, Tally]:
    """Tallies over the annotated plans, or each `step`-th of them, with one of the corruptions, or clean.

    A plan that fails counts as one in which nothing is found.
    """
    schema = Schema.load()
    score = Score(schema)
    for file in sorted((root / "data" / "gold").glob("*.json"))[::step]:
        gold = json.loads(file.read_text("utf-8"))
        text = read(root / "data" / "plans" / f"{file.stem}.txt")[0].text
        damaged = corrupted(text, name, file.stem, seed) if name else text
        try:
            predicted = annotation(extract(Document(file.stem, damaged, ""))[0], schema)
        except DocumentError:
            predicted = dict(EMPTY)
        score.add(gold, predicted)
    return score.tallies
