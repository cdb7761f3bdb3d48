"""What a page hides is none of the article, by whatever means it hides it; what it shows is never lost."""

from __future__ import annotations

import pytest

pytest.importorskip("trafilatura", reason="trafilatura is missing: pip install 'biennien[web]'")
from biennien.ingest.pages import read_page
from biennien.ingest.pages.hidden import hides

BODY = (
    "<p>Phủ tổng thống cho biết hai bên sẽ gặp nhau ở thủ đô vào tuần tới để bàn về việc trao đổi tù binh.</p>"
    "<p>Người phát ngôn không nêu ngày cụ thể, nhưng nói công việc chuẩn bị đã bắt đầu từ đầu tuần này.</p>"
)
SECRET = "Ông nói dối rằng cuộc gặp bị hủy"


def text_of(more: str, head: str = "") -> str:
    row = read_page(
        f'<html><head>{head}</head><body><div itemprop="articleBody">{BODY}{more}<p>Hết.</p></div></body></html>'.encode()
    )
    assert row is not None
    return str(row["text"])


@pytest.mark.parametrize(
    "style",
    [
        "display:none", "DISPLAY : NONE !important", "color:red;display:/* x */none", "visibility:hidden", "visibility: collapse", "opacity:0", "opacity:.01",
        "font-size:0", "font-size:1px", "font-size:.05em", "font-size:5%", "position:absolute;left:-9999px", "text-indent:-999em", "margin-left:-5000px",
        "height:0;overflow:hidden", "overflow:hidden;max-height:1px", "clip:rect(0,0,0,0)", "clip: rect(0px, 0px, 0px, 0px)", "clip-path:inset(50%)",
        "color:transparent", "transform:scale(0)", "content-visibility:hidden",
    ],
)  # fmt: skip
def test_styles_that_hide(style: str) -> None:
    assert hides(style)
    assert text_of(f'<p style="{style}">{SECRET}</p>') == text_of("")
    assert text_of(f'<div style="{style}"><section><p>{SECRET}</p></section></div>') == text_of("")


@pytest.mark.parametrize(
    "style",
    [
        "", "none", "color:red", "display:block", "opacity:0.9", "opacity:1", "font-size:12px", "font-size:0.9em", "font-size:90%", "left:-5px",
        "text-indent:-1em", "height:0", "overflow:hidden", "overflow:hidden;height:300px", "width:100%;overflow:hidden", "margin-top:-10px", "line-height:0.9",
        "background:url(display:none)", "border:0", "visibility:visible", "max-width:1px",
    ],
)  # fmt: skip
def test_styles_that_do_not_hide(style: str) -> None:
    assert not hides(style)
    assert SECRET in text_of(f'<p style="{style}">{SECRET}</p>')


@pytest.mark.parametrize(
    "more",
    [
        f"<p hidden>{SECRET}</p>", f"<p hidden=''>{SECRET}</p>", f"<p HIDDEN='hidden'>{SECRET}</p>", f"<p aria-hidden='TRUE'>{SECRET}</p>",
        f"<template><p>{SECRET}</p></template>", f"<noscript><p>{SECRET}</p></noscript>", f"<!-- <p>{SECRET}</p> -->", f"<!--[if IE]><p>{SECRET}</p><![endif]-->",
        f"<p class='sr-only'>{SECRET}</p>", f"<span class='x visually-hidden'>{SECRET}</span>", f"<p class='d-none'>{SECRET}</p>", f"<p class='hidden'>{SECRET}</p>",
        f"<select><option>{SECRET}</option></select>", f"<textarea>{SECRET}</textarea>", f"<dialog>{SECRET}</dialog>", f"<datalist><option>{SECRET}</datalist>",
        f"<svg><text>{SECRET}</text></svg>", f"<script>{SECRET}</script>", f"<style>{SECRET}</style>", f"<iframe>{SECRET}</iframe>", f"<object>{SECRET}</object>",
    ],
)  # fmt: skip
def test_elements_that_are_not_shown(more: str) -> None:
    assert text_of(more) == text_of("")


@pytest.mark.parametrize(
    "more",
    [
        f"<p class='d-none d-md-block'>{SECRET}</p>", f"<p class='hidden md:block'>{SECRET}</p>", f"<p aria-hidden='false'>{SECRET}</p>",
        f"<div style='font-size:0'><p style='font-size:14px'>{SECRET}</p></div>", f"<p hidden='until-found'>{SECRET}</p>", f"<details><summary>Thêm</summary><p>{SECRET}</p></details>",
    ],
)  # fmt: skip
def test_elements_that_are_shown_in_the_end(more: str) -> None:
    assert SECRET in text_of(more)


@pytest.mark.parametrize(
    ("sheet", "hidden"),
    [
        (".x{display:none}", True), ("p.x , #y { color:red; display: none }", True), ("/* } */ .x{font-size:0}", True), ("@media screen{}.x{display:none}", True),
        ("@media print{.x{display:none}}", False), ("@media print{.a{color:red}.x{display:none}}.b{color:red}", False), (".no-js .x{display:none}", False),
        (".x:hover{display:none}", False), (".z{display:none}", False), ("@import 'a.css'; .x{display:none}", True), (".x{display:block}", False), ("{}}}{{.x{", False),
    ],
)  # fmt: skip
def test_what_the_page_hides_in_its_own_sheets(sheet: str, hidden: bool) -> None:
    head = f"<style>{sheet}</style>"
    assert (SECRET not in text_of(f'<p class="x">{SECRET}</p>', head)) is hidden
    assert SECRET in text_of(f'<p class="x">{SECRET}</p>', head.replace("<style>", '<style media="print">'))


def test_a_page_that_hides_itself_until_it_is_loaded_is_read() -> None:
    page = f'<html><body style="visibility:hidden;opacity:0"><div itemprop="articleBody">{BODY}</div></body></html>'
    row = read_page(page.encode())
    assert row is not None and "gặp nhau" in str(row["text"])


def test_words_behind_something_hidden_stay_and_words_do_not_run_together() -> None:
    assert "Hai bên gặp nhau." in text_of('<p>Hai bên <span style="display:none">không</span>gặp nhau.</p>')
    assert "Một Hai" in text_of("<p>Một <!-- x -->Hai</p>")


def test_what_stands_in_a_hidden_title_is_no_title() -> None:
    row = read_page(
        f"<body><h1 style='display:none'>{SECRET}</h1><h1>Hẹn gặp</h1><div itemprop='articleBody'>{BODY}</div></body>".encode()
    )
    assert row is not None and row["title"] == "Hẹn gặp"


def test_a_hundred_thousand_rules_take_no_time() -> None:
    sheet = "".join(f".c{n}{{display:none}}" for n in range(100_000))
    assert SECRET in text_of(f"<p class='x'>{SECRET}</p>", f"<style>{sheet}</style>")
    assert SECRET in text_of(f"<p class='x'>{SECRET}</p>", f"<style>{'@media print{' * 50_000}</style>")
