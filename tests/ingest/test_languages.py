"""The language of a report is told by its letters and small words; what cannot be told is not guessed."""

from __future__ import annotations

import pytest

from biennien.ingest import report_of
from biennien.ingest.languages import language_of
from biennien.model import Report


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Hai nhà lãnh đạo sẽ gặp nhau tại thủ đô trong tuần tới để bàn về thương mại.", "vi"),
        ("Ông Biden gặp ông Macron tại Paris, Reuters và AFP đưa tin về cuộc gặp.", "vi"),
        ("The two leaders will meet in the capital next week, said a spokesman for the ministry.", "en"),
        (
            "Le président a déclaré que les négociations se poursuivent dans la capitale avec les délégations.",
            "fr",
        ),
        ("Президенты двух стран встретятся на следующей неделе, сообщил пресс-секретарь.", "ru"),
        ("Президенти двох країн зустрінуться наступного тижня, повідомив їхній речник у Києві.", "uk"),
        (
            "两国领导人将于下周在首都会晤，外交部发言人周一在例行记者会上说，双方就会谈议程保持沟通，并愿意继续努力。",
            "zh",
        ),
        ("両国の首脳は来週、首都で会談すると外務省の報道官が月曜日の会見で明らかにしました。", "ja"),
        (
            "양국 정상은 다음 주 수도에서 만날 예정이라고 외교부 대변인이 월요일 정례 브리핑에서 밝혔다고 전했다.",
            "ko",
        ),
        ("Tin ngắn.", None),
        ("Hai nha lanh dao se gap nhau tai thu do trong tuan toi de ban ve thuong mai.", None),
        ("12:30 – 14:00 | 5/3/2026", None),
    ],
)
def test_the_language_of_a_text(text: str, code: str | None) -> None:
    assert language_of(text) == code


def test_a_report_says_its_language_itself_first() -> None:
    text = "The two leaders will meet in the capital next week, said a spokesman for the ministry."
    told, found = (
        report_of({"id": "a", "text": text, "language": "fr"}, where="a"),
        report_of({"id": "a", "text": text}, where="a"),
    )
    assert isinstance(told, Report) and isinstance(found, Report)
    assert (told.lang, found.lang) == ("fr", "en")


def test_romanian_is_not_vietnamese() -> None:
    assert (
        language_of(
            "Președintele a spus că întâlnirea va avea loc săptămâna viitoare, după ce părțile vor cădea de acord."
        )
        != "vi"
    )
