"""Word and Excel files made for tests."""

from __future__ import annotations

from io import BytesIO


def make_docx(build):
    """Return the bytes of a Word document after `build(document)` has filled it."""
    import docx

    document = docx.Document()
    build(document)
    data = BytesIO()
    document.save(data)
    return data.getvalue()


def make_xlsx(sheets):
    """Return the bytes of a workbook with `sheets`: title -> rows of cells."""
    import openpyxl

    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    data = BytesIO()
    book.save(data)
    return data.getvalue()
