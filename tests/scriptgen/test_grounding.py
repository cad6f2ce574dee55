"""Grounding: what a line may be called."""

from __future__ import annotations

import pytest

import heritage_kb
from scriptgen.grounding import ground_line
from scriptgen.series import Element


@pytest.fixture(scope="module")
def kb() -> heritage_kb.KnowledgeBase:
    return heritage_kb.open()


def line(text: str, citations: list[str], kind: str = "史实") -> Element:
    return Element(id="x", type="caption", text=text, citations=citations, claim_kind=kind)


def test_a_borne_out_line_stays_fact(kb) -> None:
    one = line("佛光寺东大殿面阔七间", [p.id for p in kb.passages_of("st_foguangsidongdadian")])
    ground_line(one, set(), kb)
    assert one.claim_kind == "史实"


def test_a_number_beyond_its_passage_is_no_fact(kb) -> None:
    one = line("佛光寺东大殿面阔九间", [p.id for p in kb.passages_of("st_foguangsidongdadian")])
    ground_line(one, set(), kb)
    assert one.claim_kind == "合理虚构"


def test_a_bare_name_gets_its_source(kb) -> None:
    one = line("明天去应县木塔。", [], "虚构")
    ground_line(one, set(), kb)
    assert one.citations
    assert one.claim_kind == "合理虚构"


def test_our_own_people_are_not_history(kb) -> None:
    one = line("郭楔娘点头。", [], "虚构")
    ground_line(one, {"郭楔娘"}, kb)
    assert not one.citations
    assert one.claim_kind == "虚构"
