import pytest

from inference.safety.checks import is_card, is_iban, is_ip, is_ssn


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        (is_card, "4111 1111 1111 1111", "4111 1111 1111 1112"),
        (is_card, "378282246310005", "1234567890123456"),
        (is_card, "5500-0000-0000-0004", "4444444444444444"),
        (is_iban, "GB82 WEST 1234 5698 7654 32", "GB82 WEST 1234 5698 7654 33"),
        (is_ssn, "123-45-6789", "000-45-6789"),
        (is_ssn, "772-01-0001", "772-00-0001"),
        (is_ip, "192.168.1.1", "1.2.3.4"),
        (is_ip, "2001:db8:0:0:0:0:0:1", "300.1.1.1"),
    ],
)
def test_the_check_digit_decides(check, good, bad):
    assert check(good)
    assert not check(bad)
