"""Builds the ready templates of documents: `python -m tools.document_presets`.

The files stand in git beside the code that loads them; a test tells when they and this program differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from femida.platform.texts.docx.package import write_parts

FOLDER: Final = Path(__file__).resolve().parents[1] / "femida" / "practice" / "documents" / "presets"

_W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_KIND: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TEXT_WIDTH: Final = 9638
"""Twentieths of a point between the margins of a page."""


def run(words: str, *, bold: bool = False, italic: bool = False, size: int = 0) -> str:
    """A run; `size` in half points. A tab and a line end in the words become those of Word."""
    sized = f'<w:sz w:val="{size}"/>' if size else ""
    looks = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "") + sized
    pieces = []
    for line_place, line in enumerate(words.split("\n")):
        pieces.append("<w:br/>" if line_place else "")
        for place, piece in enumerate(line.split("\t")):
            pieces.append("<w:tab/>" if place else "")
            pieces.append(f'<w:t xml:space="preserve">{escape(piece)}</w:t>' if piece else "")
    properties = f"<w:rPr>{looks}</w:rPr>" if looks else ""
    return f"<w:r>{properties}{''.join(pieces)}</w:r>"


def paragraph(
    words: str,
    *,
    style: str = "",
    align: str = "",
    bold: bool = False,
    italic: bool = False,
    size: int = 0,
    level: int | None = None,
    right_tab: bool = False,
    spacing: str = "",
    keep: bool = False,
) -> str:
    """A paragraph; words between asterisks are bold, `level` is its place in the numbered list."""
    properties = "".join(
        (
            f'<w:pStyle w:val="{style}"/>' if style else "",
            "<w:keepNext/>" if keep else "",
            f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>' if level is not None else "",
            f'<w:tabs><w:tab w:val="right" w:pos="{_TEXT_WIDTH}"/></w:tabs>' if right_tab else "",
            f"<w:spacing {spacing}/>" if spacing else "",
            f'<w:jc w:val="{align}"/>' if align else "",
        )
    )
    runs = "".join(
        run(piece, bold=bold or place % 2 == 1, italic=italic, size=size)
        for place, piece in enumerate(words.split("*"))
        if piece
    )
    wrapped = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{wrapped}{runs}</w:p>"


def heading(words: str) -> str:
    """A section of the contract: numbered, bold, in the middle."""
    return paragraph(words, style="Section", level=0, keep=True)


def clause(words: str) -> str:
    """A numbered clause of a section."""
    return paragraph(words, style="Clause", level=1)


def cell(inside: str, width: int, *, shade: bool = False) -> str:
    """A cell of ready paragraphs."""
    fill = '<w:shd w:val="clear" w:color="auto" w:fill="F2F2F2"/>' if shade else ""
    properties = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{fill}<w:vAlign w:val="center"/></w:tcPr>'
    return f"<w:tc>{properties}{inside}</w:tc>"


def table(rows: list[str], widths: list[int], *, borders: bool = True) -> str:
    """A table of ready rows over the whole width."""
    kind = 'w:val="single" w:sz="4" w:space="0" w:color="auto"' if borders else 'w:val="nil"'
    sides = "".join(
        f"<w:{side} {kind}/>" for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblBorders>{sides}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}</w:tbl>'
    )


def grid_table(heads: list[str], places: list[str], widths: list[int], aligns: list[str]) -> str:
    """A ruled table with a head and one row that is repeated."""
    head = "".join(
        cell(paragraph(words, style="Cell", align="center", bold=True), width, shade=True)
        for words, width in zip(heads, widths, strict=True)
    )
    row = "".join(
        cell(paragraph(words, style="Cell", align=align), width)
        for words, width, align in zip(places, widths, aligns, strict=True)
    )
    return table(
        [
            f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>",
            f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{row}</w:tr>",
        ],
        widths,
    )


def two_columns(left: list[str], right: list[str]) -> str:
    """Two columns without borders: the requisites of both sides."""
    widths = [_TEXT_WIDTH // 2, _TEXT_WIDTH - _TEXT_WIDTH // 2]
    cells = "".join(cell("".join(inside), width) for inside, width in zip((left, right), widths, strict=True))
    row = f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"
    return table(
        [row.replace('<w:vAlign w:val="center"/>', '<w:vAlign w:val="top"/>')], widths, borders=False
    )


def footer(words: str) -> str:
    """The foot of every page: words at the left, the page and the number of pages at the right."""
    fields = (
        f'{run("стр. ", size=18)}<w:fldSimple w:instr="PAGE">{run("1", size=18)}</w:fldSimple>'
        f'{run(" из ", size=18)}<w:fldSimple w:instr="NUMPAGES">{run("1", size=18)}</w:fldSimple>'
    )
    tabs = f'<w:tabs><w:tab w:val="right" w:pos="{_TEXT_WIDTH}"/></w:tabs>'
    properties = f'<w:pPr>{tabs}<w:spacing w:after="0"/></w:pPr>'
    said = run(f"{words}\t", size=18)
    return f"{_HEAD}<w:ftr {_SPACES}><w:p>{properties}{said}{fields}</w:p></w:ftr>"


_SPACES: Final = f'xmlns:w="{_W}" xmlns:r="{_R}"'
_STYLES: Final = f"""{_HEAD}<w:styles {_SPACES}>
<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"
 w:cs="Times New Roman" w:eastAsia="Times New Roman"/><w:sz w:val="22"/><w:lang w:val="ru-RU"/></w:rPr></w:rPrDefault>
<w:pPrDefault><w:pPr><w:spacing w:after="80" w:line="252" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:pPr><w:jc w:val="both"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/>
<w:pPr><w:spacing w:after="40"/><w:jc w:val="center"/></w:pPr><w:rPr><w:b/><w:sz w:val="28"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Section"><w:name w:val="Section"/><w:basedOn w:val="Normal"/>
<w:pPr><w:keepNext/><w:spacing w:before="200" w:after="100"/><w:jc w:val="center"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="Clause"><w:name w:val="Clause"/><w:basedOn w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="Cell"><w:name w:val="Cell"/><w:basedOn w:val="Normal"/>
<w:pPr><w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/><w:jc w:val="left"/></w:pPr>
<w:rPr><w:sz w:val="20"/></w:rPr></w:style>
</w:styles>"""
_NUMBERING: Final = f"""{_HEAD}<w:numbering {_SPACES}>
<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/><w:lvlJc w:val="left"/>
<w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2."/><w:lvlJc w:val="left"/>
<w:pPr><w:ind w:left="567" w:hanging="567"/></w:pPr></w:lvl>
</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"""
_TYPES: Final = "".join(
    f'<Override PartName="/word/{name}.xml" ContentType="{_KIND}{kind}+xml"/>'
    for name, kind in (
        ("document", "document.main"),
        ("styles", "styles"),
        ("numbering", "numbering"),
        ("footer1", "footer"),
    )
)


def document(body: str, foot: str) -> bytes:
    """A DOCX with this body and foot on A4 with a binding margin."""
    section = (
        '<w:sectPr><w:footerReference w:type="default" r:id="rId3"/><w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1134" w:right="850" w:bottom="1134" w:left="1418" w:header="567" w:footer="567"/>'
        "</w:sectPr>"
    )
    related = "".join(
        f'<Relationship Id="rId{number}" Type="{_R}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(
            (("styles", "styles.xml"), ("numbering", "numbering.xml"), ("footer", "footer1.xml")), start=1
        )
    )
    relationships = f'<Relationships xmlns="{_PACKAGE}/relationships">'
    parts: Mapping[str, str] = {
        "[Content_Types].xml": (
            f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" '
            'ContentType="application/xml"/><Default Extension="rels" '
            f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{_TYPES}</Types>'
        ),
        "_rels/.rels": (
            f'{_HEAD}{relationships}<Relationship Id="rId1" Type="{_R}/officeDocument" '
            'Target="word/document.xml"/></Relationships>'
        ),
        "word/document.xml": f"{_HEAD}<w:document {_SPACES}><w:body>{body}{section}</w:body></w:document>",
        "word/_rels/document.xml.rels": f"{_HEAD}{relationships}{related}</Relationships>",
        "word/styles.xml": _STYLES,
        "word/numbering.xml": _NUMBERING,
        "word/footer1.xml": footer(foot),
    }
    return write_parts({name: content.encode() for name, content in parts.items()})


def _signatures(side: str, post: str, name: str) -> list[str]:
    return [
        paragraph(side, style="Cell", bold=True),
        paragraph(post, style="Cell"),
        paragraph(f"____________________ / {name} /", style="Cell", spacing='w:before="360" w:after="40"'),
    ]


def contract() -> bytes:
    """Договор об оказании юридических услуг."""
    services = grid_table(
        ["№", "Услуга", "Кол-во", "Цена, руб.", "Скидка, руб.", "Сумма, руб."],
        ["{услуга.номер}", "{услуга.название}", "{услуга.количество}", "{услуга.цена}", "{услуга.скидка}",
         "{услуга.сумма}"],
        [567, 4171, 1000, 1300, 1300, 1300],
        ["center", "left", "center", "right", "right", "right"],
    )  # fmt: skip
    payments = grid_table(
        ["№", "Срок платежа", "Сумма, руб.", "Сумма прописью"],
        ["{платёж.номер}", "{платёж.срок}", "{платёж.сумма}", "{платёж.сумма прописью}"],
        [567, 3000, 1871, 4200],
        ["center", "left", "right", "left"],
    )
    body = [
        paragraph("ДОГОВОР № {договор номер}", style="Title"),
        paragraph("об оказании юридических услуг", align="center", bold=True, spacing='w:after="200"'),
        paragraph("г. {договор город}\t{договор дата кавычки}", right_tab=True, align="left",
                  spacing='w:after="200"'),
        paragraph("*{исполнитель преамбула}*, {исполнитель именуемый} в дальнейшем «Исполнитель», с одной стороны, "
                  "и *{клиент преамбула}*, {клиент именуемый} в дальнейшем «Заказчик», с другой стороны, "
                  "заключили настоящий договор о нижеследующем."),
        heading("ПРЕДМЕТ ДОГОВОРА"),
        clause("Исполнитель обязуется оказать Заказчику юридические услуги, перечисленные в пункте 1.3, "
               "а Заказчик — оплатить их в порядке и в сроки, установленные договором."),
        clause("Существо дела: {договор суть}. Предполагаемые действия: {договор действия}."),
        clause("Перечень и стоимость услуг:"),
        services,
        clause("Срок оказания услуг: {договор сроки}."),
        heading("СТОИМОСТЬ УСЛУГ И ПОРЯДОК РАСЧЁТОВ"),
        clause("Стоимость услуг составляет *{договор сумма полностью}* ({договор ндс})."),
        clause("Заказчик оплачивает услуги по графику (число платежей: {договор платежей}):"),
        payments,
        clause("Платёж считается внесённым в день поступления денег на счёт или в кассу Исполнителя."),
        clause("Государственная пошлина, почтовые расходы, оплата экспертиз и иные расходы, необходимые для "
               "ведения дела, в стоимость услуг не входят и оплачиваются Заказчиком отдельно."),
        heading("ПРАВА И ОБЯЗАННОСТИ СТОРОН"),
        clause("Исполнитель обязан оказывать услуги лично или силами своих работников, добросовестно и "
               "в интересах Заказчика, сообщать о ходе работы и выдавать копии подготовленных документов."),
        clause("Ответственный за ведение дела со стороны Исполнителя — {юрист} ({юрист должность}). "
               "Исполнитель вправе заменить ответственного, уведомив Заказчика."),
        clause("Заказчик обязан передать документы и сведения, необходимые для оказания услуг, "
               "своевременно их оплачивать и извещать Исполнителя об изменении своих реквизитов."),
        clause("Услуги считаются принятыми с момента подписания акта. Если Заказчик в течение пяти рабочих "
               "дней после получения акта не подписал его и не заявил мотивированных возражений, услуги "
               "считаются принятыми."),
        heading("КОНФИДЕНЦИАЛЬНОСТЬ И ПЕРСОНАЛЬНЫЕ ДАННЫЕ"),
        clause("Исполнитель не разглашает сведения, полученные от Заказчика, и использует их только для "
               "исполнения договора."),
        clause("Заказчик согласен на обработку Исполнителем его персональных данных в объёме, необходимом для "
               "исполнения договора, в соответствии с Федеральным законом от 27.07.2006 № 152-ФЗ "
               "«О персональных данных»."),
        heading("ОТВЕТСТВЕННОСТЬ СТОРОН"),
        clause("Стороны отвечают за неисполнение обязательств по договору в соответствии с законодательством "
               "Российской Федерации."),
        clause("Исполнитель не гарантирует принятия судом или органом власти определённого решения и не "
               "отвечает за последствия предоставления Заказчиком недостоверных сведений."),
        heading("СРОК ДЕЙСТВИЯ И РАСТОРЖЕНИЕ ДОГОВОРА"),
        clause("Договор вступает в силу со дня подписания и действует до исполнения сторонами обязательств."),
        clause("Заказчик вправе отказаться от исполнения договора при условии оплаты Исполнителю фактически "
               "понесённых им расходов (статья 782 Гражданского кодекса Российской Федерации)."),
        heading("ЗАКЛЮЧИТЕЛЬНЫЕ ПОЛОЖЕНИЯ"),
        clause("Споры разрешаются путём переговоров, а при недостижении согласия — в суде в соответствии с "
               "законодательством Российской Федерации."),
        clause("Договор составлен в двух экземплярах, имеющих одинаковую юридическую силу, по одному для "
               "каждой из сторон."),
        heading("РЕКВИЗИТЫ И ПОДПИСИ СТОРОН"),
        two_columns(
            [
                paragraph("Исполнитель", style="Cell", bold=True),
                paragraph("{исполнитель реквизиты}\nТел.: {офис телефон}", style="Cell"),
            ],
            [
                paragraph("Заказчик", style="Cell", bold=True),
                paragraph("{клиент реквизиты}", style="Cell"),
            ],
        ),
        two_columns(
            _signatures("", "{исполнитель должность}", "{исполнитель подпись}"),
            _signatures("", "Заказчик", "{клиент подпись}"),
        ),
        paragraph("", spacing='w:after="0"'),
    ]  # fmt: skip
    return document("".join(body), "Договор № {договор номер}")


def power_of_attorney() -> bytes:
    """Доверенность."""
    powers = (
        "вести дела доверителя во всех судах судебной системы Российской Федерации, у мировых судей, "
        "в органах государственной власти и местного самоуправления, в организациях",
        "подписывать и предъявлять исковые заявления, заявления, жалобы, ходатайства и иные документы",
        "знакомиться с материалами дела, делать выписки, снимать копии, представлять доказательства",
        "обжаловать судебные акты, действия и решения органов и должностных лиц",
        "получать и предъявлять к взысканию исполнительные документы",
        "получать документы, делать и заверять копии, расписываться за доверителя и совершать все действия, "
        "связанные с этим поручением",
    )
    body = [
        paragraph("ДОВЕРЕННОСТЬ", style="Title", spacing='w:after="200"'),
        paragraph("г. {договор город}", align="left"),
        paragraph("{документ дата прописью}", align="left", italic=True, spacing='w:after="240"'),
        paragraph("Настоящей доверенностью *{клиент преамбула}*, {клиент именуемый} в дальнейшем «Доверитель», "
                  "уполномочивает *{юрист винительный}*, паспорт ______________________, представлять интересы "
                  "Доверителя по договору с {исполнитель творительный} от {договор дата} № {договор номер} "
                  "({договор предмет}), для чего предоставляет право:"),
        *(paragraph(f"— {power}{';' if place < len(powers) else '.'}") for place, power in
          enumerate(powers, start=1)),
        paragraph("Доверенность выдана сроком на один год без права передоверия полномочий другим лицам "
                  "(статьи 185 и 186 Гражданского кодекса Российской Федерации).",
                  spacing='w:before="160" w:after="360"'),
        table(
            [
                "<w:tr>"
                + cell(paragraph("{клиент}", style="Cell", bold=True), 5000)
                + cell(paragraph("____________________ / {клиент подпись} /", style="Cell", align="right"), 4638)
                + "</w:tr>"
            ],
            [5000, 4638],
            borders=False,
        ),
        paragraph("", spacing='w:after="0"'),
    ]  # fmt: skip
    return document("".join(body), "Доверенность к договору № {договор номер}")


BUILT: Final = {"contract": contract, "power_of_attorney": power_of_attorney}


def main() -> None:
    """Write the files."""
    FOLDER.mkdir(exist_ok=True)
    for name, build in BUILT.items():
        (FOLDER / f"{name}.docx").write_bytes(build())


if __name__ == "__main__":
    main()
