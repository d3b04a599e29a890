"""The labelled set as a list of recipes: `python -m inference.hearing.endpoint.manifest --data D`

Prints the manifest's hash and exits with 1 when it is not the committed one; `--write` sets it.
Everything is drawn with fixed seeds; recordings are named with their own hashes and stay where
they are. Speakers, wording, noises and rooms of the test are not those of the training.
"""

import argparse
import hashlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from inference.contracts import AnswerKind
from inference.hearing.endpoint.asked import with_question
from inference.hearing.endpoint.more_wording import MORE
from inference.hearing.endpoint.recordings import DIGITS, File, Recordings
from inference.hearing.endpoint.script import LISTING, draw
from inference.hearing.endpoint.turns import Part, Split, Tone, Turn, Voice, lines
from inference.hearing.endpoint.wording import TESTING, TRAINING, Bank

HASH_FILE = Path(__file__).parent / "manifest.sha256"
SEED = 20_261_126


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Who speaks and where, for one split."""

    accents: tuple[str, ...]
    variants: tuple[str, ...]
    turns: int
    digits: tuple[str, ...]
    """Speakers of the recorded digits."""
    noises: tuple[str, ...]
    rooms: tuple[str, ...]


CASTS = {
    Split.TRAIN: Cast(
        accents=("gmw/en-US", "gmw/en", "gmw/en-GB-scotland", "gmw/en-GB-x-gbclan"),
        variants=(
            "m1",
            "m2",
            "m3",
            "m7",
            "f1",
            "f2",
            "adam",
            "Andy",
            "Annie",
            "linda",
            "john",
            "belinda",
            "Michael",
            "Alicia",
            "paul",
        ),
        turns=3000,
        digits=("jackson", "theo"),
        noises=("noise1", "noise3", "noise5"),
        rooms=("rir1", "rir2"),
    ),
    Split.TUNE: Cast(
        accents=("gmw/en-US", "gmw/en", "gmw/en-GB-scotland", "gmw/en-GB-x-gbclan"),
        variants=("m5", "f3", "steph", "edward"),
        turns=1000,
        digits=(),
        noises=("noise1", "noise3", "noise5"),
        rooms=("rir1", "rir2"),
    ),
    Split.TEST: Cast(
        accents=("gmw/en-029", "gmw/en-GB-x-rp", "gmw/en-GB-x-gbcwmd", "gmw/en-US-nyc"),
        variants=("m4", "m6", "aunty", "Alex", "Andrea", "Denis", "Lee", "travis", "anika", "zac"),
        turns=1000,
        digits=("lucas", "nicolas"),
        noises=("noise2", "noise4"),
        rooms=("rir3", "rir4"),
    ),
}

MORE_VOICES = (
    "Diogo", "Gene", "Gene2", "Henrique", "Hugo", "Jacky", "Marco", "Mario", "Mike", "Nguyen",
    "antonio", "benjamin", "boris", "caleb", "david", "ed", "f4", "f5", "grandma", "grandpa",
    "gustave", "iven", "iven2", "iven3", "kaukovalta", "klatt", "klatt2", "klatt3", "klatt4",
    "klatt5", "klatt6", "m8", "marcelo", "max", "michel", "miguel", "norbert", "pablo", "pedro",
    "quincy", "rob", "robert", "sandro", "shelby", "victor", "Tweaky",
)  # fmt: skip
MORE_CAST = replace(
    CASTS[Split.TRAIN],
    variants=(*CASTS[Split.TRAIN].variants, *MORE_VOICES),
    turns=21_000,
)
"""For training alone. Turns of each of its two banks."""
_MORE_DIGITS = 1_000
"""Turns of each speaker."""


def build(data: Path) -> tuple[Turn, ...]:
    """Every turn of the set. Raises OSError when recordings are missing."""
    recordings = Recordings(data)
    found: list[Turn] = []
    for split, cast in CASTS.items():
        found += _synthetic(split, cast, _bank(split))
        for speaker in cast.digits:
            found += _digits(split, cast, speaker, recordings)
    found += _more(recordings)
    found += _whole(recordings.spoken("ljspeech"), Split.TRAIN, "ljspeech")
    found += _whole(recordings.spoken("pocketsphinx"), Split.TEST, "pocketsphinx")
    found += _whole(recordings.commands(), Split.TEST, "commands")
    return tuple(map(with_question, found))


def digest(turns: tuple[Turn, ...]) -> str:
    """SHA-256 of the manifest, in hexadecimal."""
    return hashlib.sha256(lines(turns).encode()).hexdigest()


def _more(recordings: Recordings) -> Iterator[Turn]:
    """Further turns for training: other wording, other voices, and digits."""
    cast = MORE_CAST
    yield from _synthetic(Split.TRAIN, cast, _bank(Split.TRAIN), "again")
    yield from _synthetic(Split.TRAIN, cast, MORE, "more")
    for speaker in cast.digits:
        yield from _digits(Split.TRAIN, cast, speaker, recordings, _MORE_DIGITS, "more")


def _synthetic(split: Split, cast: Cast, bank: Bank, name: str = "") -> Iterator[Turn]:
    prefix = f"{split}-{name}".rstrip("-")
    random = Random(f"{SEED} {split} {name}".rstrip())  # noqa: S311 - not a secret
    for index in range(cast.turns):
        said = draw(random, bank)
        accent, variant = random.choice(cast.accents), random.choice(cast.variants)
        voice = Voice(
            identifier=f"{accent}+{variant}",
            rate_wpm=random.randint(105, 190),
            pitch=random.randint(35, 90),
            pitch_range=random.randint(25, 75),
        )
        yield _placed(
            random,
            cast,
            Turn(
                name=f"{prefix}-{index:04}",
                split=split,
                source="espeak",
                style=said.style,
                speaker=voice.identifier,
                kind=said.kind,
                parts=said.parts,
                voice=voice,
            ),
        )


def _bank(split: Split) -> Bank:
    return TESTING if split is Split.TEST else TRAINING.parted(tuning=split is Split.TUNE)


def _digits(
    split: Split,
    cast: Cast,
    speaker: str,
    recordings: Recordings,
    count: int = 75,
    name: str = "",
) -> Iterator[Turn]:
    """Real digits: alone, counted, and read one after another as in a long number."""
    suffix = f"{speaker}-{name}".rstrip("-")
    random = Random(f"{SEED} {split} {speaker} {name}".rstrip())  # noqa: S311
    spoken = recordings.digits(speaker)
    for index in range(count):
        style = ("short", "short", "counting", "short", "short", "dictating")[index % 6]
        values = _values(random, style)
        files = [random.choice(spoken[value]) for value in values]
        parts = [
            Part(text=DIGITS[value], file=file.path, sha256=file.sha256, tone=Tone.FALL,
                 pause_s=LISTING.draw(random) if place < len(values) - 1 else 0.0)
            for place, (value, file) in enumerate(zip(values, files, strict=True))
        ]  # fmt: skip
        yield _placed(
            random,
            cast,
            Turn(
                name=f"{split}-{suffix}-{index:02}",
                split=split,
                source="fsdd",
                style=style,
                speaker=speaker,
                kind=AnswerKind.NUMBER,
                parts=tuple(parts),
            ),
        )


def _values(random: Random, style: str) -> list[int]:
    if style == "short":
        return [random.randint(0, 9)]
    if style == "counting":
        first = random.randint(0, 5)
        return list(range(first, random.randint(first + 2, 9) + 1))
    return [random.randint(0, 9) for _ in range(random.randint(2, 5))]


def _placed(random: Random, cast: Cast, turn: Turn) -> Turn:
    """In some room, with some noise."""
    noisy = random.random() < 0.6
    return replace(
        turn,
        noise=f"speech/noise/{random.choice(cast.noises)}.flac" if noisy else "",
        snr_db=round(random.uniform(10.0, 30.0), 1) if noisy else 40.0,
        room=f"speech/noise/{random.choice(cast.rooms)}.flac" if random.random() < 0.4 else "",
        seed=random.randrange(2**32),
    )


def _whole(files: list[File], split: Split, source: str) -> Iterator[Turn]:
    """Recordings as they are; their pauses are the speaker's own."""
    for index, file in enumerate(files):
        yield Turn(
            name=f"{split}-{source}-{index:03}",
            split=split,
            source=source,
            style="recorded",
            speaker=file.speaker,
            kind=AnswerKind.ANY,
            parts=(Part(text=file.text, file=file.path, sha256=file.sha256),),
            seed=index,
        )


def committed(data: Path) -> tuple[Turn, ...]:
    """The set whose hash is committed. Raises ValueError when the data make another one."""
    turns = build(data)
    if digest(turns) != HASH_FILE.read_text("ascii").strip():
        raise ValueError("the data do not give the manifest whose hash is committed")
    return turns


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    turns = build(arguments.data)
    found = digest(turns)
    if arguments.write:
        HASH_FILE.write_text(found + "\n", "ascii")
    sys.stdout.write(f"{found}  {len(turns)} turns\n")
    return 0 if HASH_FILE.read_text("ascii").strip() == found else 1


if __name__ == "__main__":
    sys.exit(main())
