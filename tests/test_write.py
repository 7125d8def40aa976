"""`advisor write` and `advisor templates` as processes: which files, for whom, and nothing lost."""

from pathlib import Path

import pytest

from advisor.case import read_case
from advisor.papers import KINDS

CASES = Path(__file__).parent.parent / "cases"
BAKERS, BREWERS = CASES / "deux-boulangers.yaml", CASES / "brewery-and-distributor.yaml"
SHOPS = CASES / "franchise-in-dispute.yaml"
FAULTS = {
    "an unknown name": ("{{ paper.verdicts }}", 1, "has no attribute 'verdicts'"),
    "a tag that is not closed": ("\n\n{% if paper.verdict %}", 3, "Unexpected end of template"),
    "an error amid the page": ("a\n{{ 1 / 0 }}\n", 2, "division by zero"),
    "a reach for what is not offered": ("{{ ''.__class__.__mro__ }}", 1, "unsafe"),
}


@pytest.fixture
def own(tmp_path):
    folder = tmp_path / "ours"
    folder.mkdir()
    return folder


def test_every_document_is_written_with_its_pictures(run, tmp_path):
    done = run("write", SHOPS, "--all", "-o", "out")
    assert done.returncode == 0
    written = {path.name for path in (tmp_path / "out").iterdir()}
    public = {name for name, kind in KINDS.items() if not kind.private}
    assert {name for name in public if any(one.startswith(name) for one in written)} == public
    assert done.stderr.count("written: ") == len(written)
    assert f"next: advisor explain {SHOPS} ID" in done.stderr


def test_the_same_again_changes_nothing_and_needs_no_force(run, tmp_path):
    run("write", BAKERS, "--all", "-o", "out")
    before = {path: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert run("write", BAKERS, "--all", "-o", "out").returncode == 0
    assert {path: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before


def test_what_was_filled_in_by_hand_is_not_written_over(run, tmp_path):
    run("write", BAKERS, "action-plan", "-o", "out")
    plan = tmp_path / "out" / "action-plan.md"
    plan.write_text(plan.read_text(encoding="utf-8").replace("☐", "☑"), encoding="utf-8")
    refused = run("write", BAKERS, "--all", "-o", "out")
    assert refused.returncode == 2 and "action-plan.md is there already and differs" in refused.stderr
    assert "☑" in plan.read_text(encoding="utf-8")
    assert run("write", BAKERS, "action-plan", "-o", "out", "--force").returncode == 0
    assert "☑" not in plan.read_text(encoding="utf-8")


def test_a_link_in_place_of_the_folder_is_refused(run, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "elsewhere")
    refused = run("write", BAKERS, "action-plan", "-o", "out")
    assert refused.returncode == 2 and f"out is a link to {tmp_path / 'elsewhere'}" in refused.stderr
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_documents_need_a_folder(run, tmp_path):
    refused = run("write", BAKERS, "action-plan", "-o", "-")
    assert refused.returncode == 2 and "-o: a folder is wanted" in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_copy_for_one_partner_has_names_of_its_own_and_says_for_whom_it_is(run, tmp_path):
    run("write", BREWERS, "action-plan", "-o", "out")
    run("write", BREWERS, "action-plan", "--for", "severn", "-o", "out")
    own, joint = (
        (tmp_path / "out" / name).read_text() for name in ("action-plan.for-severn.md", "action-plan.md")
    )
    name = str(read_case(BREWERS).names["severn"])
    assert f"**For {name} alone**" in own and "alone**" not in joint


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ((), "name the documents, or give --all; there are: action-plan"),
        (("action-plans",), "there is no document action-plans; choose from: action-plan"),
        (("--all", "--for", "nobody"), "--for: this case has no partner nobody"),
    ],
)
def test_a_wish_that_can_t_be_met_is_explained_and_writes_nothing(run, tmp_path, arguments, complaint):
    refused = run("write", BAKERS, *arguments, "-o", "out")
    assert refused.returncode == 2 and complaint in refused.stderr
    assert not (tmp_path / "out").exists()


def test_a_document_that_nothing_calls_for_is_named_and_not_made_up(run, tmp_path):
    done = run("write", CASES / "web-studio.yaml", "conflict-brief", "-o", "out")
    assert done.returncode == 0 and "conflict-brief: nothing in this case calls for it" in done.stderr
    assert list((tmp_path / "out").iterdir()) == []


def test_html_docx_and_pdf_hold_their_pictures(run, tmp_path):
    for form in ("html", "docx", "pdf"):
        assert run("write", BAKERS, "action-plan", "-o", form, "--format", form).returncode == 0
        assert [path.name for path in (tmp_path / form).iterdir()] == [f"action-plan.{form}"]


# --- Templates of one's own ---------------------------------------------------------------------------


def test_a_template_of_one_s_own_takes_the_place_of_ours(run, tmp_path, own):
    (own / "action-plan.fr.md.j2").write_text("# Chez nous : {{ head.case }}\n", encoding="utf-8")
    run("write", BAKERS, "--all", "-o", "out", "--templates", own)
    text = (tmp_path / "out" / "action-plan.md").read_text(encoding="utf-8")
    assert text == "# Chez nous\u00a0: Le Fournil des Halles\n"


@pytest.mark.parametrize("fault", FAULTS)
def test_an_error_in_a_template_names_file_and_line(run, tmp_path, own, fault):
    source, line, reason = FAULTS[fault]
    template = own / "action-plan.fr.md.j2"
    template.write_text(source, encoding="utf-8")
    refused = run("write", BAKERS, "--all", "-o", "out", "--templates", own)
    assert refused.returncode == 65
    assert refused.stderr.startswith(f"{template}:{line}: ") and reason in refused.stderr
    assert not (tmp_path / "out").exists()


def test_a_template_with_a_name_that_no_document_has_is_not_passed_over(run, own):
    (own / "actionplan.fr.md.j2").write_text("", encoding="utf-8")
    refused = run("write", BAKERS, "--all", "-o", "out", "--templates", own)
    assert refused.returncode == 65
    assert (
        "actionplan.fr.md.j2: no template has this name; choose from: action-plan.en.md.j2" in refused.stderr
    )


@pytest.mark.parametrize("there", [True, False])
def test_a_folder_without_templates_is_not_passed_over(run, own, there):
    folder = own if there else own / "nowhere"
    refused = run("write", BAKERS, "--all", "-o", "out", "--templates", folder)
    assert refused.returncode == 65 and refused.stderr.startswith(f"{folder}: ")


def test_templates_are_copied_with_a_page_on_their_data(run, tmp_path):
    listed = run("templates").stdout.split()
    assert run("templates", *listed, "-o", "ours").returncode == 0
    assert {path.name for path in (tmp_path / "ours").iterdir()} == {*listed, "DATA.md"}
    data = (tmp_path / "ours" / "DATA.md").read_text(encoding="utf-8")
    for name, kind in KINDS.items():
        assert f"## `{name}.<language>.md.j2`: `paper`" in data
        assert all(f"## `{template}.svg.j2`: `view`" in data for template in kind.pictures)
    unchanged = run("write", BAKERS, "--all", "-o", "with-copies", "--templates", "ours")
    run("write", BAKERS, "--all", "-o", "without")
    assert unchanged.returncode == 0
    for path in (tmp_path / "without").iterdir():
        assert (tmp_path / "with-copies" / path.name).read_bytes() == path.read_bytes()


@pytest.mark.parametrize(
    ("form", "name", "text"),
    [
        ("docx", "timeline.svg.j2", "no picture"),
        ("html", "action-plan.fr.md.j2", "# Plan\n\n![plan](../plan.png)\n"),
    ],
)
def test_what_a_format_can_t_show_of_a_template_of_one_s_own_is_explained(run, own, form, name, text):
    (own / name).write_text(text, encoding="utf-8")
    refused = run("write", BAKERS, "action-plan", "-o", "out", "--templates", own, "--format", form)
    assert refused.returncode == 65
    assert refused.stderr.startswith(f"{own}: what these templates write can't be shown as {form}")


def test_a_template_that_is_no_file_there_or_no_text_is_not_passed_over(run, tmp_path, own):
    template, elsewhere = own / "action-plan.fr.md.j2", tmp_path / "secret.md"
    elsewhere.write_text("# Secret", encoding="utf-8")

    def complaint():
        refused = run("write", BAKERS, "action-plan", "-o", "out", "--templates", own)
        assert refused.returncode == 65
        return refused.stderr

    template.write_bytes(b"# \xff")
    assert complaint() == f"{template}: is no text in UTF-8\n"
    template.unlink()
    template.symlink_to(elsewhere)
    assert complaint() == f"{template}: is no file in this folder\n"
    template.unlink()
    (own / "linked.md").symlink_to(elsewhere)
    template.write_text('{% include "linked.md" %}', encoding="utf-8")
    assert complaint() == f"{template}:1: TemplateNotFound: linked.md\n"


def test_a_frame_of_one_s_own_that_lacks_what_our_templates_call_is_named(run, own):
    frame = own / "paper.fr.md.j2"
    frame.write_text("{% macro top(name, head) %}# {{ name }}{% endmacro %}", encoding="utf-8")
    refused = run("write", BAKERS, "action-plan", "-o", "out", "--templates", own)
    assert refused.returncode == 65 and refused.stderr.startswith(f"{frame}: UndefinedError")
