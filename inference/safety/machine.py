"""What belongs to the machine and never to a lesson: prompt markers going out, attempts to
change the tutor's instructions coming in."""

from inference.safety.rules import Rule, rule

FROM_MACHINE: tuple[Rule, ...] = (
    rule(
        "machine",
        r"""<\|[a-z_/ ]{1,40}\|>|\[/?inst\]|<<?/?sys(?:tem)?>>?|</?s>|<(?:bos|eos|pad|unk|mask
        |start_of_turn|end_of_turn)>|<0x[0-9a-f]{2}>
        |^\s?(?:system|assistant|user|human)\s?:|\#\#\#\s?(?:system|instruction|assistant|human
        |response)\b|</?(?:think|tool_call|system|assistant)>
        |\b(?:my|the)\s(?:system\s(?:prompt|message)|initial\sprompt|hidden\sinstructions?)\b
        |\bas\san\sai\slanguage\smodel\b""",
    ),
)
TO_MACHINE: tuple[Rule, ...] = (
    rule(
        "machine",
        r"""\b(?:ignore|forget|disregard|override|bypass)\s(?:\w+\s){0,4}?(?:instructions?|rules
        |guidelines|prompts?|filters?|restrictions|programming|safety)\b
        |\b(?:show|reveal|print|repeat|tell|give|what\sis|what's
        |output)\b[^.!?]{0,30}\b(?:system\s(?:prompt|message)|hidden\s(?:prompt|instructions?)
        |initial\s(?:prompt|instructions?))
        |\b(?:developer|god|dan|jailbreak|unrestricted|debug)\smode\b|\bdo\sanything\snow\b
        |<\|[a-z_]{1,40}\|>|<<sys>>|</?(?:system|user)>""",
    ),
)
