"""The table of benchmarks, and the numbers that an organisation lays over it."""

import pytest

from advisor.assessment import advise, engine
from advisor.benchmarks import default_benchmarks, load_benchmarks, read_overlay
from advisor.case import case_of_values
from advisor.documents import report
from advisor.errors import BenchmarkError
from advisor.texts import sections

STEEP = {
    "id": "steep",
    "date": "2026-11-02",
    "partners": [{"id": "ana", "name": "Ana"}, {"id": "bruno", "name": "Bruno"}],
    "expectations": [{"id": "sales", "holder": "ana", "about": "growth", "ratio": 1.5, "horizon_months": 6}],
}


def overlay(tmp_path, text):
    path = tmp_path / "ours.toml"
    path.write_text(text, encoding="utf-8")
    return path


def findings(benchmarks=None):
    return [
        one.id
        for one in advise(
            case_of_values(STEEP), reasoner=engine(benchmarks and read_overlay(benchmarks))
        ).findings
    ]


def test_an_overlay_moves_the_line_and_the_report_says_so(tmp_path):
    assert findings() == ["EXP-02"]
    path = overlay(tmp_path, '[growth.stretch]\nvalue = 0.06\nsource = "our members"\n')
    assessment = advise(case_of_values(STEEP), reasoner=engine(read_overlay(path)))
    assert [one.id for one in assessment.findings] == ["EXP-03"]
    assert assessment.findings[0].evidence == "house"
    assert r"with the numbers of ours\.toml" in report(assessment, "en")
    assert assessment.to_dict()["benchmarks"] == "ours.toml"


def test_a_plain_number_is_enough(tmp_path):
    assert (
        load_benchmarks(read_overlay(overlay(tmp_path, "[growth]\nstretch = 0.06\n")))["growth.stretch"]
        == 0.06
    )


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("[growth]\nstrech = 0.06\n", "growth.strech: no such benchmark; did you mean “growth.stretch”?"),
        ("[growth]\nstretch = true\n", "growth.stretch: expected a number of 0 or more"),
        ("[growth]\nstretch = -1\n", "growth.stretch: expected a number of 0 or more"),
        ("growth = 3\n", "growth: expected a group of benchmarks"),
        ("[growth\n", "is not valid TOML"),
    ],
)
def test_a_mistake_in_an_overlay_is_explained(tmp_path, text, complaint):
    with pytest.raises(BenchmarkError, match=r"ours\.toml") as refused:
        read_overlay(overlay(tmp_path, text))
    assert complaint in refused.value.text()


def test_every_benchmark_is_used_and_its_unit_has_words():
    knowledge = engine().knowledge
    used = {name for card in knowledge.cards.values() for name in card.benchmarks()}
    units = set(sections("vocabulary", "en"))
    for name, one in default_benchmarks().table.items():
        assert f"unit.{one.unit}" in units, name
        assert one.source["en"] and one.source["fr"], name
    assert used <= set(default_benchmarks().table)


def test_the_command_takes_an_overlay(run, case, tmp_path):
    done = run("report", case, "--benchmarks", overlay(tmp_path, "[growth]\nstrech = 1\n"))
    assert (done.returncode, done.stdout) == (65, "")
    assert "did you mean “growth.stretch”?" in done.stderr
