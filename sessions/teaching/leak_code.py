"""Does a reply hold the code that solves a PYTHON item?

Compares code with the solution: line by line, and as syntax trees in which the names do not
count. A function with the asked name and a body of its own is the student's to write. Never runs
anything. Pure.
"""

import ast
import re
import textwrap
import warnings
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

_WORKING = (
    ast.BinOp,
    ast.BoolOp,
    ast.Call,
    ast.Compare,
    ast.JoinedStr,
    ast.ListComp,
    ast.Subscript,
)


def _by_trees(item: Item, raw: str) -> Leak | None:
    """Statements that do the work, whatever the names; or any body for the asked function."""
    own, empty = _functions(item.answer), _functions(item.starter)
    wanted = [_working(statements) for statements in (*own.values(), _statements(item.answer))]
    for code in _codes(raw):
        bodies = _functions(code)
        written = any(name in own and body != empty.get(name) for name, body in bodies.items())
        said = set(_statements(code)).union(*bodies.values())
        if (written and any(bodies.values())) or any(w and w <= said for w in wanted):
            return Leak(kind=LeakKind.CODE, found=code.strip())
    return None


def _working(statements: tuple[str, ...]) -> set[str]:
    """Those that do more than begin with a value or give a name back."""
    names = tuple(node.__name__ for node in _WORKING)
    kept = (s for s in statements if not s.startswith(("FunctionDef", "Import")))
    return {s for s in kept if s.startswith(("For", "While", "If")) or any(n in s for n in names)}


def _codes(raw: str) -> list[str]:
    raw = raw[:_MOST_CHARS]
    codes = [*_BLOCK.findall(raw), *_INLINE.findall(raw)]
    codes += [match[0] for match in _CODE_LIKE.finditer(_BLOCK.sub("", raw))]
    return [textwrap.dedent(code).strip("\n") for code in codes]


def _parsed(code: str) -> list[ast.stmt]:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            return ast.parse(code).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


@lru_cache(maxsize=256)
def _statements(code: str) -> tuple[str, ...]:
    return _lines(_parsed(code))


def _functions(code: str) -> dict[str, tuple[str, ...]]:
    """The bodies of its functions; an empty one is `()`."""
    found = [node for node in _parsed(code) if isinstance(node, ast.FunctionDef)]
    return {node.name: _lines(node.body) for node in found}


def _lines(body: list[ast.stmt]) -> tuple[str, ...]:
    """Each statement with its names replaced by their order of coming up in it."""
    copies = [ast.parse(ast.unparse(node)).body[0] for node in body if not _empty(node)]
    return tuple(ast.dump(_Renamed().visit(copy)) for copy in copies)


def _empty(node: ast.stmt) -> bool:
    """`pass`, `...` or a docstring."""
    return isinstance(node, ast.Pass) or (
        isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    )


class _Renamed(ast.NodeTransformer):
    """Every name becomes `v0`, `v1` ...; what is Python's own stays. `a += b` is `a = a + b`."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def visit_Name(self, node: ast.Name) -> ast.Name:
        """See ast.NodeTransformer."""
        return ast.Name(id=self._new(node.id), ctx=ast.Load())

    def visit_arg(self, node: ast.arg) -> ast.arg:
        """See ast.NodeTransformer."""
        return ast.arg(arg=self._new(node.arg), annotation=None)

    def visit_AugAssign(self, node: ast.AugAssign) -> ast.AST:
        """See ast.NodeTransformer."""
        sum_ = ast.BinOp(left=node.target, op=node.op, right=node.value)
        assigned: ast.AST = self.visit(ast.Assign(targets=[node.target], value=sum_))
        return assigned

    def _new(self, name: str) -> str:
        return name if name in _BUILT_IN else self._names.setdefault(name, f"v{len(self._names)}")


_BUILT_IN = word_set(
    "print len sum range int float str list dict set min max abs round sorted reversed enumerate "
    "zip input bool tuple any all map filter"
)
