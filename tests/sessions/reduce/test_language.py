"""The language of a talk: chosen, or found out turn by turn."""

from inference.contracts import Verdict
from sessions import lines
from sessions.commands import ChangeSettings, Say, TurnSettings
from sessions.effects import Judge, Listen, Speak, Think, TimerName
from sessions.events import HeardFinal, Phrase
from sessions.outputs import Notice, TranscriptFailed
from sessions.prompt import in_language
from sessions.translate import translated
from tests.fakes.talk import Talk
from tests.sessions.reduce.test_settle import finish, unheard


def languages(talk: Talk) -> list[str]:
    return [effect.options.language for effect in talk.all(Speak)]


def test_a_chosen_language_has_its_own_words() -> None:
    talk = Talk(TurnSettings(language="de"))
    unheard(talk)
    expected = translated(lines.NOTHING_HEARD, "de")
    assert finish(talk) == expected != lines.NOTHING_HEARD
    assert talk.told(Notice)[0].message == expected
    assert talk.told(TranscriptFailed)[0].message == expected
    assert set(languages(talk)) == {"de"}
    assert [effect.language for effect in talk.all(Listen)] == ["de"]


def test_each_sentence_is_spoken_in_its_own_language() -> None:
    talk = Talk(TurnSettings(language="de"))
    talk.say("wie").think("Das ist ganz einfach, schau her. ", "This is how you do it. ", "3/4.")
    finish(talk)
    assert languages(talk) == ["de", "en", "de"]


def test_typing_changes_the_language_of_what_follows() -> None:
    talk = Talk(TurnSettings(language="auto"))
    unheard(talk)
    assert finish(talk) == lines.NOTHING_HEARD
    talk.ask(Say(text="¿Cómo se suman las fracciones?")).think("2/4.")
    finish(talk)
    assert talk.state.tongue == "es"
    assert languages(talk)[-1] == "es"
    unheard(talk)
    assert finish(talk) == translated(lines.NOTHING_HEARD, "es")
    talk.ask(Say(text="8")).think("Sí.")
    finish(talk)
    assert talk.state.tongue == "es"


def test_the_recogniser_finds_out_and_tells() -> None:
    talk = Talk(TurnSettings(language="auto"))
    talk.onset(1.0).offset()
    talk.feed(
        HeardFinal(
            at_s=talk.now_s,
            turn=talk.turn.number,
            revision=talk.turn.revision,
            text="kaksi plus kaksi",
            phrase=Phrase.WORDS,
            language="fi",
        )
    )
    talk.ring(TimerName.END_OF_TURN, after_s=0.6)
    assert [effect.language for effect in talk.all(Listen)] == [""]
    assert talk.state.tongue == "fi"


def test_what_the_gate_says_instead_is_in_the_language_of_the_talk() -> None:
    said = "Let's stay with our lesson. What shall we work on?"
    verdict = Verdict(allowed=False, category="machine", replacement=said)
    talk = Talk(TurnSettings(language="fr"))
    talk.gate = False
    talk.say("pourquoi")
    judge = talk.all(Judge)[-1]
    talk.feed(talk.verdict(judge, verdict))
    assert talk.reply.text == translated(said, "fr") != said


def test_settings_change_the_language_at_once() -> None:
    talk = Talk()
    talk.ask(ChangeSettings(settings=TurnSettings(language="pl")))
    unheard(talk)
    assert finish(talk) == translated(lines.NOTHING_HEARD, "pl")


def test_a_model_that_follows_instructions_is_told_a_chosen_language() -> None:
    assert in_language("Be brief.", "de-AT") == "Be brief.\nAnswer in German."
    assert in_language("", "zh-HK") == "Answer in Chinese (Cantonese)."
    assert in_language("Be brief.", "auto") == in_language("Be brief.", "en-GB") == "Be brief."


def test_nano_is_not_told() -> None:
    talk = Talk(TurnSettings(language="de"))
    talk.say("wie")
    thought = [effect.request for effect in talk.all(Think)]
    assert all("German" not in request.messages[0].content for request in thought)
