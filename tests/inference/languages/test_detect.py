"""Detection, on sentences that no text of ours was learnt from."""

import pytest

from inference.languages.detect import detect, follow, language_of

SENTENCES = {
    "en": ("How much is a third of twelve?", "I think the answer is bigger than ten."),
    "es": ("¿Cuánto es la mitad de ocho?", "Creo que la respuesta es más grande que diez."),
    "fr": ("Combien font deux tiers de neuf ?", "Je pense que la réponse est plus grande."),
    "de": ("Wie viel ist ein Drittel von zwölf?", "Ich glaube, die Antwort ist größer als zehn."),
    "pt": ("Quanto é a metade de oito?", "Acho que a resposta é maior do que dez."),
    "it": ("Quanto fa la metà di otto?", "Penso che la risposta sia più grande di dieci."),
    "pl": ("Ile to jest połowa z ośmiu?", "Myślę, że odpowiedź jest większa niż dziesięć."),
    "ar": ("كم نصف ثمانية؟", "أظن أن الجواب أكبر من عشرة."),
    "uk": ("Скільки буде половина від восьми?", "Я думаю, що відповідь більша за десять."),
    "hi": ("आठ का आधा कितना है?", "मुझे लगता है कि उत्तर दस से बड़ा है।"),
    "ru": ("Сколько будет половина от восьми?", "Я думаю, что ответ больше десяти."),
    "fa": ("نصف هشت چند است؟", "فکر می‌کنم پاسخ بزرگتر از ده است."),
    "ur": ("آٹھ کا آدھا کتنا ہے؟",),
    "el": ("Πόσο είναι το μισό του οκτώ;",),
    "he": ("כמה זה חצי משמונה?",),
    "ja": ("8の半分はいくつですか。",),
    "zh": ("八的一半是多少？",),
    "ko": ("여덟의 절반은 얼마예요?",),
    "ta": ("எட்டின் பாதி எவ்வளவு?",),
}


@pytest.mark.parametrize("tag", SENTENCES)
def test_sentences(tag):
    assert [detect(sentence) for sentence in SENTENCES[tag]] == [tag] * len(SENTENCES[tag])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "42",
        "3/4 + 1/2 =",
        "x",
        "no",
        "si",
        "die",
        "ok",
        r"$\frac{1}{2}$",
        "https://example.org/die",
        "!!!",
        "\0\ud800",
    ],
)
def test_what_says_nothing(text):
    assert detect(text) is None
    assert follow(text, "pt-BR") == "pt-BR"
    assert language_of(text, "pt-BR") == "pt-BR"


def test_maths_and_code_do_not_count():
    assert detect(r"Die Antwort ist \(\text{the sum of all the numbers}\), oder?") == "de"
    assert detect("Das Wort `for the win and the rest` ist kein Satz von mir.") == "de"


def test_a_turn_keeps_its_region():
    assert follow("Eu não sei quanto é isso.", "pt-BR") == "pt-BR"
    assert follow("Ich weiß nicht, wie das geht.", "pt-BR") == "de"


def test_a_voice_that_cannot_read_the_script_is_never_kept():
    assert language_of("Привет", "en") in {"ru", "uk"}
    assert language_of("привет", "bg") == "ru"
    assert language_of("мама", "bg") == "bg"
    assert language_of("Yes", "ar") == "en"
    assert language_of("Gut gemacht, das ist richtig!", "ar") == "de"
    assert language_of("漢字", "ja") == "ja"


def test_languages_that_we_cannot_tell_keep_their_sentences():
    assert language_of("Hoeveel is de helft van acht?", "nl") == "nl"
    assert language_of("Sekizin yarısı kaçtır?", "tr") == "tr"
    assert language_of("That is right, and you did it without help.", "nl") == "en"


def test_mixed_scripts_follow_the_most():
    assert detect("Слово «hello» українською означає привіт, а не «bye».") == "uk"
