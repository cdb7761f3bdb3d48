"""A page of each paper, as public extractors know its structure: every field comes from where it stands, and nothing from around the article."""

from __future__ import annotations

import json
from dataclasses import dataclass

import pytest

pytest.importorskip("trafilatura", reason="trafilatura is missing: pip install 'biennien[web]'")
from biennien.ingest.dating import published_of
from biennien.ingest.pages import read_page
from biennien.ingest.pages.body import site_of

TITLE = "Hai nước hẹn nối lại đàm phán"
LEAD = "Hai ngoại trưởng nhất trí nối lại đàm phán sau ba tháng gián đoạn, theo thông cáo chung."
FIRST = "Bộ Ngoại giao sáng 2/3 cho biết vòng đàm phán mới sẽ diễn ra ở thủ đô trong tháng này, ngày giờ cụ thể chưa được công bố."
CAPTION = "Hai ngoại trưởng tại cuộc gặp năm ngoái. Ảnh: Phạm Hà"
LAST = '"Chúng tôi đã sẵn sàng", người phát ngôn nói với báo giới chiều cùng ngày, và thêm rằng phía bên kia cũng vậy.'
NOISE = "Giá xăng giảm mạnh từ chiều nay"


@dataclass(frozen=True)
class Made:
    """A page: `url` of its site, the markup of head and article; what is expected of `author`, `published` and `credit`."""

    url: str
    body: str
    author: str | None
    published: str = "2026-03-02T10:15:00+07:00"
    credit: str | None = None
    head: str = ""


def paragraphs(before: str = "", after: str = "", tag: str = "p") -> str:
    return f"{before}<{tag}>{FIRST}</{tag}>{after}<{tag}>{LAST}</{tag}>"


PAGES = {
    "VnExpress": Made(
        url="https://vnexpress.net/hai-nuoc-5000002.html", author="Thu Lan",
        body=f"<span class='date'>Thứ hai, 2/3/2026, 10:15 (GMT+7)</span><h1 class='title-detail'>{TITLE}</h1><p class='description'>{LEAD}</p><article class='fck_detail'>"
        + paragraphs(after=f"<figure class='tplCaption'><figcaption><p class='Image'>{CAPTION}</p></figcaption></figure><ul class='list-news'><li>{NOISE}</li></ul>"
                           f"<div class='box-tinlienquanv2'>{NOISE}</div>")
        + "</article><p class='author_mail'><strong>Thu Lan</strong></p>",
    ),
    "VnExpress, an older layout": Made(
        url="https://vnexpress.net/tin-4000002.html", author=None,
        body=f"<div class='date-new'>Thứ hai, 2/3/2026, 10:15 (GMT+7)</div><h1 class='title_post'>{TITLE}</h1><h2 class='lead_post_detail'>{LEAD}</h2><section class='fck_detail'>"
        + paragraphs(after=f"<div class='item_slide_show'><p>{CAPTION}</p></div><div class='box-tin-lien-quan'>{NOISE}</div>") + "</section>",
    ),
    "Tuổi Trẻ": Made(
        url="https://tuoitre.vn/hai-nuoc-20260302101530123.htm", author="DUY LINH",
        body=f"<div class='detail-time'><div data-role='publishdate'>02/03/2026 10:15 GMT+7</div></div><h1 class='detail-title article-title' data-role='title'>{TITLE}</h1>"
        f"<h2 class='detail-sapo' data-role='sapo'>TTO - {LEAD}</h2><div class='detail-content afcbc-body' data-role='content'>"
        + paragraphs(before=f"<div class='VCSortableInPreviewMode' type='Photo'><div class='PhotoCMS_Caption'><p>{CAPTION}</p></div></div>",
                     after=f"<div class='VCSortableInPreviewMode' type='RelatedOneNews'><a>{NOISE}</a></div><div type='RelatedNewsBox' class='VCSortableInPreviewMode'>{NOISE}</div>")
        + f"<div class='chi-so' style='display:none'>{NOISE}</div></div><div class='detail-author-bot'><a class='name'>DUY LINH</a><span>{NOISE}</span></div>",
    ),
    "Thanh Niên": Made(
        url="https://thanhnien.vn/hai-nuoc-185260302101500.htm", author="Khánh An",
        body=f"<div class='detail-time'><div data-role='publishdate'>02/03/2026 10:15 GMT+7</div></div><h1 class='detail-title' data-role='title'>{TITLE}</h1>"
        f"<h2 class='detail-sapo' data-role='sapo'>{LEAD}</h2><div class='detail-cmain'><div class='detail-content afcbc-body' data-role='content'>"
        + paragraphs(after=f"<figure class='VCSortableInPreviewMode' type='Photo'><figcaption class='PhotoCMS_Caption'><p>{CAPTION}</p></figcaption></figure><div type='RelatedOneNews'>{NOISE}</div>")
        + "</div></div><div class='detail-author'><a class='name'>Khánh An</a></div>",
    ),
    "Thanh Niên, an older layout": Made(
        url="https://thanhnien.vn/tin-post1.html", author="Khánh An",
        body=f"<h1 class='details__headline'>{TITLE}</h1><div class='details__meta'><time>10:15 02/03/2026</time></div><div class='detail__author'><a>Khánh An</a></div>"
        f"<div class='detail__summary'>{LEAD}</div><div class='detail__content'>" + paragraphs(tag="div", after=f"<div>{CAPTION}</div>") + "</div>",
    ),
    "Dân trí": Made(
        url="https://dantri.com.vn/the-gioi/hai-nuoc-20260302101530999.htm", author="Thành Đạt",
        body=f"<article class='singular-container'><h1 class='title-page detail'>{TITLE}</h1><div class='author-name'><b>Thành Đạt</b></div>"
        f"<time class='author-time' datetime='2026-03-02 10:15'>Thứ hai, 02/03/2026 - 10:15</time><h2 class='singular-sapo'>(Dân trí) - {LEAD}</h2><div class='singular-content'>"
        + paragraphs(after=f"<figure class='image align-center'><figcaption><p>{CAPTION}</p></figcaption></figure><div class='article-related'>{NOISE}</div>") + "</div></article>",
    ),
    "VietNamNet": Made(
        url="https://vietnamnet.vn/hai-nuoc-2400001.html", author="Hoài Linh",
        body=f"<div class='bread-crumb-detail__time'>Thứ Hai, 02/03/2026 - 10:15</div><h1 class='content-detail-title'>{TITLE}</h1><h2 class='content-detail-sapo sm-sapo-mb-0'>{LEAD}</h2>"
        "<p class='article-detail-author__info'><span class='name'><a>Hoài Linh</a></span></p><div id='maincontent' class='maincontent main-content'>"
        + paragraphs(after=f"<figure class='vnn-content-image'><figcaption>{CAPTION}</figcaption></figure><div class='ck-cms-insert-neww-group'>{NOISE}</div><div class='insert-wiki-content'>{NOISE}</div>")
        + "</div>",
    ),
    "VOV": Made(
        url="https://vov.vn/the-gioi/hai-nuoc-post1200001.vov", author="Ngọc Anh/VOV",
        body=f"<div class='row article-title'><h1 class='article-title mb-0'>{TITLE}</h1></div><div class='article-date'>Thứ Hai, 10:15, 02/03/2026</div><div class='row article-summary'>VOV.VN - {LEAD}</div>"
        "<div class='row article-content'><div class='text-long'>" + paragraphs(after=f"<figure><figcaption>{CAPTION}</figcaption></figure><div class='article-related'>{NOISE}</div>")
        + "</div></div><div class='article-author'><a>Ngọc Anh/VOV</a></div>",
    ),
    "VTV": Made(
        url="https://vtv.vn/the-gioi/hai-nuoc-20260302101500.htm", author="Ban Thời sự",
        body=f"<h1 class='title_detail'>{TITLE}</h1><p class='author'>Ban Thời sự<span class='time'>Thứ hai, ngày 02/03/2026 - 10:15</span></p><h2 class='sapo'>VTV.vn - {LEAD}</h2><div id='entry-body' class='ta-justify'>"
        + paragraphs(after=f"<div class='VCSortableInPreviewMode' type='Photo'><div class='PhotoCMS_Caption'><p>{CAPTION}</p></div></div><div type='RelatedNews'>{NOISE}</div>") + "</div>",
    ),
    "Tiền Phong": Made(
        url="https://tienphong.vn/hai-nuoc-post1700001.tpo", author="Bình Giang", credit="Theo CNN, Reuters",
        body=f"<h1 class='article__title cms-title'>{TITLE}</h1><div class='article__author'><span class='name'>Bình Giang</span></div><div class='article__meta'><time class='time' datetime='2026-03-02T10:15:00+0700'>02/03/2026 | 10:15</time></div>"
        f"<div class='article__sapo cms-desc'>TPO - {LEAD}</div><div class='article__body zce-content-body cms-body'>"
        + paragraphs(after=f"<table class='picture'><tr><td class='caption'>{CAPTION}</td></tr></table><div class='ads_middle'>{NOISE}</div><a class='cms-relate'>{NOISE}</a><div class='article__story'>{NOISE}</div>")
        + "</div><div class='article__source'>Theo CNN, Reuters</div>",
    ),
    "Người Lao Động": Made(
        url="https://nld.com.vn/hai-nuoc-196260302101500.htm", author="Phương Võ",
        body=f"<div class='detail-time'><span data-role='publishdate'>02/03/2026 10:15</span></div><h1 class='detail-title' data-role='title'>{TITLE}</h1><h2 class='detail-sapo' data-role='sapo'>(NLĐO) - {LEAD}</h2>"
        "<div class='detail-content afcbc-body' data-role='content'>" + paragraphs(after=f"<figure class='VCSortableInPreviewMode' type='Photo'><figcaption class='PhotoCMS_Caption'><p>{CAPTION}</p></figcaption></figure><div type='RelatedNewsBox'>{NOISE}</div>")
        + "</div><div class='detail-author'>Phương Võ</div>",
    ),
    "VietnamPlus": Made(
        url="https://www.vietnamplus.vn/hai-nuoc-post1000001.vnp", author="Trần Quyên", credit="TTXVN/Vietnam+",
        body=f"<h1 class='article__title cms-title'>{TITLE}</h1><div class='article__meta'><time class='time' datetime='2026-03-02T10:15:00+0700'>02/03/2026 10:15</time></div><div class='article__sapo cms-desc'>{LEAD}</div>"
        "<div class='article__body zce-content-body cms-body'>" + paragraphs(after=f"<figure class='article__avatar'><figcaption>{CAPTION}</figcaption></figure><div class='ads_middle'>{NOISE}</div>")
        + f"<div class='article__tag'>{NOISE}</div></div><div class='article__author'><span class='name'>Trần Quyên</span></div><span class='source'>TTXVN/Vietnam+</span>",
    ),
}  # fmt: skip


def page_of(made: Made, machines: bool) -> bytes:
    """The page with what surrounds an article; with `machines` also what it says for machines, the date of an update and of a comment with it."""
    head = f"<link rel='canonical' href='{made.url}'><title>{TITLE} - Báo</title>"
    if machines:
        told = {
            "@type": "NewsArticle", "headline": f"{TITLE} &quot;x&quot;", "datePublished": "2026-03-02T10:15:00+07:00", "dateModified": "2026-03-02T12:00:00+07:00",
            "author": [{"name": "A"}, {"name": "B"}], "articleSection": "Thế giới", "keywords": "đàm phán, ngoại trưởng", "comment": {"datePublished": "2026-03-09"},
        }  # fmt: skip
        head += f"<script type='application/ld+json'>{json.dumps(told)}</script>"
    around = f"<div class='box_comment'><p>{NOISE}</p><time datetime='2026-03-09T00:00:00+07:00'>9/3/2026</time></div><footer>{NOISE}</footer>"
    return f"<!doctype html><html lang='vi'><head><meta charset='utf-8'>{head}</head><body><nav>{NOISE}</nav>{made.body}{around}</body></html>".encode()


@pytest.mark.parametrize("name", PAGES)
def test_the_page_alone(name: str) -> None:
    made = PAGES[name]
    row = read_page(page_of(made, machines=False), url=made.url.replace("//", "//m.").replace("m.www.", "m."))
    assert row is not None
    lines = str(row["text"]).split("\n")
    assert lines[:2] == [TITLE, LEAD] and sorted(lines[2:]) == sorted([FIRST, CAPTION, LAST])
    assert (row["title"], row["lead"], row["url"]) == (TITLE, LEAD, made.url)
    assert (row.get("author"), row.get("credit")) == (made.author, made.credit)
    site = site_of(made.url)
    assert site is not None and row["outlet"] == site.outlet == name.partition(",")[0]
    found = published_of(str(row["published"]))
    assert found is not None and found.at == made.published
    assert row["found_by"]["text"] == "site" and row["found_by"]["published"] == "site"  # type: ignore[index]


@pytest.mark.parametrize("name", PAGES)
def test_the_page_with_what_it_says_for_machines(name: str) -> None:
    made = PAGES[name]
    row = read_page(page_of(made, machines=True), url=made.url)
    assert row is not None and row["found_by"]["published"] == "JSON-LD datePublished"  # type: ignore[index]
    assert (row["published"], row["updated"]) == ("2026-03-02T10:15:00+07:00", "2026-03-02T12:00:00+07:00")
    assert (row["section"], row["tags"]) == ("Thế giới", ["đàm phán", "ngoại trưởng"])
    assert row["author"] == (made.author or "A, B") and row["title"] == TITLE
