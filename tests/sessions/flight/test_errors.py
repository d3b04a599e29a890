from sessions.errors import SessionError
from sessions.flight import errors


def test_every_error_has_a_code_of_its_own() -> None:
    tree = [errors.FlightError, errors.OtherCodeError, errors.DivergedError]
    assert len({error.code for error in tree}) == 3
    assert all(issubclass(error, SessionError) for error in tree)
    assert all(error.code in (errors.__doc__ or "") for error in tree)
