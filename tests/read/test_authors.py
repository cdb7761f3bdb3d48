"""Whose words a message is, and which places speak."""

import pytest

from biennien.knowledge.load import load_knowledge
from biennien.model import Report
from biennien.read.reader import read_report

AUTHORS = [
    (
        "Theo một thông cáo từ Nhà Trắng, hai ông đã gặp nhau. Thông cáo cũng khẳng định Mỹ sẽ xem lại.",
        ("White House",),
    ),
    (
        "Bộ Y tế Peru đã ra một tuyên bố bằng văn bản. Tuyên bố nêu rõ dịch đã hết.",
        ("Ministry of Health (Peru)",),
    ),
    ("Ông Trump ký sắc lệnh rút quân. Sắc lệnh này nêu rõ lý do.", ("Donald Trump",)),
    ("CNN trích dẫn thông cáo. Thông cáo cho biết hai bên sẽ họp.", ()),
    ("Theo thống kê của Israel, ba người bị thương.", ("Israel",)),
    ("Theo lực lượng biên phòng Ukraine, ba người bị thương.", ("State Border Guard Service of Ukraine",)),
    ("Tại Kiev, Ukraine tuyên bố sẽ đáp trả.", ("Ukraine",)),
    ("Sau vụ nổ ở Belgorod, Nga cáo buộc Ukraine đứng sau.", ("Russia",)),
    ("Phóng viên ở Madrid, Tây Ban Nha cho biết trời rất nóng.", ()),
    ("Cảnh sát Ấn Độ cho biết đã bắt một nghi phạm.", ("Police of India",)),
    ("Văn phòng của ông Clapper nói tài liệu ấy là giả.", ("Office of James Clapper",)),
    ("Theo Kelbrook Index (KI), giá xe tăng.", ("Kelbrook Index",)),
    ("Trung tâm Carter họp báo. Trung tâm cho biết tang lễ sẽ diễn ra sớm.", ("Carter Center",)),
    ("Seoul, Washington và các nước khác lên án vụ phóng.", ("South Korea", "United States")),
    ("Các quan chức Nga và Anh lên án vụ phóng.", ()),
    (
        "Chủ tịch Hội đồng Tham mưu trưởng Liên quân Mỹ Mark Milley nói vũ khí rất tốt.",
        ("Mark Milley",),
    ),
    ("Bà Ida Okonkwe, Giám đốc WHO khu vực châu Phi, nói dịch đã hết.", ("Ida Okonkwe",)),
    ("Theo bà Nguyễn Thanh Hằng, lớp học rất đông.", ("Nguyễn Thanh Hằng",)),
    (
        "Nữ nhà báo Darya Dugin bị giết. Triết gia Aleksandr Dugin khóc con. Theo ông Dugin, đó là khủng bố.",
        ("Aleksandr Dugin",),
    ),
    ("Nguồn tin Nhà Trắng nói rằng cuộc gọi rất căng thẳng.", ()),
]


@pytest.mark.parametrize(("text", "expected"), AUTHORS)
def test_the_speaker_of_the_last_attribution(text: str, expected: tuple[str, ...]) -> None:
    report = Report(id="t", text=text, sha256="", published_on="2024-06-15")
    last = read_report(report, load_knowledge()).attributions[-1]
    assert last.entities == expected
    assert last.named == bool(expected)
