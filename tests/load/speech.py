"""How fast is the voice beside the `espeak-ng` command, and the hearing beside pocketsphinx?"""

from tests.load.hearing import hearing
from tests.load.plan import Plan
from tests.load.report import Table
from tests.load.voice import voices


async def measure(plan: Plan) -> list[Table]:
    """Voice, then hearing."""
    return [await voices(plan), await hearing(plan)]
