"""Dates: reigns, ages, common names."""

import pytest

import heritage_kb
from heritage_kb.dates import numeral
from heritage_kb.errors import UnknownName


@pytest.fixture(scope="module")
def kb():
    return heritage_kb.open()


@pytest.mark.parametrize(
    ("name", "year", "id"),
    [
        ("唐", None, "tang"),
        ("唐代", None, "tang"),
        ("唐(740)", None, "tang"),
        ("tang", None, "tang"),
        ("宋", None, "nsong"),
        ("北宋", None, "nsong"),
        ("清", None, "qing"),
        ("清", 1885, "qing_late"),
        ("清", 1700, "qing_early"),
        ("清末", None, "qing_late"),
        ("当代", None, "prc"),
        ("现代", None, "prc"),
        ("现代", 1937, "minguo"),
        ("三国（魏）", None, "sanguo"),
        ("北魏", 500, "bwei_ly"),
        ("大中十一年", None, "tang"),
        ("光绪十一年", None, "qing_late"),
        ("1885", None, "qing_late"),
        (857, None, "tang"),
        ("前453年", None, "zhanguo"),
        (-453, None, "zhanguo"),
        ("明初", None, "ming"),
        ("大唐", None, "tang"),
        (1050, None, "nsong"),
    ],
)
def test_a_period_by_any_name(kb, name, year, id):
    assert kb.period(name, year).id == id


def test_every_period_answers_to_its_id_and_title(kb):
    for period in kb.periods.values():
        assert kb.period(period.id) is period
        if period.start is not None and period.end is not None:
            assert kb.period(period.title, period.start).start <= period.start


def test_an_unknown_period_is_refused(kb):
    for name in ("火星纪", "", "99999"):
        with pytest.raises(UnknownName):
            kb.period(name)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("大中十一年", 857),
        ("唐大中元年", 847),
        ("光绪十一年", 1885),
        ("会昌五年", 845),
        ("建中三年", 782),
        ("太和二十年", 496),
        ("唐大和五年", 831),
        ("民国二十六年", 1937),
        ("洪武三年", 1370),
        ("前453年", -453),
        ("公元前453年", -453),
        ("857", 857),
        ("公元857年", 857),
        ("一九三七年", 1937),
        ("道光二十五年", 1845),
        ("唐代", None),
        ("大中年间", None),
        ("三年", None),
        ("七间", None),
    ],
)
def test_years(kb, text, year):
    assert kb.year_of(text) == year


def test_every_reign_year_counts_from_its_first(kb):
    for period in kb.periods.values():
        for era, first in period.eras.items():
            years = {a for p, a, _ in kb.calendar._reigns[era]}
            assert first in years


def test_dates_in_text(kb):
    text = "寺创于北魏，唐大中十一年（857）重建，元至清代皆有修葺，1937年发现；金色的漆、明亮的灯"
    found = [(w.text, w.first, w.kind) for w in kb.calendar.years_in(text)]
    assert found == [
        ("北魏", 398, "dynasty"),
        ("大中十一年", 857, "year"),
        ("857", 857, "year"),
        ("元", 1234, "dynasty"),
        ("清代", 1644, "dynasty"),
        ("1937年", 1937, "year"),
    ]


def test_in_period(kb):
    assert kb.in_period("st_foguangsidongdadian", "唐")
    assert not kb.in_period("st_foguangsidongdadian", "宋")
    assert kb.in_period("rishengchangjiuzhi", "清")
    assert kb.in_period("h032", "战国")


def test_numerals():
    assert [
        numeral(t) for t in ("七", "十一", "二十三", "廿五", "一百二十", "一千", "元", "两", "甲")
    ] == [7, 11, 23, 25, 120, 1000, 1, 2, None]
