"""Documents made to do harm: each is read in bounded time and memory, or refused with one clear error."""

from __future__ import annotations

import contextlib
import io
import random
import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from written import Sale, as_html, congressional_record, federal_register, pdf_of, release, upgrade

from jointline.cli.main import run
from jointline.errors import JointlineError
from jointline.readers import document as documents
from jointline.readers.document import clean_text, from_bytes
from jointline.readers.read import read

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "notices"
NOTICE = "Transmittal No. 21-66\nNotice of Proposed Issuance of Letter of Offer\n(i) Prospective Purchaser: "
RELEASE = "determination approving a possible Foreign Military Sale to "
AWARD = "Acme Corp., Norfolk, Virginia, is awarded a $1,000,000 contract "
REGISTER = (
    "Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,Number delivered, ,"
    "Year(s) of delivery,status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,SIPRI TIV of delivered weapons\n"
)
# (before, repeated, behind): each was or could be a pattern's worst case
REPEATED = {
    "brackets": (NOTICE, "(", ""), "numbers in words": (NOTICE, "one hundred ", "("), "blanks": (NOTICE, " ", "x"), "lines": (NOTICE, "\n ", "x"),
    "dots": (NOTICE, ".", ""), "digits": (NOTICE + "$", "1", ""), "thousands": (NOTICE + "$", "1,", ""), "dashes": (NOTICE, "- ", ""),
    "value headings": (NOTICE, "(ii) Total Estimated Value: ", ""), "descriptions": (NOTICE, "(iii) Description ", ""),
    "numbers of notices": ("", "Transmittal No. 21-66 ", NOTICE), "justifications": (NOTICE, "Policy Justification a--", ""),
    "contractors": (NOTICE, "principal contractors will be ", ""), "contractor for": (NOTICE + "principal contractor for the ", "x ", ""),
    "sales": (RELEASE, "possible Foreign Military Sale to The ", ""), "requests": (RELEASE, "The A has requested to buy ", ""),
    "capitals": (RELEASE, "A ", " of "), "semicolons": (RELEASE + "Japan. Japan has requested to buy ", "a; ", ""),
    "awards": ("", AWARD, ""), "acts": (AWARD + "for ", "the production and delivery of ", ""), "one long name": (AWARD, "A", " is the contracting activity"),
    "abbreviations": (AWARD, "U.S. ", " is the contracting activity"), "buyers": (AWARD + ". FMS to ", "Japan (5%), ", ""), "FMS": (AWARD + ". ", "FMS ", ""),
    "funds": (AWARD + ". ", "FMS funds of ", ""), "contract numbers": (AWARD, "N00019-", ""), "completion": (AWARD + "expected to be completed ", "by in on of ", ""),
    "departments": ("", "NAVY\n", AWARD), "short rows": (REGISTER, "a,b\n", ""), "open quotes": (REGISTER, '"a\n', ""), "commas": (REGISTER, ",", ""),
    "less than": ("<html><p>", "<", ""), "nested tags": ("<html>", "<div>", NOTICE), "attributes": ("<html><a ", "x=1 ", ""), "comments": ("<html>", "<!--", ""),
    "entities": ("<html>", "&amp", ""), "scripts": ("<html><script>", "</scr", ""), "tables": ("<html>", "<table><tr><td>", NOTICE),
    "page marks": (NOTICE, "[[Page ", ""), "printers' marks": (NOTICE, "VerDate ", ""), "dates": (NOTICE, "January 1, ", ""),
}  # fmt: skip


def seconds(text: str) -> float:
    begun = time.process_time()
    with contextlib.suppress(JointlineError):
        list(read(text.encode(), stated_on="2024-01-01").statements)
    return time.process_time() - begun


@pytest.mark.parametrize("name", REPEATED)
def test_no_repetition_takes_more_than_its_share_of_time(name):
    """Eight times the length takes no more than some eight times the time: far from the square, sixty-four."""
    before, repeated, behind = REPEATED[name]
    short, long = (before + repeated * (n // len(repeated)) + behind for n in (15_000, 120_000))
    first = max(min(seconds(short) for _ in range(2)), 0.01)
    assert seconds(long) < 24 * first


def test_very_deep_html_is_read():
    text = as_html(federal_register(Sale()))
    deep = text.replace("<pre>", "<div>" * 200_000 + "<pre>").replace("</pre>", "</pre>" + "</div>" * 200_000)
    assert read(deep.encode()).record.transmittal == "26-97"


def test_a_file_beyond_the_limit_is_refused_without_being_held(tmp_path, capsys):
    path = tmp_path / "large.txt"
    with path.open("wb") as handle:  # 100 MB that take no room
        handle.truncate(100 << 20)
    assert run(["read", str(path)]) == 2
    assert "is larger than 64 MB" in capsys.readouterr().err
    long = NOTICE + "x" * 4_000_000
    with pytest.raises(JointlineError, match="characters, more than"):
        read(long.encode())
    with pytest.raises(JointlineError, match="larger than 16 MB"):
        from_bytes(b"<html>" + b" " * documents.LARGEST_MARKUP, name="x")


def bomb() -> bytes:
    """A PDF of a few kilobytes whose one page unpacks to a gigabyte of text."""
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(b"(lots of text) Tj " * 100_000) for _ in range(600)) + packer.flush()
    twice = zlib.compress(packed, 9)
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>",
        b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>\nstream\n" % len(twice) + twice + b"\nendstream",
    ]  # fmt: skip
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, part in enumerate(parts, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n" % number + part + b"\nendobj\n")
    at = out.tell()
    out.write(b"xref\n0 5\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % p for p in places))
    out.write(b"trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % at)
    return out.getvalue()


def test_a_pdf_bomb_is_refused():
    data = bomb()
    assert len(data) < 200_000
    begun = time.monotonic()
    with pytest.raises(JointlineError, match=r"PDF that cannot be read|holds no text"):
        from_bytes(data, name="bomb.pdf")
    assert time.monotonic() - begun < 70


def test_a_pdf_whose_pages_turn_in_a_circle_is_refused_or_empty():
    loop = pdf_of(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"])
    with pytest.raises(JointlineError):
        from_bytes(loop, name="loop.pdf")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "holds no text"), (b" \n\t\n", "holds no text"), (b"PK\x03\x04rest", "workbook or archive"), (b"\x00" * 4096, "null bytes"),
        (b"%PDF-1.7 and nothing more", "PDF that cannot be read"), (b"<html><body></body></html>", "holds no text"),
    ],
)  # fmt: skip
def test_what_holds_no_text_is_one_clear_error(data, said):
    with pytest.raises(JointlineError, match=said):
        read(data)


TEXTS = [
    *(f(Sale()) for f in (federal_register, congressional_record, release)), upgrade("20-0J", "17-12"), as_html(release(Sale())),
    AWARD + "for 12 radios. This contract involves FMS to Taiwan (5%). Army, Norfolk, Virginia, is the contracting activity (W52P1J-26-C-0001).\n",
    "Data generated: 18 May 2026\n" + REGISTER + "Taiwan,United States,2020,,40,?,Sentinel-X,radar,12,?,2023; 2024,New,$75 m deal,2.5,100,30\n" * 4,
]  # fmt: skip
SPOIL = [b"$", b"(i)", b"[[Page ", b"\x00", b"\xff\xfe", b'"', b";", b"<b>", b"&#0;", b"9" * 40, b"$99999999999999999 billion", b"\n\n", b"?",
         b"is awarded", b"FMS to ", b",,,,", b"February 30, 2021", b" hundred thousand million ", "\u202e".encode(), b"[bold]x[/bold]",
         b"Transmittal No. 21-66", b"forwarding herewith Transmittal No. 99-99", b"Dated: March 3, 9999."]  # fmt: skip


def mutated(data: bytes, draw: random.Random, others: list[bytes]) -> bytes:
    """*data* with up to twelve faults: bytes changed, cut out, doubled, put in, another document's in between."""
    out = bytearray(data)
    for _ in range(draw.randint(1, 12)):
        at = draw.randrange(len(out) + 1)
        match draw.randrange(6):
            case 0 if at < len(out):
                out[at] = draw.randrange(256)
            case 1:
                del out[at : at + draw.randint(1, 300)]
            case 2:
                out[at:at] = draw.choice(SPOIL)
            case 3:
                out[at:at] = out[at : at + draw.randint(1, 500)]
            case 4:
                del out[at:]
            case _:
                other = draw.choice(others)
                begin = draw.randrange(len(other))
                out[at:at] = other[begin : begin + 800]
    return bytes(out)


def check_mutation(data: bytes) -> None:
    try:
        document = from_bytes(data, name="mutated", encoding=None)
        result = read(document, stated_on="2024-01-01")
        proposals = list(result.statements)
    except JointlineError as error:
        assert error.message
        return
    for p in proposals:
        s = p.statement
        assert not s.quote or document.text[s.start : s.end] == s.quote
    result.as_dict()


@settings(max_examples=400)
@given(st.integers(0, 2**32), st.sampled_from(range(len(TEXTS))))
def test_no_mutation_of_a_document_breaks_the_reader(seed, which):
    data = [t.encode() for t in TEXTS]
    check_mutation(mutated(data[which], random.Random(seed), data))


@pytest.mark.skipif(not REAL.is_dir(), reason=f"the real notices are not at {REAL}")
def test_no_mutation_of_a_real_notice_breaks_the_reader():
    data = [p.read_bytes() for p in sorted(REAL.glob("*.txt"))]
    draw = random.Random(20260518)
    for i in range(1000):
        check_mutation(mutated(data[i % len(data)], draw, data))


MARKED = "[bold red]Heron[/] <script>alert(1)</script> \x1b[31m \u202e =HYPERLINK(1)"


def test_text_of_a_document_is_never_markup(tmp_path, capsys):
    path = tmp_path / "marked.txt"
    path.write_text(release(Sale(items=(("Six (6)", 6, MARKED),))), encoding="utf-8")
    assert run(["read", str(path)]) == 0
    out = capsys.readouterr().out
    assert "[bold red]Heron[/] <script>alert(1)</script>" in " ".join(out.split())
    assert "\x1b" not in out and "\u202e" not in out
    assert run(["read", str(path), "--accept", "--all"]) == 0
    capsys.readouterr()
    assert run(["export", str(tmp_path / "out.csv"), "--own"]) == 0
    exported = (tmp_path / "out.csv").read_text(encoding="utf-8")
    assert "\x1b" not in exported and "\u202e" not in exported


@given(st.text())
def test_clean_text_has_no_control_character_and_keeps_what_is_plain(text):
    clean = clean_text(text)
    assert not set(clean) & {"\r", "\x00", "\x1b", "\x85", "\u202e", "\u2066", "\x7f"}
    assert clean_text(clean) == clean


def test_memory_is_flat_in_the_number_of_documents(tmp_path):
    for i in range(400):
        (tmp_path / f"{i:04d}.txt").write_text(
            federal_register(Sale(transmittal=f"2{i % 7}-{i:03d}", purchaser="Government of Japan"))
        )
    code = (
        "import resource, sys\nfrom jointline.readers.read import read_many\n"
        "peaks = []\n"
        "for i, r in enumerate(read_many([sys.argv[1]])):\n    assert r.record.buyer_country == 'JPN'\n"
        "    peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
        "print(len(peaks), peaks[-1] - peaks[100])\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    count, growth = map(int, done.stdout.split())
    assert count == 400 and growth < 2_000  # kilobytes
