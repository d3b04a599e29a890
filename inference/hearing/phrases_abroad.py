"""What students say in other languages to ask for time: whole utterances, like `THINKING`.

Only the first languages of the pages; elsewhere a pause is judged by its length alone.
"""

THINKING_ABROAD: dict[str, tuple[str, ...]] = {
    language: tuple(" ".join(phrase.split()) for phrase in phrases.split("|"))
    for language, phrases in {
        "es": """déjame pensar|deja que piense|déjame ver|espera|espera un momento|un momento|
            un segundo|un minuto|dame un momento|dame un segundo|tengo que pensar|necesito pensar|
            estoy pensando|necesito más tiempo|todavía no""",
        "fr": """laisse-moi réfléchir|laissez-moi réfléchir|attends|attendez|attends un peu|
            attends une seconde|un moment|un instant|une seconde|une minute|donne-moi une seconde|
            je réfléchis|je dois réfléchir|j'ai besoin de réfléchir|j'ai besoin de temps|
            pas encore""",
        "de": """lass mich nachdenken|lass mich überlegen|lass mich mal überlegen|moment|
            einen moment|moment mal|warte|warte mal|warte kurz|warte einen moment|sekunde|
            eine sekunde|eine minute|ich denke nach|ich denke noch nach|ich überlege|
            ich muss nachdenken|ich muss überlegen|ich brauche mehr zeit|noch nicht""",
        "pt": """deixa eu pensar|deixe-me pensar|deixa-me pensar|espera|espere|espera um pouco|
            um momento|só um momento|um segundo|só um segundo|um minuto|estou pensando|
            estou a pensar|preciso pensar|preciso de pensar|preciso de mais tempo|ainda não""",
        "it": """fammi pensare|lasciami pensare|fammi vedere|aspetta|aspetta un momento|
            aspetta un attimo|un momento|un attimo|un secondo|un minuto|sto pensando|
            devo pensare|devo pensarci|ho bisogno di più tempo|non ancora""",
        "pl": """daj mi pomyśleć|pozwól mi pomyśleć|muszę pomyśleć|muszę się zastanowić|czekaj|
            poczekaj|poczekaj chwilę|chwila|chwilę|chwileczkę|zaraz|sekundę|minutę|myślę|
            potrzebuję więcej czasu|jeszcze nie""",
        "ar": """دعني أفكر|دعيني أفكر|انتظر|انتظري|انتظر لحظة|لحظة|لحظة من فضلك|لحظة واحدة|
            ثانية|دقيقة|أنا أفكر|أحتاج إلى وقت|أحتاج وقتا|ليس بعد""",
        "uk": """дай подумати|дай мені подумати|дайте подумати|зачекай|зачекайте|почекай|почекайте|
            хвилинку|одну хвилинку|секунду|одну секунду|я думаю|я ще думаю|треба подумати|
            мені треба подумати|мені потрібно більше часу|ще ні""",
        "hi": """मुझे सोचने दो|सोचने दो|मुझे सोचने दीजिए|रुको|ज़रा रुको|जरा रुको|एक मिनट|एक सेकंड|
            एक पल|मैं सोच रहा हूँ|मैं सोच रही हूँ|मुझे और समय चाहिए|अभी नहीं""",
    }.items()
}
