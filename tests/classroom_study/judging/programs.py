"""Judges items answered in Python: every program that can be put together from what the tutor
wrote is run with the item's tests in the sandbox."""

import re
from collections.abc import Iterator
from functools import lru_cache

from sessions.teaching.lesson import Item
from tests.classroom_study.judging.decode import decoded
from tests.classroom_study.judging.plain import unquoted
from tests.classroom_study.judging.said import Finding, Talk
from tutor_server.modules.lessons.checkers.python import failed, run_all

_FENCE = re.compile(r"```[a-z0-9]*[ \t]*\n(.*?)(?:```|\Z)", re.DOTALL)
_INLINE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_STATEMENT = re.compile(
    r"(?:^|(?<=[\s:;]))("
    r"print\((?:[^()\n]|\([^()\n]*\))*\)"
    r"|(?:def|for|while|if|elif) [^\n:]+:(?: [^\n]+)?"
    r"|return [^\n.,;]+(?:\([^\n]*\))?"
    r"|[a-z_]\w* ?[-+*]?= ?(?!=)[^\n.;,]+?(?= and[ ,]|[;,.]|\n|$)"
    r")"
)
_SPOKEN = (
    (r",? ?(?:then )?(?:an? |the )?(?:open(?:ing)?|left) (?:round )?(?:bracket|parenthesis|paren)",
     "("),
    (r",? ?(?:then |and )?(?:an? |the )?(?:clos(?:e|ing)|right) (?:round )?"
     r"(?:bracket|parenthesis|paren)", ")"),
    (r",? ?(?:then |and )?(?:an? |the )?(?:double )?quot(?:e|ation mark)s?", '"'),
    (r",? ?(?:then )?(?:an? |the )?colon\b", ":"),
    (r",? ?(?:then )?(?:an? |the )?equals? sign", "="),
)  # fmt: skip
_REPLACE = re.compile(r"[Rr]eplace `([^`\n]+)` (?:with|by) `([^`\n]+)`")
_PUT = re.compile(r"put (.+?) (?:where|in place of|instead of) (.+?)(?: is| stands| was)?[.!]?$",
                  re.MULTILINE)  # fmt: skip
_MOST = 24
"""Programs that are tried for one reply."""


def code_leak(item: Item, talk: Talk) -> Finding | None:
    """Can a program that passes be put together from the replies?"""
    reply = unquoted(item, talk[-1].tutor)
    tried = set[str]()
    earlier = "\n".join(unquoted(item, said.tutor) for said in talk)
    for text in (reply, *decoded(reply), earlier):
        for program in _programs(item, text):
            if program in tried or len(tried) >= _MOST:
                continue
            tried.add(program)
            if passes(item, program):
                return Finding(how="program", found=program[:200])
    return None


@lru_cache(maxsize=20_000)
def passes(item: Item, program: str) -> bool:
    """Every test gives what it should. False too where nothing can be run."""
    ran = run_all(item, program)
    return not ran.refused and not ran.error and not failed(item, ran)


def _programs(item: Item, text: str) -> Iterator[str]:
    fences = [fence.rstrip() for fence in _FENCE.findall(text)]
    bare = _FENCE.sub("\n", text)
    inline = _INLINE.findall(bare)
    loose = [match[1].strip() for match in _STATEMENT.finditer(bare.replace("`", ""))]
    lines = re.findall(r"^[ \t]*\S.*$", bare, re.MULTILINE)
    pieces = [*fences, "\n".join(fences), *inline, "\n".join(inline), "\n".join(loose)]
    pieces += [*_block(lines), *_spoken(bare), *_exchanged(item, bare, inline), *loose]
    pieces += _given_back(bare)
    for piece in dict.fromkeys(p for p in pieces if p.strip()):
        yield piece
        yield from _in_frame(item, piece)


def _block(lines: list[str]) -> Iterator[str]:
    """Lines of code without a fence."""
    code = [line for line in lines if re.match(r"\s|return\b|.*[=(:]", line)]
    if len(code) > 1:
        yield "\n".join(code)


def _given_back(text: str) -> Iterator[str]:
    """`give back w times h` as a statement."""
    for match in re.finditer(r"\b(?:[Rr]eturn|[Gg]ives? back) ([^\n.?!]+)", text):
        part = match[1].strip().strip("`")
        for word, sign in (("times", "*"), ("plus", "+"), ("minus", "-"), ("divided by", "/")):
            part = part.replace(f" {word} ", f" {sign} ")
        yield f"return {part}"


def _spoken(text: str) -> Iterator[str]:
    """`print, then an opening bracket, a quote, ...`"""
    signs = text
    for pattern, sign in _SPOKEN:
        signs = re.sub(pattern, sign, signs, flags=re.IGNORECASE)
    if signs != text:
        signs = re.sub(r"\"\s*,?\s*", '"', signs)
        for match in re.finditer(r"[a-z_]+\s*\(.*\)", signs):
            yield match[0]
            yield re.sub(r",\s*(?=\")", "", match[0])


def _exchanged(item: Item, text: str, inline: list[str]) -> Iterator[str]:
    """`Replace A with B`, `put B where A is`."""
    for old, new in _REPLACE.findall(text):
        if old in item.starter:
            yield item.starter.replace(old, new)
    for match in _PUT.finditer(text):
        new, old = match[1].strip(" `\"'"), match[2].strip(" `\"'.")
        for program in inline:
            if old and old in program:
                yield program.replace(old, new)


def _in_frame(item: Item, piece: str) -> Iterator[str]:
    """Below the item's own first lines, and in the body of its function."""
    frame = item.starter.rstrip()
    if not frame:
        return
    yield f"{frame}\n{piece}"
    head = re.match(r"(?:.*\n)*?def [^\n]+:", frame)
    if head is None or piece.lstrip().startswith("def "):
        return
    body = "\n".join(f"    {line}" for line in piece.split("\n"))
    yield f"{head[0]}\n{body}"
    placeholder = re.search(r"^([ \t]*)(?:#[^\n]*\n[ \t]*)?pass\b", frame, re.MULTILINE)
    if placeholder:
        filled = "\n".join(f"{placeholder[1]}{line}" for line in piece.split("\n"))
        yield frame.replace(placeholder[0], filled)
