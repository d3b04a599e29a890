"""Does a reply hold the code that solves a PYTHON item?

Compares code with the solution: line by line, and as syntax trees in which the names do not
count. A function with the asked name and a body of its own is the student's to write. Never runs
anything. Pure.
"""

import ast
import copy
import re
import textwrap
import warnings
from collections.abc import Iterator
from functools import lru_cache

from sessions.teaching.finding import Leak, LeakKind
from sessions.teaching.lesson import Item
from sessions.teaching.plain import plain, word_set

_BLOCK = re.compile(r"```[a-zA-Z]*\n?(.*?)```", re.DOTALL)
_INLINE = re.compile(r"`([^`\n]+)`")
_CODE_LIKE = re.compile(
    r"def \w+\([^\n]*\):(?:\n[ \t]+[^\n]*)+|"
    r"\b(?:def|return|print|for|while|if|elif|from|import)\b[^\n]*"
    r"|\b\w+ ?[-+*/]?= ?[^=\n][^\n]*"
)
_JOINED = re.compile(r",? (?:and )?(?:then|return)\b")
_PLAIN_LINE = re.compile(
    r"\s*(?:#.*|pass|else:|try:|break|continue|def .*:|import .*|return \w+|"
    r"\w+ = (?:0|1|\"\"|''|\[\]|\{\}|None|True|False)|print\(\w+\))?\s*"
)
_SAID = (
    (re.compile(r"\b(?:times|multiplied by)\b"), "*"),
    (re.compile(r"\bplus\b"), "+"),
    (re.compile(r"\bminus\b"), "-"),
    (re.compile(r"\bdivided by\b"), "/"),
    (re.compile(r"\bequals\b"), "="),
)
_MOST_CHARS = 6_000
"""Longer code is not parsed; it is compared line by line only."""


def code_leak(item: Item, raw: str) -> Leak | None:
    """`raw` is the whole reply so far, as written."""
    starter = {_squeezed(line) for line in item.starter.splitlines()}
    core = tuple(
        line
        for line in item.answer.splitlines()
        if not _PLAIN_LINE.fullmatch(line) and _squeezed(line) not in starter
    )
    return _by_lines(item, core, raw) or _by_trees(item, raw)


def _by_lines(item: Item, core: tuple[str, ...], raw: str) -> Leak | None:
    """More than half of the lines that do the work, or their values when they give one back."""
    said = _squeezed(raw)
    spoken = _squeezed(_with_signs(plain(raw)))
    lines = core or tuple(filter(None, map(str.strip, item.answer.splitlines())))
    given = [
        line
        for line in lines
        if any(_squeezed(part) in said or _squeezed(part).lower() in spoken for part in (line,))
        or _value_given(line, raw)
    ]
    header = [line for line in lines if line.rstrip().endswith(":")]
    working = [line for line in lines if line not in header] or list(lines)
    done = [line for line in given if line in working]
    if working and 2 * len(done) > len(working):
        return Leak(kind=LeakKind.CODE, found=done[0].strip())
    return None


def _value_given(line: str, raw: str) -> bool:
    """`w*h` alone, between backticks or at the end, for `return w * h`."""
    match = re.fullmatch(r"\s*return (.*[^\w\s].*)|\s*print\((.*)\)", line)
    if match is None:
        return False
    value = _squeezed(match[1] or match[2])
    return any(_squeezed(code) == value for code in _INLINE.findall(raw))


def _with_signs(text: str) -> str:
    for pattern, sign in _SAID:
        text = pattern.sub(sign, text)
    return text


def _squeezed(text: str) -> str:
    return re.sub(r"[\s`;]+", "", text).replace("'", '"')


# --- as trees

_DOING = (ast.BinOp, ast.BoolOp, ast.Call, ast.Compare, ast.JoinedStr, ast.ListComp, ast.Subscript)


def _by_trees(item: Item, raw: str) -> Leak | None:
    """What does the work, whatever the names; or any body for the asked function."""
    own, empty = _functions(item.answer), _functions(item.starter)
    wanted = frozenset().union(*own.values()) or _doing(item.answer)
    said = frozenset[str]()
    for code in _codes(raw):
        bodies = _functions(code)
        if any(name in own and body and body != empty.get(name) for name, body in bodies.items()):
            return Leak(kind=LeakKind.CODE, found=code.strip())
        said = said.union(_doing(code), *bodies.values())
        if wanted and wanted <= said:
            return Leak(kind=LeakKind.CODE, found=code.strip())
    return None


@lru_cache(maxsize=256)
def _doing(code: str) -> frozenset[str]:
    """What the statements of some code work out."""
    return frozenset(key for node in _parsed(code) for key in _keys(node))


def _functions(code: str) -> dict[str, frozenset[str]]:
    """What the bodies of its functions work out."""
    found = [node for node in _parsed(code) if isinstance(node, ast.FunctionDef)]
    return {node.name: frozenset(k for n in node.body for k in _keys(n)) for node in found}


def _keys(node: ast.stmt) -> Iterator[str]:
    """Names do not count, nor whether a value is stored or given back; `a += b` is `a = a + b`."""
    match node:
        case ast.FunctionDef():
            return
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            grows = any(isinstance(n, ast.Name) and n.id == name for n in ast.walk(value))
            yield from _value(value, f"grow {_shape(node)}" if grows else "")
        case ast.AugAssign(target=target, op=op, value=value):
            total = ast.BinOp(left=target, op=op, right=value)
            assign = ast.Assign(targets=[target], value=total)
            yield f"grow {_shape(assign)}"
        case ast.Return(value=ast.expr() as value) | ast.Expr(value=value):
            yield from _value(value, "")
        case ast.If(test=test) | ast.While(test=test):
            yield from _value(test, "")
    for inner in (*getattr(node, "body", ()), *getattr(node, "orelse", ())):
        yield from _keys(inner)


def _value(value: ast.expr, key: str) -> Iterator[str]:
    if any(isinstance(node, _DOING) for node in ast.walk(value)):
        yield key or _shape(value)


def _shape(node: ast.AST) -> str:
    return ast.dump(_Renamed().visit(copy.deepcopy(node)))


def _codes(raw: str) -> list[str]:
    raw = raw[:_MOST_CHARS]
    codes = [*_BLOCK.findall(raw), *_INLINE.findall(raw)]
    codes += [match[0] for match in _CODE_LIKE.finditer(_BLOCK.sub("", raw))]
    codes += [part for code in codes for part in _JOINED.split(code)[:-1]]
    return [textwrap.dedent(code).strip("\n").rstrip(".,!? ") for code in codes]


def _parsed(code: str) -> list[ast.stmt]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            return ast.parse(code).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


class _Renamed(ast.NodeTransformer):
    """Every name becomes `v0`, `v1` ...; what is Python's own stays."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def visit_Name(self, node: ast.Name) -> ast.Name:
        """See ast.NodeTransformer."""
        return ast.Name(id=self._new(node.id), ctx=ast.Load())

    def visit_arg(self, node: ast.arg) -> ast.arg:
        """See ast.NodeTransformer."""
        return ast.arg(arg=self._new(node.arg), annotation=None)

    def _new(self, name: str) -> str:
        return name if name in _BUILT_IN else self._names.setdefault(name, f"v{len(self._names)}")


_BUILT_IN = word_set(
    "print len sum range int float str list dict set min max abs round sorted reversed enumerate "
    "zip input bool tuple any all map filter"
)
