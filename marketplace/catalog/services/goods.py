"""A good comes into being and is described."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction

from marketplace.audit.services import record_event
from marketplace.catalog import acts
from marketplace.catalog.errors import FieldsInvalid
from marketplace.catalog.models import Good, GoodStatus
from marketplace.catalog.publication import ensure_complete
from marketplace.catalog.services.fields import assign, columns
from marketplace.catalog.services.trace import locked_for, locked_good, save_change
from marketplace.companies.selectors import ensure_may
from marketplace.kernel.languages import COLUMNS, best, texts_of
from marketplace.reference.models import ExportDocument
from search.analysis.fields import collated

if TYPE_CHECKING:
    from marketplace.accounts.models import User

TEXTS: Final = columns("name", "description", "ordering_reason", "storage", "fob_place")
FACTS: Final = frozenset(
    {
        "hs_code",
        "origin_country",
        "is_gi_protected",
        "ordering",
        "season_mask",
        "is_cold_chain",
        "storage_min_c",
        "storage_max_c",
        "shelf_life_days",
        "lead_time_min_days",
        "lead_time_max_days",
        "attributes",
        "is_illustrative",
    }
)


@transaction.atomic
def create_good(
    *,
    sku: str,
    slug: str,
    producer_id: int,
    category_id: int,
    county_id: int,
    unit_id: int,
    texts: Mapping[str, str],
    facts: Mapping[str, Any],
    actor: User | None,
    now: datetime,
    documents: Sequence[str] = (),
) -> Good:
    """Write a new good as a draft that only its producer sees.

    Args:
        sku: at most 15 ASCII characters, unique.
        slug: its address in all languages, unique.
        producer_id: primary key of a company of kind producer.
        category_id: primary key.
        county_id: primary key.
        unit_id: primary key.
        texts: translated columns by explicit name (``name_vi``).
        facts: columns of FACTS (``hs_code``, ``season_mask`` …).
        actor: one of the producer's people, or an operator; None for the system.
        now: present instant, aware UTC.
        documents: codes of the papers that its export needs.
    Raises:
        NotPermitted: ``actor`` may not.
        FieldsNotEditable, FieldsInvalid: as ``update_good_texts``.
        IntegrityError: sku or slug is taken, or a fact contradicts another.
    """
    ensure_may(actor=actor, company_id=producer_id, act=acts.EDIT_GOOD)
    good = Good(
        sku=sku,
        slug=slug,
        producer_id=producer_id,
        category_id=category_id,
        county_id=county_id,
        unit_id=unit_id,
        created_at=now,
    )
    assign(good, texts, allowed=TEXTS)
    assign(good, facts, allowed=FACTS)
    _collate(good)
    good.save(force_insert=True)
    good.documents.set(ExportDocument.objects.filter(code__in=documents))
    record_event(
        verb="good.created",
        subject=good,
        actor=actor.pk if actor else None,
        actor_label=str(actor or "system"),
        at=now,
        data={"sku": sku},
    )
    return good


def update_good_texts(*, good_id: int, texts: Mapping[str, str], actor: User | None, now: datetime) -> Good:
    """Change what a good says about itself, in any of the three languages.

    Args:
        good_id: primary key.
        texts: translated columns by explicit name (``description_zh_hans``); the others keep theirs.
        actor: one of the producer's people, or an operator; None for the system.
        now: present instant, aware UTC.
    Returns:
        The good; its revision grows only when a text really changed.
    Raises:
        Good.DoesNotExist: no such good.
        NotPermitted: ``actor`` may not.
        FieldsNotEditable: not a text of a good.
        FieldsInvalid: too long, or characters that no database stores.
        GoodIncomplete: a published good would lose what visitors must see.
    """
    return _update(good_id, texts, allowed=TEXTS, verb="good.texts.changed", actor=actor, now=now)


def update_good_facts(*, good_id: int, facts: Mapping[str, Any], actor: User | None, now: datetime) -> Good:
    """Change the facts of a good: columns of FACTS. Arguments and errors as ``update_good_texts``.

    A new HS code is not verified, whatever the old one was.
    """
    return _update(good_id, facts, allowed=FACTS, verb="good.facts.changed", actor=actor, now=now)


@transaction.atomic
def verify_hs_code(*, good_id: int, hs_code: str, actor: User, now: datetime) -> Good:
    """Record that an operator has confirmed the HS code with customs.

    Args:
        good_id: primary key.
        hs_code: the code that was confirmed, 8 or 10 digits.
        actor: who confirmed it.
        now: present instant, aware UTC.
    Raises:
        Good.DoesNotExist: no such good.
        FieldsInvalid: the good's code is another one by now.
    """
    good = locked_good(good_id)
    if good.hs_code != hs_code or not hs_code:
        raise FieldsInvalid(errors={"hs_code": "changed_meanwhile"})
    good.is_hs_verified = True
    return save_change(
        good,
        fields=["is_hs_verified"],
        verb="good.hs_code.verified",
        data={"hs_code": hs_code},
        actor=actor,
        now=now,
        is_seen=good.status == GoodStatus.PUBLISHED,
    )


@transaction.atomic
def _update(
    good_id: int,
    values: Mapping[str, Any],
    *,
    allowed: Collection[str],
    verb: str,
    actor: User | None,
    now: datetime,
) -> Good:
    good = locked_for(good_id, actor=actor, act=acts.EDIT_GOOD)
    changed = assign(good, values, allowed=allowed)
    if not changed:
        return good
    if "hs_code" in changed and good.is_hs_verified:
        good.is_hs_verified = False
        changed.append("is_hs_verified")
    if good.status == GoodStatus.PUBLISHED:
        ensure_complete(good)
    return save_change(
        good,
        fields=[*changed, *_collate(good)],
        verb=verb,
        data={"fields": sorted(changed)},
        actor=actor,
        now=now,
        is_seen=good.status == GoodStatus.PUBLISHED,
    )


def _collate(good: Good) -> list[str]:
    """Set what the names sort by; return the columns."""
    names = texts_of(good, "name")
    keys = {
        f"collation_{suffixes[0]}": collated(code, best(names, code)).encode()[:120]
        for code, suffixes in COLUMNS.items()
    }
    for column, key in keys.items():
        setattr(good, column, key)
    return list(keys)
