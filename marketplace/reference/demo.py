"""Counties, units, currencies, countries, customs codes and export documents of the demonstration market.

Rows that are there already stay as they are, whoever wrote them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.db import models, transaction
from django.utils.text import slugify

from marketplace.kernel.demo import Say, by_column, data, translated
from marketplace.reference.models import CodeTable, Country, County, Currency, CustomsCode, ExportDocument, Unit

COUNTY_SOURCE: Final = "GB/T 2260; texts written for the demonstration; coordinates approximate, not surveyed"
CODES_SOURCE: Final = "customs code tables as published, read 2026-11; not confirmed with customs"
DOCUMENTS_SOURCE: Final = "illustrative; to be checked against the rules in force"
_TABLES: Final = {
    CodeTable.TRADE_MODE: "trade_modes",
    CodeTable.TRANSACTION_MODE: "transaction_modes",
    CodeTable.TRANSPORT_MODE: "transport_modes",
    CodeTable.WRAP_TYPE: "wrap_types_ceb",
    CodeTable.RECEIPT_STATUS: "receipt_statuses",
}


@transaction.atomic
def load(say: Say, *, now: datetime) -> None:
    """Add what is missing of every reference table."""
    say("counties", _add(County, (_county(row) for row in data("counties")), key="code"))
    say("units", _add(Unit, _units(), key="code"))
    say("currencies", _add(Currency, _currencies(), key="code"))
    say("countries", _add(Country, _countries(), key="code"))
    say("customs codes", _add(CustomsCode, _customs_codes(), key="table", second_key="code"))
    say("export documents", _add(ExportDocument, _documents(), key="code"))


def _add(model: type[models.Model], rows: Iterable[models.Model], *, key: str, second_key: str = "pk") -> int:
    """Insert the rows whose keys are not there yet; return how many."""
    keys = (key,) if second_key == "pk" else (key, second_key)
    known = set(model._default_manager.values_list(*keys))
    missing = [row for row in rows if tuple(str(getattr(row, name)) for name in keys) not in known]
    return len(model._default_manager.bulk_create(missing))


def _county(row: dict[str, Any]) -> County:
    specialities = [by_column(one) for one in row["specialities"]]
    return County(
        code=row["code"],
        slug=slugify(row["en"]),
        name_zh_hans=row["zh_short"],
        name_vi=row["vi"],
        name_en=row["en"],
        full_name_zh_hans=row["zh"],
        full_name_vi=row["vi_full"],
        full_name_en=row["en_full"],
        **translated(row, "desc", "description"),
        pinyin=row["pinyin"],
        latitude=str(row["lat"]),
        longitude=str(row["lon"]),
        specialities=specialities,
        source=COUNTY_SOURCE,
    )


def _units() -> Iterable[Unit]:
    names = data("names")["units"]
    own = {good["unit_code"]: {"vi": good["unit_vi"], "en": good["unit_en"]} for good in data("goods")["goods"]}
    for code, name in data("codes")["units"].items():
        others = own.get(code) or names[code]
        yield Unit(code=code, name_zh_hans=name, name_vi=others["vi"], name_en=others["en"], source=CODES_SOURCE)


def _currencies() -> Iterable[Currency]:
    for row in data("codes")["currencies"]:
        yield Currency(
            code=row["iso"],
            customs_code=row["numeric"] or "",
            source=row.get("note", CODES_SOURCE),
            is_verified=row["confidence"] == "A",
        )


def _countries() -> Iterable[Country]:
    names = data("names")["countries"]
    for row in data("codes")["countries"]:
        others = names[row["iso3"]]
        yield Country(
            code=others["alpha_2"],
            customs_code=row["numeric"],
            name_zh_hans=row["zh"],
            name_vi=others["vi"],
            name_en=others["en"],
            source=CODES_SOURCE,
        )


def _customs_codes() -> Iterable[CustomsCode]:
    codes = data("codes")
    for table, name in _TABLES.items():
        for code, text in codes[name].items():
            yield CustomsCode(table=table, code=code, name_zh=text, source=CODES_SOURCE)
    for row in codes["customs_districts"]:
        yield CustomsCode(
            table=CodeTable.CUSTOMS_DISTRICT,
            code=row["code"],
            name_zh=row["zh"],
            source=CODES_SOURCE,
            is_verified=row["verified"],
        )


def _documents() -> Iterable[ExportDocument]:
    for code, row in data("trade")["documents"].items():
        yield ExportDocument(
            code=code, **translated(row, "name", "name"), **translated(row, "note", "note"), source=DOCUMENTS_SOURCE
        )
