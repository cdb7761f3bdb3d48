"""A body that no table holds has a Vietnamese name by the pattern that made its English one."""

from __future__ import annotations

import pytest

from biennien import lookup
from biennien.export.html.naming import names_shown
from biennien.knowledge.load import load_knowledge


@pytest.mark.parametrize(
    ("entity", "name"),
    [
        ("Office of the Prime Minister (Greece)", "Văn phòng Thủ tướng Hy Lạp"),
        ("Supreme Court of the Philippines", "Tòa án Tối cao Philippines"),
        ("Ashford State University", "Đại học bang Ashford"),
        ("Russia", "Nga"),
        ("Office of the Prime Minister (Nowhere)", None),
        ("Somebody Else", None),
    ],
)
def test_names(entity: str, name: str | None) -> None:
    names = lookup.names_in("vi")
    assert names.get(entity) == name and (entity in names) is (name is not None)
    assert names.get(entity, entity) == (name or entity)
    shown = names_shown([entity], load_knowledge().world)
    assert shown.get(entity, {}).get("vi", [None])[0] == name


def test_what_a_pattern_makes_leads_back_to_its_words() -> None:
    world = load_knowledge().world
    greece = world.actors["Greece"]
    for before, hole, after, head in world.heads:
        if hole == "name":
            continue
        entity = world.english(head, greece)
        assert entity is not None and entity.startswith(before) and entity.endswith(after)
        found = world.vietnamese(entity)
        assert found is not None and found[1] == "Greece"
        assert world.english(found[0], greece) == entity, "two heads may share a name, never two names a head"
