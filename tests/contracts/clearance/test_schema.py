"""The schema files take what we write and turn away what breaks the list."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from marketplace.clearance.messages import ceb303
from marketplace.clearance.messages.errors import MessageInvalid
from marketplace.clearance.simulator.documents import SCHEMA_DIR, NotAccepted, load
from marketplace.clearance.simulator.orders import read_message
from tests.factories.customs_messages import EXPORTER, envelope_of, order_line, order_message, receipt_xml


def rejection(xml: bytes, schema: str = "CEB303Message") -> str:
    with pytest.raises(NotAccepted) as caught:
        load(xml, schema=schema, code="bad")
    return caught.value.info


def test_every_schema_file_is_a_schema() -> None:
    files = sorted(SCHEMA_DIR.glob("*.xsd"))
    assert [file.stem for file in files] == ["CEB303Message", "CEB304Message", "CEB900Message", "DxpMsg"]
    for file in files:
        etree.XMLSchema(etree.parse(file))


texts = st.text(min_size=1, max_size=300)
numbers = st.decimals(min_value=0, max_value=Decimal("99999999999999.99999"), places=5)


@given(name=texts, note=st.text(max_size=1200), number=texts, price=numbers, quantity=numbers)
def test_whatever_is_built_is_valid(name: str, note: str, number: str, price: Decimal, quantity: Decimal) -> None:
    line = order_line(item_name=name, description=note, quantity=quantity, unit_price=price)
    try:
        message = ceb303.build(order_message(order_number=number, note=note, lines=(line, line)))
    except MessageInvalid:
        return
    order = read_message(message).orders[0]
    assert order.number == number.strip()
    assert [(found.price, found.quantity) for found in order.lines] == [(price, quantity)] * 2


def test_the_longest_message_that_can_be_built_is_valid() -> None:
    line = order_line(
        item_number="货" * 30,
        item_name="𠮷" * 250,
        description="述" * 1000,
        barcode="码" * 50,
        quantity=Decimal("99999999999999.99999"),
        unit_price=Decimal("99999999999999.99999"),
        total_price=Decimal("99999999999999.99999"),
    )
    message = ceb303.build(
        order_message(
            order_number="单" * 60,
            note="备" * 1000,
            exporter=ceb303.Party(code="5" * 18, name="企" * 100),
            lines=(line,) * 100,
            goods_value=Decimal("99999999999999.99999"),
        )
    )
    assert len(read_message(message).orders[0].lines) == 100


REQUIRED = [
    "guid appType appTime appStatus orderType orderNo ebpCode ebpName ebcCode ebcName goodsValue freight currency",
    "gnum itemNo itemName unit qty price totalPrice copCode copName dxpMode dxpId OrderHead OrderList BaseTransfer",
]


@pytest.mark.parametrize("name", " ".join(REQUIRED).split())
def test_an_order_without_a_required_element_is_turned_away(name: str) -> None:
    message = ceb303.build(order_message())
    cut = re.sub(rb"<ceb:%b>.*?</ceb:%b>" % (name.encode(), name.encode()), b"", message, count=1)
    assert cut != message
    assert "expected" in rejection(cut).lower()


@pytest.mark.parametrize(
    ("first", "second"),
    [("appType", "appTime"), ("orderNo", "ebpCode"), ("qty", "price"), ("itemNo", "itemName"), ("copCode", "copName")],
)
def test_elements_in_another_order_are_turned_away(first: str, second: str) -> None:
    message = ceb303.build(order_message()).decode()
    found = re.search(rf"(<ceb:{first}>.*?</ceb:{first}>)(<ceb:{second}>.*?</ceb:{second}>)", message)
    assert found is not None
    assert "not expected" in rejection(message.replace(found[0], found[2] + found[1]).encode())


def test_the_transfer_inside_the_order_as_in_the_published_samples_is_turned_away() -> None:
    message = ceb303.build(order_message()).decode()
    transfer = message[message.index("<ceb:BaseTransfer>") : message.index("</ceb:CEB303Message>")]
    doubled = message.replace("</ceb:CEB303Message>", transfer + "</ceb:CEB303Message>")
    assert "not expected" in rejection(doubled.encode())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<ceb:appType>1<", "<ceb:appType>4<"),
        ("<ceb:orderType>B<", "<ceb:orderType>X<"),
        ("<ceb:currency>502<", "<ceb:currency>USD<"),
        ("<ceb:qty>100<", "<ceb:qty>1E2<"),
        ("<ceb:qty>100<", "<ceb:qty>0<"),
        ("<ceb:qty>100<", "<ceb:qty>-1<"),
        ("<ceb:qty>100<", "<ceb:qty>100000000000000<"),
        ("<ceb:price>0.304<", "<ceb:price>0.304001<"),
        ("<ceb:price>0.304<", "<ceb:price>,304<"),
        ("<ceb:gnum>1<", "<ceb:gnum>0<"),
        ("<ceb:gnum>1<", "<ceb:gnum>1.5<"),
        ("<ceb:unit>035<", "<ceb:unit>kg<"),
        ("<ceb:ebcName>", "<ceb:ebcName>" + "长" * 100),
        ("<ceb:appTime>2", "<ceb:appTime>"),
        ('version="1.0"', 'version="2.0"'),
        ('version="1.0"', ""),
        ("<ceb:Order>", "<ceb:Order><!-- -->x"),
    ],
)
def test_a_value_outside_its_type_is_turned_away(old: str, new: str) -> None:
    message = ceb303.build(order_message()).decode()
    assert old in message
    assert rejection(message.replace(old, new, 1).encode())


def test_a_hundred_and_one_lines_or_orders_are_turned_away() -> None:
    message = ceb303.build(order_message()).decode()
    line = message[message.index("<ceb:OrderList>") : message.index("</ceb:Order>")]
    order = message[message.index("<ceb:Order>") : message.index("<ceb:BaseTransfer>")]
    assert "not expected" in rejection(message.replace(line, line * 101).encode())
    assert "not expected" in rejection(message.replace(order, order * 101).encode())


def test_a_message_of_another_namespace_is_turned_away() -> None:
    message = ceb303.build(order_message()).replace(b"chinaport.gov.cn/ceb", b"chinaport.gov.cn/abc")
    assert "No matching global declaration" in rejection(message)


def test_a_document_type_is_turned_away_by_the_window_too() -> None:
    declaration = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    message = ceb303.build(order_message(exporter=EXPORTER)).split(b"\n", 1)[1]
    assert rejection(declaration + message) == "a document type is not allowed"


def test_our_envelopes_and_the_receipts_we_read_are_valid() -> None:
    assert load(envelope_of(b"<a/>"), schema="DxpMsg", code="bad").tag.endswith("DxpMsg")
    assert load(receipt_xml(), schema="CEB304Message", code="bad").tag.endswith("CEB304Message")
