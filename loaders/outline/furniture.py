"""What a page prints that is no part of the plan: page numbers, rules, navigation, counters, links."""

from __future__ import annotations

import re

_PAGE_NUMBER = re.compile(
    r"""[-—–─_\s·.]*(?:
        [-—–─·][-—–─\s·]*\d{1,4}[-—–─\s·]*     # — 3 —
      | 第\s*\d{1,4}\s*页[\s,，/／]*(?:共\s*\d{1,4}\s*页)?
      | \d{1,4}\s*/\s*\d{1,4}
      | [Pp]age\s*\d{1,4}(?:\s*of\s*\d{1,4})?
    )[-—–─_\s·.]*""",
    re.VERBOSE,
)
_BARE_NUMBER = re.compile(r"\d{1,3}")
_RULE = re.compile(r"(?:[-*_=~—─|:]\s*){3,}")

_FILE = re.compile(r"\S.{0,80}\.(?:docx?|pdf|xlsx?|wps|et|zip|rar|jpe?g|png)(?:\s*[(\[].{0,20}[)\]])?", re.IGNORECASE)
_BREADCRUMBS = re.compile(r"\S{1,16}(?:\s*[>»›]\s*\S{1,20}){2,}|首页\s*[>»›|].*")
_WEB_START = re.compile(
    r"""[\[(【]?(?:
        (?:您|你)?(?:现在|当前)?的?(?:所在)?(?:的)?位置(?::|是)
      | (?:上|下)一(?:篇|条|页)\b|(?:上|下)一(?:篇|条|页)[:：]
      | (?:相关|推荐|热门)(?:推荐|阅读|链接|文章|新闻|附件|信息|稿件)[:：\s]
      | (?:信息|稿件|文章)?来源:|作者:|(?:责任)?编辑:|(?:信息)?审核:|初审:|复审:|终审:
      | (?:发布|发表|更新|上传|录入|添加|生成|公开|成文)?(?:时间|日期):\s*\d{4}[-./年]
      | 附件下载|相关(?:附件|下载)|(?:无障碍|长者模式|适老|智能问答|站内搜索|友情链接|快速导航|您是第\s*\d|分享[::到至])
      | (?:发布|公开)(?:机构|单位|部门):|索引号|主题分类|信息分类|公开方式|公开范围
      | (?:浏览|阅读|点击|访问|查看)(?:次数|数|量|率)?:|字(?:号|体)(?:大小)?:
      | 版权所有|copyright|©|技术支持:|网站标识码|备案(?:序)?号|网站地图|联系我们
      | 欢迎(?:访问|光临|您)|网站首页|返回(?:顶部|首页|上一?页)|设为首页|加入收藏
      | 本篇文章共有|本页(?:由|面)|当前为第|如与原文不符|分享(?:到|至)|扫(?:一扫|描)
      | 打印(?:本页)?[\])】\s]|关闭(?:本页|窗口)?[\])】]|打印本页|关闭(?:窗口|本页)|(?:打印|关闭|收藏)$
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_WEB_ANYWHERE = re.compile(
    r"ICP备|公网安备|网站首页|浏览(?:次数|量)|(?:阅读|点击|访问)(?:次数|量)?:\s*\d*|(?:发布|更新)(?:时间|日期):|字(?:号|体):"
    r"|设为首页|加入收藏|无障碍|手机版|分享到|【打印】|\[打印\]|【关闭】|\[关闭\]|\|\s*繁体|简体\s*\|",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?:主办(?:单位)?|承办(?:单位)?|地址|电话|邮编|邮政编码|传真|邮箱|技术支持|e-?mail):", re.IGNORECASE
)
_LONGEST = 200


def is_page_number(line: str) -> bool:
    """Whether the folded `line` is a page number and cannot be anything else (``— 3 —``, ``第3页``)."""
    return len(line) <= 30 and _PAGE_NUMBER.fullmatch(line) is not None


def is_bare_number(line: str) -> bool:
    """Whether the folded `line` may be a page number: it is one between torn lines, not in a table."""
    return _BARE_NUMBER.fullmatch(line) is not None


def is_rule(line: str) -> bool:
    """Whether the folded `line` is a drawn line (``---``)."""
    return _RULE.fullmatch(line) is not None


def is_web(line: str) -> bool:
    """Whether the folded `line` belongs to the web page around the plan."""
    if len(line) > _LONGEST or "。" in line:
        return False
    if _WEB_START.match(line) or _WEB_ANYWHERE.search(line) or _BREADCRUMBS.fullmatch(line) or _FILE.fullmatch(line):
        return True
    return len(_ADDRESS.findall(line)) > 1
