"""Names and types of hostile files become harmless."""

import pytest

from femida.platform.files.naming import LONGEST, safe_name
from femida.platform.files.sniffing import PLAIN, UNKNOWN, content_type

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("договор.pdf", "договор.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\win.ini", "win.ini"),
        ("C:\\fakepath\\скан.png", "скан.png"),
        ("/", "file"),
        ("..", "file"),
        ("", "file"),
        (".htaccess", "htaccess"),
        ("a\x00.php\x00.png", "a.php.png"),
        ("a\r\nSet-Cookie: x=1.pdf", "a Set-Cookie_ x=1.pdf"),
        ('a";filename="b.exe', "a__filename=_b.exe"),
        ("con.txt", "_con.txt"),
        ("NUL", "_NUL"),
        ("отчёт\u202efdp.exe", "отчётfdp.exe"),
        ("%2e%2e%2fpasswd", "_2e_2e_2fpasswd"),
        ("Иванов +7 916 555-01-37.pdf", "Иванов •••.pdf"),
        ("ivanov@mail.ru", "•••"),
        ("скан ivanov@mail.ru.pdf", "скан •••.pdf"),
    ],
)
def test_a_name_is_only_a_name(given, name):
    assert safe_name(given) == name


def test_a_long_name_keeps_its_suffix():
    name = safe_name("я" * 5000 + ".docx")
    assert len(name) == LONGEST
    assert name.endswith("я.docx")
    assert len(safe_name("я." + "x" * 5000)) == LONGEST


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "audio/wav"),
        (b"PK\x03\x04....word/document.xml", DOCX),
        (b"PK\x03\x04....", "application/zip"),
        (b"<html><script>alert(1)</script>", PLAIN),
        (b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", PLAIN),
        (b"GIF89a/*<script>*/", "image/gif"),
        ("Обычный текст".encode(), PLAIN),
        (("а" + "я" * 3000).encode()[1:4097], UNKNOWN),
        (("a" + "я" * 3000).encode()[:4096], PLAIN),
        ("Обычный текст".encode("cp1251"), UNKNOWN),
        (b"MZ\x90\x00\x03", UNKNOWN),
        (b"", UNKNOWN),
    ],
)  # fmt: skip
def test_a_type_is_what_the_bytes_say(head, kind):
    assert content_type(head) == kind
