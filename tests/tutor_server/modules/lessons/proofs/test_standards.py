"""Codes of standards that can exist, and ones that cannot."""

import pytest

from tutor_server.modules.lessons.proofs.standards import is_standard


@pytest.mark.parametrize(
    "code",
    [
        "CCSS.MATH.3.NF.A.1", "CCSS.MATH.3.NF.A.3.D", "CCSS.MATH.3.NF.A.3d", "CCSS.MATH.8.F.A.1",
        "CCSS.MATH.K.CC.A.1", "CCSS.MATH.HSA-REI.B.3", "CCSS.MATH.MP1", "CCSS.ELA.RI.5.2",
        "CCSS.ELA.L.4.2.C", "CCSS.ELA.W.9-10.1", "NGSS.MS-LS1-6", "NGSS.5-PS1-1",
        "NGSS.3-5-ETS1-1", "CSTA.1B-AP-10", "CSTA.2-NI-04", "CSTA.3A-IC-30",
    ],
)  # fmt: skip
def test_real_ones(code: str) -> None:
    assert is_standard(code)


@pytest.mark.parametrize(
    "code",
    [
        "", "CCSS.MATH.3.RP.A.1", "CCSS.MATH.9.NF.A.1", "CCSS.MATH.3.NF.A", "CCSS.MATH.6.NF.A.1",
        "CCSS.ELA.XX.5.2", "CCSS.ELA.RI.13.2", "NGSS.MS-XX1-6", "NGSS.6-PS1-1", "CSTA.1B-AP-30",
        "CSTA.4-AP-10", "CSTA.1A-NI-05", "3.NF.A.1", "ccss.math.3.nf.a.1", "CCSS.MATH.3.NF.A.1 ",
    ],
)  # fmt: skip
def test_made_up_ones(code: str) -> None:
    assert not is_standard(code)
