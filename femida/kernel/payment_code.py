"""The code of a payment that a bank's application reads from paper: ГОСТ Р 56042-2014.

«Стандарты финансовых операций. Двумерные символы штрихового кода для осуществления платежей физических лиц».
A code is one line: the service block «ST», version «0001», one digit of the character set and the separator
(section 5.2.1), then the five required fields in their order, then further ones, each «Name=value». Bank
applications of organisations read the same code.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from femida.kernel.errors import KernelError
from femida.kernel.identifiers import validate_account, validate_bic, validate_corr_account
from femida.kernel.money import LIMIT, roubles

_FORMAT: Final = "ST"
_VERSION: Final = "0001"
_SERVICE_BYTES: Final = 8
# The digit of the character set (section 5.2.1).
_CHARSETS: Final = {"1": "cp1251", "2": "utf-8", "3": "koi8-r"}
# «|» first; another one only when it stands in a value, which has no way to be escaped.
_SEPARATORS: Final = "|#;:^_~{}!$%&()*+,/@"
_MOST_REQUIRED_BYTES: Final = 300
_LONGEST: Final = 2_953  # bytes that the largest QR code holds
_NO_CORR_ACCOUNT: Final = "0"

_REQUIRED: Final = {"Name": 160, "PersonalAcc": 20, "BankName": 45, "BIC": 9, "CorrespAcc": 20}
_ADDITIONAL: Final = {
    "Sum": 18, "Purpose": 210, "PayeeINN": 12, "PayerINN": 12, "DrawerStatus": 2, "KPP": 9, "CBC": 20,
    "OKTMO": 11, "PaytReason": 2, "TaxPeriod": 10, "DocNo": 15, "DocDate": 10, "TaxPaytKind": 2,
}  # fmt: skip
# Fields whose length the standard leaves to the parties.
_OTHER: Final = (
    "LastName", "FirstName", "MiddleName", "PayerAddress", "PersonalAccount", "DocIdx", "PensAcc",
    "Contract", "PersAcc", "Flat", "Phone", "PayerIdType", "PayerIdNum", "ChildFio", "BirthDate", "PaymTerm",
    "PaymPeriod", "Category", "ServiceName", "CounterId", "CounterVal", "QuittId", "QuittDate", "InstNum",
    "ClassNum", "SpecFio", "AddAmount", "RuleId", "ExecId", "RegType", "UIN", "TechCode",
)  # fmt: skip
LONGEST: Final[Mapping[str, int]] = {**_REQUIRED, **_ADDITIONAL}
"""The most characters of a field, for callers that shorten a text before they build."""


class InvalidPaymentCode(KernelError):
    """The text is no code of a payment, or the values make none; `code` says why, `name` which field."""

    MESSAGES = {
        "format": "This is no code of a payment: the service block is wrong.",
        "charset": "The characters do not fit the character set of the code.",
        "shape": "A field is not written as a name and a value.",
        "twice": "A field stands in the code twice.",
        "missing": "A required field is empty.",
        "unknown": "The standard has no such field.",
        "too_long": "A value is longer than the standard allows.",
        "too_large": "The required fields take more than 300 bytes, or the whole does not fit a symbol.",
        "characters": "A value has control characters or line ends.",
        "account": "The account or the bank is wrong by its check digits.",
        "sum": "The sum is not a whole number of kopecks above zero.",
        "separator": "Every possible separator stands in some value.",
    }

    def __init__(self, code: str, name: str = "") -> None:
        super().__init__(code)
        self.name = name


@dataclass(frozen=True, slots=True)
class PaymentCode:
    """A payment: to whom, into which account, how much (roubles; None lets the payer say), what for.

    `corr_account` is empty for banks that have none (the code then says «0»). `fields` are further fields by
    their names in the standard: «Purpose», «PayeeINN», «KPP», «LastName», «Contract» and so on.
    """

    name: str
    account: str
    bank_name: str
    bic: str
    corr_account: str
    amount: Decimal | None = None
    fields: Mapping[str, str] = field(default_factory=dict)


def build(payment: PaymentCode) -> bytes:
    """The code of a payment as bytes for a symbol. Raises `InvalidPaymentCode`.

    UTF-8 («ST00012») is used as long as the required fields take at most 300 bytes in it; longer Russian
    names go in Windows-1251 («ST00011»), where a letter takes one byte. The separator is «|», or the first
    allowed character that stands in no value. Accounts are checked by their check digits.
    """
    required, further = _required_of(payment), _further_of(payment)
    separator = _separator([*required.values(), *further.values()])
    for charset in ("2", "1"):
        try:
            head, tail = (
                _joined(pairs, separator).encode(_CHARSETS[charset]) for pairs in (required, further)
            )
        except UnicodeEncodeError:
            raise InvalidPaymentCode("charset") from None
        if len(head) <= _MOST_REQUIRED_BYTES:
            made = f"{_FORMAT}{_VERSION}{charset}".encode() + head + tail
            if len(made) > _LONGEST:
                raise InvalidPaymentCode("too_large")
            return made
    raise InvalidPaymentCode("too_large")


def parse(code: bytes | str) -> PaymentCode:
    """The payment that a code says. Raises `InvalidPaymentCode`; fields unknown to the standard are kept.

    Bytes are read in the character set that the service block names; text is taken as decoded already.
    """
    text = _decoded(code)
    separator = text[_SERVICE_BYTES - 1]
    found: dict[str, str] = {}
    for part in text[_SERVICE_BYTES:].split(separator):
        if not part:
            continue
        name, equals, value = part.partition("=")
        if not equals or not name:
            raise InvalidPaymentCode("shape")
        if name in found:
            raise InvalidPaymentCode("twice", name)
        found[name] = _checked(name, value)
    for name in _REQUIRED:
        if not found.get(name):
            raise InvalidPaymentCode("missing", name)
    corr_account = found.pop("CorrespAcc")
    typed = found.pop("Sum", "")
    return PaymentCode(
        name=found.pop("Name"),
        account=found.pop("PersonalAcc"),
        bank_name=found.pop("BankName"),
        bic=found.pop("BIC"),
        corr_account="" if corr_account == _NO_CORR_ACCOUNT else corr_account,
        amount=_from_kopecks(typed) if typed else None,
        fields={name: value for name, value in found.items() if value},
    )


def qr_svg(code: bytes, *, css: str = "") -> str:
    """The symbol of a code as SVG, black on white with its quiet zone, the size left to the page.

    QR (ISO/IEC 18004) is one of the symbologies that the standard allows; a symbol corrects 15 per cent of
    damage at least (level M).
    """
    import segno

    symbol = segno.make(code, error="m", micro=False)
    return symbol.svg_inline(
        border=4, dark="#000", light="#fff", omitsize=True, svgclass=css or None, lineclass=None
    )


def _required_of(payment: PaymentCode) -> dict[str, str]:
    try:
        bic = validate_bic(payment.bic)
        account = validate_account(payment.account, bic)
        corr = validate_corr_account(payment.corr_account, bic) if payment.corr_account else _NO_CORR_ACCOUNT
    except KernelError:
        raise InvalidPaymentCode("account") from None
    pairs = {
        "Name": payment.name,
        "PersonalAcc": account,
        "BankName": payment.bank_name,
        "BIC": bic,
        "CorrespAcc": corr,
    }
    for name, value in pairs.items():
        if not value.strip():
            raise InvalidPaymentCode("missing", name)
    return {name: _checked(name, value) for name, value in pairs.items()}


def _further_of(payment: PaymentCode) -> dict[str, str]:
    pairs: dict[str, str] = {}
    if payment.amount is not None:
        pairs["Sum"] = _kopecks(payment.amount)
    for name, value in payment.fields.items():
        if name == "Sum" or (name not in _ADDITIONAL and name not in _OTHER):
            raise InvalidPaymentCode("unknown", name)
        if value:
            pairs[name] = _checked(name, value)
    return pairs


def _checked(name: str, value: str) -> str:
    if not value.isprintable():
        raise InvalidPaymentCode("characters", name)
    if len(value) > LONGEST.get(name, _LONGEST):
        raise InvalidPaymentCode("too_long", name)
    return value


def _kopecks(amount: Decimal) -> str:
    """«Sum» is a whole number of kopecks (table of additional fields)."""
    try:
        exact = roubles(amount)
    except KernelError:
        raise InvalidPaymentCode("sum", "Sum") from None
    if exact <= 0:
        raise InvalidPaymentCode("sum", "Sum")
    return str(int(exact.scaleb(2)))


def _from_kopecks(text: str) -> Decimal:
    if not (text.isascii() and text.isdecimal()):
        raise InvalidPaymentCode("sum", "Sum")
    amount = Decimal(text).scaleb(-2)
    if not 0 < amount <= LIMIT:
        raise InvalidPaymentCode("sum", "Sum")
    return roubles(amount)


def _separator(values: Iterable[str]) -> str:
    taken = set("".join(values))
    for candidate in _SEPARATORS:
        if candidate not in taken:
            return candidate
    raise InvalidPaymentCode("separator")


def _joined(pairs: Mapping[str, str], separator: str) -> str:
    return "".join(f"{separator}{name}={value}" for name, value in pairs.items())


def _decoded(code: bytes | str) -> str:
    if len(code) > _LONGEST:
        raise InvalidPaymentCode("too_large")
    start = code[:_SERVICE_BYTES]
    service = start.decode("latin-1") if isinstance(start, bytes) else start
    if len(service) < _SERVICE_BYTES or service[: len(_FORMAT + _VERSION)] != _FORMAT + _VERSION:
        raise InvalidPaymentCode("format")
    charset = _CHARSETS.get(service[6])
    if charset is None or not service[7].isascii() or service[7].isalnum() or service[7] == "=":
        raise InvalidPaymentCode("format")
    if isinstance(code, str):
        return code
    try:
        return code.decode(charset)
    except UnicodeDecodeError:
        raise InvalidPaymentCode("charset") from None
