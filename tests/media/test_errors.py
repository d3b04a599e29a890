from media import errors
from media.errors import MediaError


def every(root: type[MediaError]) -> list[type[MediaError]]:
    return [root] + [error for child in root.__subclasses__() for error in every(child)]


def test_every_error_has_its_own_code_and_stands_in_the_tree() -> None:
    known = [error for error in every(MediaError) if error.__module__ == "media.errors"]
    codes = [error.code for error in known]
    assert len(set(codes)) == len(codes)
    for error in known[1:]:
        assert error.__name__ in (errors.__doc__ or "")
        assert error.code in (errors.__doc__ or "")


def test_what_a_page_may_try_again() -> None:
    again = {error.code for error in every(MediaError) if error.retryable}
    assert again == {"new_peer_needed", "peer_closed"}
