"""Laws that hold for any input: nothing raises, nothing is lost, no order matters, twice is once."""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from biennien.ingest import ingest
from biennien.model import Issue, Report
from biennien.store import Store

FEW = settings(max_examples=60, deadline=None)


@st.composite
def reports(draw: st.DrawFn) -> Report:
    text = draw(st.sampled_from(["Tin một.", "Tin hai.", "Tin ba."]))
    url = draw(st.sampled_from([None, None, "https://bao.example/1"]))
    date = draw(st.sampled_from([None, "2025-10-20", "2025-10-21"]))
    by = draw(st.sampled_from(["option", "metadata", "header"])) if date else None
    return Report(
        id="u" if url else draw(st.sampled_from("abc")),
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        outlet=draw(st.sampled_from([None, "Báo Mẫu"])) if not url else "Báo Mẫu",
        url=url,
        published_on=date,
        dated_by=by,
        dates=((date, by),) if date and by else (),
    )


@FEW
@given(
    content=st.binary(max_size=60) | st.text(max_size=30).map(str.encode),
    suffix=st.sampled_from(["txt", "json", "jsonl"]),
)
def test_any_bytes_are_a_report_or_an_issue(content: bytes, suffix: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"a.{suffix}")
        path.write_bytes(content)
        found = list(ingest([str(path)]))
    assert found
    for one in found:
        assert one.where and one.remedy if isinstance(one, Issue) else one.text


@FEW
@given(
    text=st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip),
    extra=st.dictionaries(st.text(), st.text()),
)
def test_any_text_survives_json_and_the_record_to_the_letter(text: str, extra: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.jsonl")
        path.write_text(json.dumps({**extra, "id": "a", "text": text}), "ascii")
        found = [one for one in ingest([str(path)]) if isinstance(one, Report)]
        with Store(Path(folder, "a.sqlite"), writable=True) as store:
            store.add(found, "t")
            stored = store.reports()
    assert [report.text for report in stored] == [report.text for report in found]
    assert [report.text for report in found] in ([text], [])


@FEW
@given(data=st.data(), batch=st.lists(reports(), min_size=1, max_size=8))
def test_no_order_of_adding_matters_and_twice_is_once(data: st.DataObject, batch: list[Report]) -> None:
    other = data.draw(st.permutations(batch))
    with (
        tempfile.TemporaryDirectory() as folder,
        Store(Path(folder, "a.sqlite"), writable=True) as one,
        Store(Path(folder, "b.sqlite"), writable=True) as two,
    ):
        one.add(batch, "t")
        for report in other:
            two.add([report], "t")
        assert one.reports() == two.reports()
        assert set(one.add(other, "later")) == {"unchanged"}
        assert one.reports() == two.reports()
