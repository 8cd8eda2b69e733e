"""Whose words they are: the subject of a reporting verb, in front of it or behind what is said."""

from __future__ import annotations

import re

from jointline.readers.dispatch.frames import (
    ABLE,
    AUXILIARY,
    BE,
    DETERMINER,
    PREPOSITIONS,
    PRONOUNS,
    TIME,
    VERBAL,
    Token,
)
from jointline.readers.dispatch.institutions import WORD
from jointline.readers.dispatch.mentions import Mention, read_english
from jointline.readers.dispatch.tables import english_verbs

_FAR = 90  # words looked back for a subject


def antecedent(text: str, tokens: list[Token], w: int) -> Mention | None:
    """The noun phrase in front of *who*."""
    for k in range(w - 1, max(w - 11, -1), -1):
        if tokens[k].mark:
            return None
        if tokens[k].low in ("a", "an", "the", "one", "two", "three", "four", "five", "some", "several", "another") or (
            tokens[k].low in ("by", "from", "to", "of") and k < w - 1
        ):
            begun = tokens[k].start if tokens[k].low not in ("by", "from", "to", "of") else tokens[k + 1].start
            return read_english(text[begun : tokens[w - 1].end])
    return None


def after_quote(text: str, start: int, tokens: list[Token], i: int) -> Token | None:
    """The closing mark of a quotation directly in front of the subject of the verb at *i*."""
    for k in range(i - 1, max(i - 14, -1), -1):
        if tokens[k].low in ('"', "”", "»"):
            return tokens[k] if k and k < i - 1 and text[tokens[k].start - 1] in ",.?!" else None
        if tokens[k].quoted or tokens[k].low in (";", ":"):
            return None
    return None


def _told_that(tokens: list[Token], k: int) -> bool:
    """Whether the *that* at *k* opens what somebody told somebody: told reporters that, assured him in May that."""
    forms = english_verbs()
    near = tokens[max(0, k - 7) : k]
    return not any(t.low in ("and", ",") for t in near[-4:]) and any(
        not t.mark and t.low in forms and forms[t.low].cls == "tell" and forms[t.low].form in ("past", "s")
        for t in near
    )


def subject_before(text: str, start: int, tokens: list[Token], i: int) -> tuple[Mention | None, int, bool]:
    """The subject of a verb whose group begins at token *i*, where its clause begins, and whether it is shared."""
    if i == 0:
        return None, start, False
    # a pronoun directly in front of the verb is its subject, whatever stands before it
    if tokens[i - 1].low in PRONOUNS:
        k = next(
            (
                k
                for k in range(i - 2, max(i - 14, -1), -1)
                if tokens[k].low in (";", ":", "—", "–")
                or (
                    tokens[k].low in ("but", "and", "while", "although", "though", "whereas", "yet")
                    and k
                    and tokens[k - 1].low == ","
                )
            ),
            None,
        )
        return read_english(tokens[i - 1].low), start if k is None else tokens[k + 1].start, False
    j, begun = i, start
    verbs = english_verbs()
    while j:
        t = tokens[j - 1]
        if i - j > _FAR:
            return None, start, False
        # said that the ministry denied: what an outer verb reports has a subject of its own
        form = verbs.get(t.low)
        if (
            j < i
            and not t.quoted
            and (
                (
                    t.low == "that"
                    and j > 1
                    and not (j > 2 and tokens[j - 3].low in ("who", "which"))
                    and (
                        (
                            tokens[j - 2].low in verbs
                            and verbs[tokens[j - 2].low].form != "base"
                            and not (
                                verbs[tokens[j - 2].low].form == "s"
                                and (j < 3 or tokens[j - 3].low in DETERMINER | {"media", "press", "news"})
                            )
                        )
                        or _told_that(tokens, j - 1)
                        or tokens[j - 2].low in ("today", "yesterday", "out", "clear", "release", "statement")
                    )
                )
                or (
                    form
                    and form.cls in ("say", "tell")
                    and form.form in ("past", "s")
                    and form.lemma in ("say", "tell", "report", "add", "announce", "note", "confirm")
                    and tokens[j].low not in ("by", "on", "about", "in", "to")
                )
            )
        ):
            begun = tokens[j].start
            break
        if t.low in (";", ":", "—", "–", "--") or (t.low in ('"', "”", "»") and not t.quoted and j < i):
            begun = tokens[j].start if j < len(tokens) else t.end
            break
        j -= 1
    clause = tokens[j:i]
    if not clause:
        return None, start, False
    # but emphasised, and added: the subject of the clause before
    k = len(clause) - 1
    while k >= 0 and (clause[k].low in AUXILIARY or clause[k].mark):
        k -= 1
    if k >= 0 and clause[k].low in ("and", "but", "or", "yet", "then") and (k or j == 0):
        named = clause_subject(text, clause[:k])
        begins = clause[k + 1].start if k + 1 < len(clause) else tokens[i].start
        return (named, begins, True) if k else (None, begins, True)
    # ..., but the ministry denied: the clause begins behind the conjunction
    for k in range(len(clause) - 1, 0, -1):
        if (
            clause[k].low in ("but", "while", "whereas", "although", "though", "and")
            and clause[k - 1].low == ","
            and k < len(clause) - 1
        ):
            piece = text[clause[k].end : clause[-1].end]
            m = _first_subject(piece)
            if m:
                return m, clause[k + 1].start, False
    m = _first_subject(text[clause[0].start : clause[-1].end])
    return m, begun, False


_LEADING = re.compile(
    r"(?:in|on|at|after|before|during|since|by|for|with|under(?! ?secretary)|from|asked|when|while|as|if|meanwhile|however|but|and|yet|still|also|earlier|later|last|this|today|yesterday|speaking|responding|regarding|concerning|"
    r"citing|quoting|according|despite|although|though|instead|separately|nevertheless|nonetheless|moreover|furthermore|then|there|here|once|until|because|answering|replying|pressed|questioned|queried|turning|about|of|to|over|"
    r"among|without|following|amid|even|only|so|thus|indeed|now|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b", re.IGNORECASE)  # fmt: skip
_PHRASE = re.compile(
    rf"(?:(?:meanwhile|however|but|and|yet|still|also|then|instead|separately|so|thus|indeed|now)\s+|{TIME}\s+|(?:in|on|at|under|by|with|for|from|after|before|during|about|of) (?:(?:an?|the|its|his|her|their|this|that) )?(?:[\w'-]+ ){{1,6}}?(?=(?:the|its|his|her|their|a|an|one|two|three)\s|(?-i:[A-Z])[\w.]*'s\s))",
    re.IGNORECASE,
)
_ASKED = re.compile(r"\b(?:asked|reported|announced|wanted|warned|argued|replied|answered)\b")
_RELATIVE = re.compile(r"\b(?:who|which|that|whose|whom|where)\b")


def _nominal(parts: list[str]) -> bool:
    """Whether the parts between commas can be one noun phrase: no verb outside a relative clause."""
    for part in parts:
        relative = _RELATIVE.search(part)
        stop = relative.start() if relative else len(part)
        if VERBAL.search(part, 0, stop) or _ASKED.search(part, 0, stop):
            return False
    return True


def _first_subject(piece: str) -> Mention | None:
    """The subject at the head of a clause, behind whatever adverbials stand before it."""
    piece = piece.strip(' ,"“”')
    parts = [p.strip() for p in piece.split(",") if p.strip()]
    skipped = 0
    for part in parts:
        if _LEADING.match(part) and not re.match(
            r"(?:this|about|over|under|of)\s(?:newspaper|agency|paper|correspondent)\b", part, re.IGNORECASE
        ):
            inner = part
            for _ in range(4):
                m = _PHRASE.match(inner)
                if not m or m.end() >= len(inner) or m[0].split()[-1].lower() in PREPOSITIONS:
                    break
                inner = inner[m.end() :]
            if inner != part and not _LEADING.match(inner):
                rest = ", ".join([inner, *parts[skipped + 1 :]])
                found = read_english(rest) if _nominal([inner, *parts[skipped + 1 :]]) else None
                if found:
                    return found
            skipped += 1
            continue
        break
    rest_parts = parts[skipped:]
    if not rest_parts or not _nominal(rest_parts):
        return None
    # some reporters: reduced where a whole clause stands before the verb
    return read_english(", ".join(rest_parts))


_FINITE_WORDS = frozenset(
    [
        "had",
        "has",
        "have",
        "did",
        "does",
        "do",
        "will",
        "would",
        "can",
        "could",
        "may",
        "might",
        "should",
        "must",
        "spoke",
        "held",
        "took",
        "came",
        "went",
        "gave",
        "sat",
        "stood",
        "rose",
        "made",
        "kept",
        "put",
        "said",
        "says",
        "told",
        "began",
        "broke",
        "drew",
        "fell",
        "felt",
        "found",
        "got",
        "grew",
        "heard",
        "knew",
        "laid",
        "led",
        "left",
        "let",
        "lost",
        "met",
        "paid",
        "ran",
        "sang",
        "saw",
        "sent",
        "shook",
        "sold",
        "spent",
        "swore",
        "thought",
        "threw",
        "won",
        "wrote",
    ]
)


def clause_subject(text: str, tokens: list[Token]) -> Mention | None:
    """The subject of a clause that has a verb of its own: its first words that name somebody."""
    if not tokens:
        return None
    verb = next(
        (
            k
            for k, t in enumerate(tokens[:30])
            if k
            and (
                t.low in BE
                or t.low in _FINITE_WORDS
                or (t.low.endswith("ed") and not t.quoted and tokens[k - 1].low not in ("the", "a", "an"))
            )
        ),
        None,
    )
    if verb:
        m = _first_subject(text[tokens[0].start : tokens[verb - 1].end])
        if m and m.form in ABLE | {"pronoun"}:
            return m
    parts = text[tokens[0].start : tokens[-1].end].split(",")
    while len(parts) > 1 and _LEADING.match(parts[0].strip()):
        parts.pop(0)
    words = WORD.findall(parts[0])
    for k in range(1, min(len(words), 9) + 1):
        if words[k - 1].lower() in ("he", "she", "it", "they", "we") and k == 1:
            return read_english(words[0])
        m = read_english(" ".join(words[:k]))
        if (
            m
            and m.form in ("person", "body", "role", "medium", "unnamed", "document")
            and (k == len(words) or (words[k][:1].islower() and words[k] not in ("of", "for", "and")))
        ):
            return m
    return None


def _is_role(words: str) -> bool:
    found = read_english(words)
    return found is not None and found.form in ("role", "unnamed")


def subject_behind(text: str, start: int, tokens: list[Token], i: int) -> tuple[Mention | None, int] | None:
    """The subject of a clause that follows what it reports, and where what is said ends."""
    j = i
    while j and not (tokens[j - 1].mark and tokens[j - 1].low in (",", '"', "”", ";", "—", "–", "--", "»", ":")):
        j -= 1
    if not j:
        return None
    if j == i:
        # Jane Doe, the minister, said: the mark belongs to an apposition
        k = j - 1
        while k and not (tokens[k - 1].mark and tokens[k - 1].low in (",", '"', "”", ";")):
            k -= 1
        if not k or tokens[j - 1].low != ",":
            return None
        if tokens[k].low in ("who", "which", "whose"):  # Jane Doe, who led the agency, told
            q = k - 1
            while q and not (tokens[q - 1].mark and tokens[q - 1].low in (",", '"', "”", ";")):
                q -= 1
            whole = read_english(text[tokens[q].start : tokens[j - 1].start]) if q else None
            if whole is None or whole.form not in ("person", "role", "unnamed", "body"):
                return None
            return whole, tokens[q - 1].start if tokens[q - 1].low == "," else tokens[q - 1].end
        m = read_english(text[tokens[k].start : tokens[j - 1].start])
        if m is None or m.form not in ("person", "role"):
            return None
        q = k - 1
        while q and not (tokens[q - 1].mark and tokens[q - 1].low in (",", '"', "”", ";")):
            q -= 1
        if not q and tokens[k - 1].low == ",":
            whole = read_english(text[start : tokens[j - 1].start])
            if whole and whole.form == "person" and whole.role:
                return None  # Tarlow, the chief executive, hinted: nothing is said in front of it
        if q and tokens[k - 1].low == ",":
            both = read_english(text[tokens[q].start : tokens[j - 1].start])
            if both and both.form == "person" and (both.role or _is_role(text[tokens[q].start : tokens[k - 1].start])):
                return both, tokens[q - 1].start if tokens[q - 1].low == "," else tokens[q - 1].end
        return m, tokens[k - 1].start if tokens[k - 1].low == "," else tokens[k - 1].end
    piece = text[tokens[j].start : tokens[i - 1].end]
    m = read_english(re.sub(r"^(?:and|but|as|so|while|then)\s", "", piece, flags=re.IGNORECASE))
    if m is None or re.search(r"\b(?:that|whom)\b", piece) or len(WORD.findall(piece)) > 18 or not _nominal([piece]):
        return None
    said = tokens[j - 1].start if tokens[j - 1].low in (",", ";", "—", "–", "--") else tokens[j - 1].end
    # its spokesman, Lin Po-yu, said: the part before the comma is the other half of an apposition
    if tokens[j - 1].low == "," and j >= 2 and m.form in ("person", "role", "unnamed"):
        k = j - 1
        while k and not (tokens[k - 1].mark and tokens[k - 1].low in (",", '"', "”", ";")):
            k -= 1
        if k:
            both = read_english(text[tokens[k].start : tokens[i - 1].end])
            if (
                both
                and both.form == "person"
                and both.role
                and both.name
                and len(WORD.findall(text[tokens[k].start : tokens[j - 1].start])) <= 12
            ):
                other = read_english(text[tokens[k].start : tokens[j - 1].start])
                if other and other.form in ("role", "person"):
                    said = tokens[k - 1].start if tokens[k - 1].low in (",", ";") else tokens[k - 1].end
                    return both, said
    return m, said
