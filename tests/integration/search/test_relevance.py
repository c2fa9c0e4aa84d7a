"""The right good among the first, in any language and script, for the demonstration market."""

from __future__ import annotations

import unicodedata

import pytest

from search import querying
from search.querying import SearchResult
from tests.integration.search import market

pytestmark = pytest.mark.usefixtures("market_site")

SWEET, JUICE, SOUR = "HH-MZ-001", "HH-MZ-004", "HH-JS-008"
RED_RICE, RED_RICE_NOODLES = "HH-YY-001", "HH-YY-002"
TOFU, TOFU_SKIN, BEAN_CURD = "HH-SP-001", "HH-SP-002", "HH-SP-003"
PINEAPPLE, DRIED_PINEAPPLE = "HH-HK-002", "HH-HK-004"
POTTERY = {"HH-JS-001", "HH-JS-002", "HH-JS-003", "HH-JS-004"}
GREEN_TEAS = {"HH-YY-004", "HH-LC-001"}
TEAS = GREEN_TEAS | {"HH-LC-002"}


def ask(q: str) -> SearchResult:
    return querying.search(q=q, lang="en", size=100)


def goods(q: str) -> list[str]:
    return [hit.sku for hit in ask(q).hits if hit.type == "good"]


@pytest.mark.parametrize(
    ("q", "first"),
    [
        # Chinese: words, parts of names, traditional characters, one character
        ("石榴", {SWEET, SOUR}),
        ("蒙自石榴", {SWEET}),
        ("蒙自 石榴", {SWEET}),
        ("蒙自甜绿籽石榴", {SWEET}),
        ("甜绿籽", {SWEET}),
        ("石榴汁", {JUICE}),
        ("酸石榴", {SOUR}),
        ("紅米", {RED_RICE}),
        ("梯田红米", {RED_RICE}),
        ("红米线", {RED_RICE_NOODLES}),
        ("紫陶", POTTERY),
        ("豆腐", {TOFU}),
        ("豆腐皮", {TOFU_SKIN}),
        ("绿茶", GREEN_TEAS),
        ("过桥米线", {"HH-MZ-005", "HH-MZ-006"}),
        ("茶壶", {"HH-JS-001"}),
        ("红酒", {"HH-ML-001", "HH-ML-002"}),
        ("凤梨", {PINEAPPLE}),
        ("西红柿", {"HH-KY-004"}),
        ("奇异果", {"HH-PB-002"}),
        # Pinyin: joined, apart, in one go, initials, as keyboards write ü
        ("shiliu", {SWEET, SOUR}),
        ("shi liu", {SWEET, SOUR}),
        ("sl", {SWEET, SOUR}),
        ("mengzi shiliu", {SWEET}),
        ("mengzishiliu", {SWEET}),
        ("meng zi shi liu", {SWEET}),
        ("zitao", POTTERY),
        ("lvcha", GREEN_TEAS),
        ("doufu", {TOFU}),
        ("hongmi", {RED_RICE}),
        ("boluo", {PINEAPPLE}),
        # Vietnamese with marks, without, decomposed, in capitals
        ("lựu", {SWEET, SOUR}),
        ("lựu mông tự", {SWEET}),
        ("luu mong tu", {SWEET}),
        ("LỰU MÔNG TỰ", {SWEET}),
        (unicodedata.normalize("NFD", "lựu mông tự"), {SWEET}),
        ("gạo đỏ", {RED_RICE}),
        ("gao do", {RED_RICE}),
        ("gao do nguyen duong", {RED_RICE}),
        ("gốm tím", POTTERY),
        ("gom tim", POTTERY),
        ("đậu phụ", {TOFU}),
        ("dau phu", {TOFU}),
        ("trà xanh", GREEN_TEAS),
        ("tra xanh", GREEN_TEAS),
        ("dứa", {PINEAPPLE, DRIED_PINEAPPLE}),
        ("xoai", {"HH-HK-003"}),
        ("rượu vang", {"HH-ML-001", "HH-ML-002", "HH-SP-005"}),
        ("cà phê", {"HH-HH-003"}),
        ("hoa hồi", {"HH-LC-003"}),
        # Vietnamese of the south, of the trade, and other words for the same
        ("thơm", {PINEAPPLE}),
        ("khóm", {PINEAPPLE}),
        ("chè xanh", GREEN_TEAS),
        ("che xanh", GREEN_TEAS),
        ("đậu hũ", {TOFU}),
        ("dau hu", {TOFU}),
        ("tàu hũ", {TOFU, TOFU_SKIN}),
        ("chanh leo", {"HH-JP-005"}),
        ("lệ chi", {"HH-PB-001"}),
        # English: singular, plural, several words, other words for the same
        ("pomegranate", {SWEET, SOUR}),
        ("pomegranates", {SWEET, SOUR}),
        ("purple pottery", POTTERY),
        ("tofu", {TOFU}),
        ("bean curd", {TOFU, BEAN_CURD}),
        ("grape", {"HH-ML-003"}),
        ("grapes", {"HH-ML-003"}),
        ("green tea", GREEN_TEAS),
        ("teapot", {"HH-JS-001"}),
        ("red rice", {RED_RICE}),
        ("coffee", {"HH-HH-003"}),
        ("banana chips", {"HH-HK-005"}),
        ("passionfruit", {"HH-JP-005"}),
        ("litchi", {"HH-PB-001"}),
        ("cinnamon", {"HH-LC-004"}),
        # Misspelt
        ("pomegranite", {SWEET, SOUR}),
        ("pomgranite", {SWEET, SOUR}),
        ("shiliou", {SWEET, SOUR}),
        ("石留", {SWEET, SOUR}),
        ("紫桃", POTTERY),
        ("macadmia", {"HH-HK-006"}),
        ("lychie", {"HH-PB-001"}),
        # Codes
        ("HH-MZ-001", {SWEET}),
        ("hh-mz-001", {SWEET}),
        ("HHMZ001", {SWEET}),
        ("40012200", {"HH-JP-004"}),
        ("4001.22", {"HH-JP-004"}),
        ("hs 40012200", {"HH-JP-004"}),
        ("4001220000", {"HH-JP-004"}),
        ("TSR20", {"HH-JP-004"}),
        # Two languages in one query
        ("mengzi 石榴", {SWEET}),
        ("lựu 蒙自", {SWEET}),
        ("jianshui gốm", POTTERY),
    ],
)
def test_the_first_good_is_the_one_asked_for(q: str, first: set[str]) -> None:
    assert goods(q)[:1], q
    assert goods(q)[0] in first


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("石榴", {SWEET, SOUR, JUICE}),
        ("shiliu", {SWEET, SOUR, JUICE}),
        ("pomegranate", {SWEET, SOUR, JUICE}),
        ("lựu", {SWEET, SOUR, JUICE}),
        ("紫陶", POTTERY),
        ("purple pottery", POTTERY),
        ("tea", TEAS),
        ("茶", TEAS),
        ("trà", TEAS),
        ("chè", TEAS),
        ("普洱", TEAS),
        ("rice noodles", {"HH-MZ-005", "HH-MZ-006", RED_RICE_NOODLES}),
    ],
)
def test_all_that_is_asked_for_stands_before_all_else(q: str, found: set[str]) -> None:
    assert set(goods(q)[: len(found)]) == found


@pytest.mark.parametrize(
    ("q", "count"), [("0810", 8), ("08109", 6), ("081090", 6), ("0810.90", 6), ("08109090", 5), ("0810909090", 5)]
)
def test_a_tariff_code_finds_the_goods_that_begin_with_it(q: str, count: int) -> None:
    digits = q.replace(".", "")
    expected = {one.sku for one in market.published() if one.hs_code and one.hs_code.startswith(digits[:8])}
    assert set(goods(q)) == expected
    assert len(expected) == count


def test_what_is_written_as_typed_stands_above_what_only_folds_alike() -> None:
    assert goods("dứa")[:2] == [PINEAPPLE, DRIED_PINEAPPLE]
    assert ask("chè").hits[0].type == "category"  # Trà (chè) says chè itself


def test_a_county_asked_for_by_name_stands_first_then_its_goods() -> None:
    for q in ("蒙自", "mengzi", "Mông Tự", "mong tu"):
        first, *rest = ask(q).hits
        assert first.id == "county:mengzi", q
        assert rest[0].sku.startswith("HH-MZ"), q


def test_a_category_asked_for_by_name_stands_first() -> None:
    assert [ask(q).hits[0].id for q in ("tea", "茶叶", "cà phê")] == [
        "category:tea",
        "category:tea",
        "category:coffee",
    ]


def test_a_thing_itself_stands_before_what_is_made_from_it() -> None:
    assert goods("蒙自石榴").index(SWEET) < goods("蒙自石榴").index(JUICE)
    assert goods("lychee").index("HH-PB-001") < goods("lychee").index("HH-PB-004")
    assert goods("tofu").index(TOFU) < goods("tofu").index(TOFU_SKIN)


@pytest.mark.parametrize(
    ("q", "meant"), [("pomegranite", "pomegranate"), ("石留", "石榴"), ("shiliou", "shiliu"), ("xoaii", "xoài")]
)
def test_a_misspelt_query_is_answered_with_what_was_probably_meant(q: str, meant: str) -> None:
    assert ask(q).did_you_mean == meant


@pytest.mark.parametrize("q", ["石榴", "tofu", "trà xanh", "gao do", "zzzzqq", "sl"])
def test_a_query_that_is_right_or_hopeless_is_not_corrected(q: str) -> None:
    assert ask(q).did_you_mean == ""


def test_when_nothing_has_all_the_words_what_has_most_of_them_is_shown_and_it_is_said() -> None:
    result = ask("cheap fresh mengzi pomegranate express")
    assert result.partial
    assert goods("cheap fresh mengzi pomegranate express")[0] == SWEET
    assert not ask("mengzi pomegranate").partial


@pytest.mark.parametrize(
    ("q", "first"),
    [
        ("建水豆腐", {TOFU}),  # the page of Jianshui speaks of its tofu; the tofu that is sold is from Shiping
        ("jianshui tofu", {TOFU}),
        ("đậu phụ kiến thủy", {TOFU}),
        ("nho mùa hè", {"HH-ML-003"}),  # the words for summer stand in some text
        ("云雾茶", {"HH-YY-004"}),  # one word, of which the name has parts
        ("臭豆腐", {TOFU}),
        ("natural ruber", {"HH-JP-004"}),  # the category is called so, too
    ],
)
def test_a_good_that_has_some_of_the_words_is_shown_where_no_good_has_them_all(q: str, first: set[str]) -> None:
    assert goods(q)[0] in first


def test_what_has_all_the_words_stays_first_though_it_is_no_good() -> None:
    result = ask("建水豆腐")
    assert [hit.type for hit in result.hits[:2]] == ["county", "good"]
    assert result.partial
    pages_alone = querying.search(q="建水豆腐", lang="en", filters=querying.SearchFilters(types=("county",)))
    assert ([hit.type for hit in pages_alone.hits], pages_alone.partial) == (["county"], False)


@pytest.mark.parametrize(
    ("q", "first"),
    [
        ("gốm tử sa", POTTERY),
        ("cam", {"HH-ML-004"}),
        ("orange", {"HH-ML-004"}),
        ("gạo lức đỏ", {RED_RICE}),
        ("nhân sâm", {"HH-MZ-007"}),
        ("latex", {"HH-JP-004"}),
        ("robusta", {"HH-HH-003"}),
        ("糯米", {RED_RICE}),
        ("raisins", {"HH-ML-003"}),
    ],
)
def test_the_nearest_thing_is_shown_for_one_that_is_not_sold(q: str, first: set[str]) -> None:
    assert goods(q)[0] in first


@pytest.mark.parametrize(
    "q", ["áo thun", "mật ong", "蜂蜜", "honey", "nấm", "gạo nếp", "手机", "zzzzqq", "bia hơi", "điện thoại"]
)
def test_what_nobody_sells_is_said_to_be_so(q: str) -> None:
    assert ask(q).unsold


@pytest.mark.parametrize(
    "q",
    [
        "石榴",
        "trà",
        "Mông Tự",
        "shiliu",
        "pomegranite",
        "0804",
        "giá rẻ",
        "trái cây",
        "中药",
        "noodle",
        "mengz",
    ],
)
def test_what_is_sold_or_told_of_is_not_said_to_be_unsold(q: str) -> None:
    assert not ask(q).unsold


@pytest.mark.parametrize(
    ("q", "meant"),
    [
        ("蒙自市", "蒙自"),
        ("建水县", "建水"),
        ("thành phố Mông Tự", "Mông Tự"),
        ("huyen kien thuy", "kien thuy"),
        ("Mengzi City", "mengzi"),
        ("jianshui xian", "jianshui"),
        ("jianshuixian", "jianshui"),
        ("luwuj", "lựu"),
        ("caf phee", "cà phê"),
        ("ga5o d9o3", "gạo đỏ"),
        ("shi2liu2", "shiliu"),
        ("shíliú", "shiliu"),
        ("bán sỉ cà phê", "cà phê"),
        ("便宜的茶", "茶"),
    ],
)
def test_what_is_typed_in_another_way_finds_the_same(q: str, meant: str) -> None:
    assert [hit.id for hit in ask(q).hits] == [hit.id for hit in ask(meant).hits]
    assert ask(q).total


def test_a_word_with_its_tone_is_no_other_word_of_a_producers_name() -> None:
    assert goods("nấm") == []
    assert goods("nam ba")


@pytest.mark.parametrize("q", ["giá rẻ", "便宜", "批发", "wholesale"])
def test_words_that_buy_nothing_show_all_goods(q: str) -> None:
    assert len(goods(q)) == len(goods("giá sỉ")) > 60


@pytest.mark.parametrize(
    ("q", "first"),
    [
        ("中药", {"HH-MZ-007", "HH-LX-002"}),
        ("thuốc bắc", {"HH-MZ-007", "HH-LX-002"}),
        ("三七粉", {"HH-MZ-007"}),
        ("bột tam thất", {"HH-MZ-007"}),
        ("面条", {"HH-MZ-005", "HH-MZ-006"}),
        ("noodle", {"HH-MZ-005", "HH-MZ-006"}),
        ("que hàn", {"HH-GJ-005"}),
        ("焊条", {"HH-GJ-005"}),
    ],
)
def test_a_kind_of_things_leads_to_those_of_it_that_are_sold(q: str, first: set[str]) -> None:
    assert goods(q)[0] in first


def test_what_is_not_sold_finds_nothing() -> None:
    result = ask("zzzzqq")
    assert (result.total, result.hits, result.degraded, result.partial) == (0, (), False, False)


@pytest.mark.parametrize("q", ["HH-YY-003", "HH-HH-004"])
def test_an_unpublished_good_is_not_found_by_its_number(q: str) -> None:
    assert q not in goods(q)


@pytest.mark.parametrize("q", ["咸鸭蛋", "牛干巴", "beef", "trứng vịt muối"])
def test_an_unpublished_good_is_not_found_by_its_name(q: str) -> None:
    assert not {"HH-YY-003", "HH-HH-004"} & set(goods(q))


@pytest.mark.parametrize(
    ("lang", "name", "url"),
    [
        ("zh-hans", "石屏豆腐", "/zh-hans/goods/shiping-tofu/"),
        ("vi", "Đậu phụ Thạch Bình", "/vi/goods/shiping-tofu/"),
        ("en", "Shiping tofu", "/en/goods/shiping-tofu/"),
        ("xx", "Shiping tofu", "/en/goods/shiping-tofu/"),
    ],
)
def test_a_hit_speaks_the_language_of_the_page(lang: str, name: str, url: str) -> None:
    hit = querying.search(q="đậu phụ", lang=lang).hits[0]
    assert (hit.id, hit.type, hit.sku, hit.name, hit.url) == (f"good:{TOFU}", "good", TOFU, name, url)


def test_every_good_is_the_first_good_for_its_whole_name_in_each_language() -> None:
    missed = [
        (one.sku, name)
        for one in market.published()
        if one.type == "good"
        for name in one.names.values()
        if goods(name)[:1] != [one.sku]
    ]
    assert missed == []
