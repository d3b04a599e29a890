"""Pages of lists, and how a bad page is refused."""

from datetime import UTC, datetime

import pytest
from aiohttp.test_utils import make_mocked_request

from tutor_server.errors import InvalidRequestError
from tutor_server.web.paging import Page, cursor_at, listed, read_page


def page(query: str) -> Page:
    return read_page(make_mocked_request("GET", f"/{query}"), usual=20, most=100)


def test_what_is_asked_for() -> None:
    assert page("") == Page(limit=20)
    assert (page("").cursor, page("").offset) == (None, 0)
    assert page("?limit=100&cursor=7") == Page(limit=100, cursor=7)
    assert page("?cursor=9007199254740992").offset == 2**53


@pytest.mark.parametrize(
    ("query", "param"),
    [
        ("?limit=0", "limit"),
        ("?limit=101", "limit"),
        ("?limit=-1", "limit"),
        ("?limit=1e1", "limit"),
        ("?limit=", "limit"),
        ("?limit=%D9%A3", "limit"),
        ("?limit=" + "1" * 5000, "limit"),
        ("?cursor=x", "cursor"),
        ("?cursor=9007199254740993", "cursor"),
        ("?cursor=" + "9" * 5000, "cursor"),
    ],
)
def test_what_cannot_be_is_refused(query: str, param: str) -> None:
    with pytest.raises(InvalidRequestError) as refused:
        page(query)
    assert refused.value.param == param


def test_a_list_tells_where_it_goes_on() -> None:
    assert listed([1, 2], 2) == {"object": "list", "data": [1, 2], "next_cursor": "2"}
    assert listed([], None)["next_cursor"] is None


def test_a_list_in_order_of_time_goes_on_before_its_last() -> None:
    last = datetime(2026, 5, 4, 12, 30, 15, 123456, tzinfo=UTC)
    assert page(f"?cursor={cursor_at(last)}").before == last
    assert page("").before is None


def test_a_counted_list_goes_on_when_one_more_was_found() -> None:
    assert Page(limit=20, cursor=40).following(21) == 60
    assert Page(limit=20, cursor=40).following(20) is None
