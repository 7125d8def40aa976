"""The `advisor` command: parses, calls one function, prints.

Everything heavy is imported inside the commands, so that `advisor --help` answers at once.
"""

from __future__ import annotations

import errno
import gc
import os
import shlex
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar
from urllib.parse import urlsplit

import click

from advisor import files, terminal, version
from advisor.errors import AdvisorError, KnowledgeError
from advisor.formats import FORMATS
from advisor.messages import LANGUAGES, Message, say, translate

if TYPE_CHECKING:
    from advisor.assessment import Assessment
    from advisor.case import Case
    from advisor.formats import Organisation
    from advisor.inference import Engine

AnyFunction = TypeVar("AnyFunction", bound=Callable[..., Any])


@dataclass
class Settings:
    """What holds for the whole run."""

    language: str
    debug: bool = False

    def words(self, text: str | Message) -> str:
        """A message in the language of the interface."""
        return translate(text, self.language)


def main() -> NoReturn:
    """Run the command line and end the process with its exit code."""
    gc.disable()  # a command lives for half a second and would only search for garbage that it hasn't made
    settings = Settings(terminal.interface_language(sys.argv[1:], os.environ))
    terminal.prepare_process(settings.language)
    terminal.localize(advisor, settings.language)
    code = _run(settings)
    terminal.abandon(sys.stdout)
    sys.exit(code)


def _run(settings: Settings) -> int:
    """What click's own `main` does, with exit codes and last words of ours."""
    try:
        if wish := os.environ.get("_ADVISOR_COMPLETE"):
            from click.shell_completion import shell_complete

            return shell_complete(advisor, {}, "advisor", "_ADVISOR_COMPLETE", wish)
        prefix = "ADVISOR"
        with advisor.make_context("advisor", sys.argv[1:], obj=settings, auto_envvar_prefix=prefix) as ctx:
            advisor.invoke(ctx)
        return terminal.DONE
    except click.exceptions.Exit as end:
        return end.exit_code
    except BrokenPipeError:  # `| head` has what it wanted
        return terminal.DONE
    except click.ClickException as error:
        terminal.complain(error)
        return error.exit_code
    except AdvisorError as error:
        terminal.tell(error.text(settings.language))
        return _exit_code(error)
    except KnowledgeError as error:
        terminal.complain(click.ClickException(str(error)))
        return terminal.INTERNAL
    except (click.Abort, KeyboardInterrupt):
        terminal.tell(settings.words(say("Interrupted.")))
        return terminal.INTERRUPTED
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        terminal.complain(click.ClickException(place + settings.words(terminal.reason(error))))
        return terminal.INPUT_OUTPUT
    except Exception as error:  # the outermost edge: a user gets one line, the traceback on request
        return _internal_error(error, settings)


def _internal_error(error: Exception, settings: Settings) -> int:
    if settings.debug:
        import traceback

        terminal.tell("".join(traceback.format_exception(error)))
    name = type(error).__name__
    sentence = say("internal error ({name}); run again with --debug to see where, and report it", name=name)
    terminal.tell(settings.words(sentence))
    return terminal.INTERNAL


def _exit_code(error: AdvisorError) -> int:
    from advisor.formats import MissingExtraError
    from advisor.reading import UnreadableError

    if isinstance(error, MissingExtraError):
        return terminal.USAGE
    return terminal.INPUT_OUTPUT if isinstance(error, UnreadableError) else terminal.BAD_DATA


FORMS = ("md", "json", *FORMATS[1:])
BINARY = ("docx", "pdf")
LANGUAGE = click.Choice(LANGUAGES, case_sensitive=False)
ANY_PATH = click.Path(path_type=Path)  # unchecked: reading and writing explain better what is wrong
CASE_PATH = click.Path(allow_dash=True)
SCHEMES = ("tcp", "tls", "ws", "wss")
"""How the address of a Dask scheduler may begin."""


def _show_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        terminal.write_result(f"advisor {version()}")
        ctx.exit()


@click.group(
    cls=terminal.Group,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    subcommand_metavar="COMMAND [ARGS]...",
    examples=(
        "advisor ask",
        "advisor check case.yaml",
        "advisor report case.yaml -o advice.md",
        "advisor report case.yaml --lang fr",
        "advisor explain case.yaml EXP-04",
        "advisor --lang fr --help",
    ),
)
@click.option("--lang", type=LANGUAGE, expose_value=False, help="Language of help and messages.")
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="When to use colours.",
)
@click.option("--debug", is_flag=True, help="Show the traceback of an internal error.")
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    allow_from_autoenv=False,
    callback=_show_version,
    help="Show the version and exit.",
)
@click.pass_context
def advisor(ctx: click.Context, /, color: str, debug: bool) -> None:
    """Advice on business partnerships, with the grounds of each sentence."""
    ctx.obj.debug = debug
    ctx.color = {"always": True, "never": False, "auto": _color_by_environment()}[color]


def _color_by_environment() -> bool | None:
    """False where colours are unwanted; None lets click look whether the output is a terminal."""
    unwanted = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    return False if unwanted else None


@advisor.command(
    examples=("advisor check case.yaml", "advisor check cases/*.yaml", "advisor check - < case.json")
)
@click.argument(
    "paths", metavar="CASE...", nargs=-1, required=True, type=CASE_PATH, help="Case files; - is stdin."
)
@click.pass_context
def check(ctx: click.Context, /, paths: tuple[str, ...]) -> None:
    """Check case files and list all their mistakes, with line and column."""
    from advisor.case import read_case

    settings: Settings = ctx.obj
    code = terminal.DONE
    for path in paths:
        try:
            read_case(path)
        except AdvisorError as error:
            terminal.write_result(error.text(settings.language))
            code = max(code, _exit_code(error))
        else:
            terminal.write_result(f"{path}: {click.style(settings.words(say('OK')), fg='green')}")
    ctx.exit(code)


def of_one_case(command: AnyFunction) -> AnyFunction:
    """The argument and the options shared by the commands that advise on a case."""
    for add in (
        click.option(
            "--benchmarks", metavar="FILE", type=ANY_PATH, help="Numbers of yours in place of ours."
        ),
        click.option(
            "--adviser", is_flag=True, help="The adviser’s own copy, with all that was told in confidence."
        ),
        click.option("--lang", type=LANGUAGE, help="Language of the result; by default that of the case."),
        click.argument("path", metavar="CASE", type=CASE_PATH, help="The case file; - is stdin."),
    ):
        command = add(command)
    return command


def for_partner(variable: str) -> Callable[[AnyFunction], AnyFunction]:
    """`--for`, a word that Python keeps to itself, and so without the variable that click would name."""
    return click.option(
        "--for",
        "partner",
        metavar="PARTNER",
        envvar=variable,
        allow_from_autoenv=False,
        help="The copy for one partner, with what that partner told in confidence.",
    )


@dataclass(frozen=True)
class Dress:
    """In which form a document is wanted, and what stands above its title."""

    form: str
    organisation: Organisation | None = None
    template: bytes | None = None
    own_templates: Path | None = None


def of_the_page(variable: str, forms: tuple[str, ...] = FORMS) -> Callable[[AnyFunction], AnyFunction]:
    """The options of a command that writes a document; `variable` stands for `--format`. See `_dress`."""

    def add_options(command: AnyFunction) -> AnyFunction:
        for add in (
            click.option(
                "--docx-template",
                metavar="FILE",
                type=ANY_PATH,
                help="A Word document or template in whose styles a DOCX is written.",
            ),
            click.option("--logo", metavar="FILE", type=ANY_PATH, help="Its logo: PNG, JPEG or SVG."),
            click.option("--organisation", metavar="NAME", help="The organisation to name above the title."),
            click.option(
                "--format",
                "form",
                type=click.Choice(forms),
                envvar=variable,
                help="What to write; by default what the name of the output ends in, else md.",
            ),
        ):
            command = add(command)
        return command

    return add_options


def of_own_templates(command: AnyFunction) -> AnyFunction:
    """The folder with templates that take the place of ours."""
    add = click.option(
        "--templates",
        "own_templates",
        metavar="DIR",
        type=ANY_PATH,
        envvar=f"ADVISOR_{command.__name__.upper()}_TEMPLATES",
        allow_from_autoenv=False,
        help="Templates of yours in place of ours, by name.",
    )
    return add(command)


def _dress(
    ctx: click.Context,
    output: Path | None,
    form: str | None = None,
    *,
    organisation: str | None = None,
    logo: Path | None = None,
    docx_template: Path | None = None,
    own_templates: Path | None = None,
) -> Dress:
    """What the options of a page ask for, looked at before any work is done."""
    suffix = output.suffix.lower().removeprefix(".") if output else ""
    form = form or (suffix if suffix in FORMS else "md")
    _refuse_unused(ctx, form)
    to_terminal = (output is None or str(output) == "-") and sys.stdout is not None and sys.stdout.isatty()
    if form in BINARY and to_terminal:
        problem = say(
            "a terminal can’t show {form}; name a file with -o, or send it on with |", form=form.upper()
        )
        raise click.UsageError(ctx.obj.words(problem), ctx)
    from advisor.formats import Organisation, require

    if form in ("md", "json"):
        return Dress(form, Organisation(organisation) if organisation else None, None, own_templates)

    require(form)
    from advisor.formats.pictures import read_organisation

    template = None
    if form == "docx" and docx_template:
        from advisor.formats.as_docx import opened

        template = docx_template.read_bytes()
        opened(template, str(docx_template))
    return Dress(form, read_organisation(organisation, logo), template, own_templates)


def _refuse_unused(ctx: click.Context, form: str) -> None:
    """An option that this form has no use for is a mistake where it is typed, not where the environment has it."""
    typed = click.core.ParameterSource.COMMANDLINE
    pages = FORMATS[1:]
    for name, flag, forms in (
        ("organisation", "--organisation", FORMATS if ctx.command.name == "write" else pages),
        ("logo", "--logo", pages),
        ("docx_template", "--docx-template", ("docx",)),
    ):
        if ctx.get_parameter_source(name) is typed and form not in forms:
            problem = say("{option} needs --format {forms}", option=flag, forms=forms)
            raise click.UsageError(ctx.obj.words(problem), ctx)


@advisor.command(
    examples=(
        "advisor report case.yaml",
        "advisor report case.yaml --lang fr -o advice.md",
        "advisor report case.yaml -o advice.pdf --organisation 'Chamber of Crafts' --logo logo.png",
        "advisor report case.yaml -o advice.docx --docx-template letter.dotx",
        "advisor report case.yaml --for lea",
        "advisor report case.yaml --format json",
    )
)
@of_one_case
@for_partner("ADVISOR_REPORT_FOR")
@of_the_page("ADVISOR_REPORT_FORMAT")
@of_own_templates
@click.option(
    "-o", "--output", metavar="FILE", type=ANY_PATH, help="Write to FILE instead of standard output."
)
@click.pass_context
def report(
    ctx: click.Context,
    /,
    path: str,
    output: Path | None,
    lang: str | None,
    partner: str | None,
    adviser: bool,
    benchmarks: Path | None,
    **page: Any,
) -> None:
    """Write the advice for one case."""
    _refuse_to_overwrite(ctx, path, output)
    dress = _dress(ctx, output, **page)
    case, assessment = _advise(ctx, path, partner=partner, adviser=adviser, benchmarks=benchmarks)
    following = _explain_command(path, partner, adviser, benchmarks)
    if dress.form == "json":
        _deliver(ctx, assessment.to_json(), output, following)
    else:
        _deliver_report(ctx, assessment, lang or case.language or ctx.obj.language, dress, output, following)


def _deliver_report(
    ctx: click.Context,
    assessment: Assessment,
    language: str,
    dress: Dress,
    output: Path | None,
    following: str,
) -> None:
    """A report, with the picture of the themes inside it, or beside it if it is Markdown in a file."""
    from advisor import documents

    if dress.form != "md":
        from advisor.formats import convert

        page = documents.page(assessment, language, dress.organisation, dress.own_templates)
        _deliver(ctx, convert(page, dress.form, docx_template=dress.template), output, following)
        return
    picture = _picture_beside(output)
    text = documents.report(assessment, language, picture.name if picture else "", dress.own_templates)
    if picture:  # before the report, which must not lead to a picture that isn't there
        files.write_file(picture, documents.themes_picture(assessment, language, dress.own_templates))
        terminal.tell(ctx.obj.words(say("written: {file}", file=str(picture))))
    _deliver(ctx, text, output, following)


@advisor.command(
    examples=(
        "advisor write case.yaml action-plan -o meeting",
        "advisor write case.yaml --all -o meeting --lang fr",
        "advisor write case.yaml --all --for lea -o lea",
        "advisor write case.yaml --all -o meeting --format pdf --organisation 'Rivages' --logo logo.svg",
    )
)
@click.argument("path", metavar="CASE", type=CASE_PATH, help="The case file; - is stdin.")
@click.argument(
    "kinds", metavar="[DOCUMENT]...", nargs=-1, help="Which documents; without a name, they are listed."
)
@click.option("--all", "every", is_flag=True, envvar="ADVISOR_WRITE_ALL", help="Every document.")
@click.option("--lang", type=LANGUAGE, help="Language of the result; by default that of the case.")
@for_partner("ADVISOR_WRITE_FOR")
@click.option("--benchmarks", metavar="FILE", type=ANY_PATH, help="Numbers of yours in place of ours.")
@of_the_page("ADVISOR_WRITE_FORMAT", FORMATS)
@of_own_templates
@click.option("--force", is_flag=True, help="Write over documents that were changed since.")
@click.option("-o", "--output", metavar="DIR", type=ANY_PATH, required=True, help="The folder to write to.")
@click.pass_context
def write(
    ctx: click.Context,
    /,
    path: str,
    kinds: tuple[str, ...],
    every: bool,
    output: Path,
    lang: str | None,
    partner: str | None,
    benchmarks: Path | None,
    force: bool,
    **page: Any,
) -> None:
    """Write the documents that you take to the meeting."""
    from advisor import papers

    wanted = _kinds(ctx, kinds, every, partner)
    _refuse_as_folder(ctx, output)
    dress = _dress(ctx, output / "all", **page)
    case, assessment = _advise(ctx, path, partner=partner, adviser=False, benchmarks=benchmarks)
    made = papers.documents(
        assessment,
        lang or case.language or ctx.obj.language,
        wanted,
        organisation=dress.organisation.name if dress.organisation and dress.form == "md" else "",
        own_templates=dress.own_templates,
    )
    for kind in sorted(set(wanted) - {one.kind for one in made}, key=wanted.index):
        terminal.tell(ctx.obj.words(say("{kind}: nothing in this case calls for it", kind=kind)))
    contents = {
        output / name: content
        for one in made
        for name, content in papers.files_of(one, dress.form, dress.organisation, dress.template).items()
    }
    _refuse_to_lose(ctx, contents, force=force)
    _write_all(ctx, output, contents)
    for message in (one for document in made for one in document.lacks):
        terminal.tell(ctx.obj.words(message))
    following = _explain_command(path, partner=partner, adviser=False, benchmarks=benchmarks)
    terminal.tell(ctx.obj.words(say("next: {command}", command=following)))


@advisor.command(
    examples=(
        "advisor templates",
        "advisor templates action-plan.en.md.j2 paper.en.md.j2 -o ours",
        "advisor write case.yaml action-plan -o meeting --templates ours",
    )
)
@click.argument(
    "names", metavar="[NAME]...", nargs=-1, help="The templates to copy; without a name, all are listed."
)
@click.option("-o", "--output", metavar="DIR", type=ANY_PATH, help="The folder to copy to.")
@click.pass_context
def templates(ctx: click.Context, /, names: tuple[str, ...], output: Path | None) -> None:
    """Copy templates to change them, with a page on the data that they get."""
    from advisor import layout
    from advisor.template_data import template_data

    known = layout.own_names()
    for name in names:
        if name not in known:
            raise _unknown(ctx, say("there is no template {id}", id=name), known)
    if not names and output is None:
        terminal.write_result("\n".join(known))
        return
    if not names or output is None:
        raise click.UsageError(ctx.obj.words(say("name the templates, and the folder with -o")), ctx)
    _refuse_as_folder(ctx, output)
    contents: dict[Path, str | bytes] = {output / name: layout.source_of(name) for name in names}
    _refuse_to_lose(ctx, contents, force=False)
    _write_all(ctx, output, {**contents, output / "DATA.md": template_data()})


def _kinds(ctx: click.Context, named: tuple[str, ...], every: bool, partner: str | None) -> list[str]:
    """The kinds of documents wanted, in our order."""
    from advisor import papers

    for name in named:
        if name not in papers.KINDS:
            raise _unknown(ctx, say("there is no document {id}", id=name), list(papers.KINDS))
    allowed = papers.kinds_for(partner)
    if every:
        return allowed
    if not named:
        problem = say("name the documents, or give --all; there are: {known}", known=tuple(papers.KINDS))
        raise click.UsageError(ctx.obj.words(problem), ctx)
    if private := [name for name in named if name not in allowed]:
        problem = say("{id} is for one partner alone; say for whom with --for", id=private[0])
        raise click.UsageError(ctx.obj.words(problem), ctx)
    return [name for name in allowed if name in named]


def _refuse_as_folder(ctx: click.Context, output: Path) -> None:
    """A link may lead into a folder of somebody else's; `-` and nothing are no folders that anybody means."""
    if output.is_symlink():
        target = os.path.realpath(output)
        problem = say("{dir} is a link to {target}; name that folder", dir=str(output), target=target)
        raise click.UsageError(ctx.obj.words(problem), ctx)
    if str(output) == "-":
        raise click.UsageError(ctx.obj.words(say("-o: a folder is wanted; documents are several files")), ctx)


def _refuse_to_lose(ctx: click.Context, contents: Mapping[Path, str | bytes], *, force: bool) -> None:
    """Documents are filled in by hand: none is written over unless that is asked for."""
    changed = [file for file, text in contents.items() if file.exists() and not files.holds(file, text)]
    if changed and not force:
        problem = say(
            "{file} is there already and differs; --force writes over it, another folder keeps both",
            file=str(changed[0]),
        )
        raise click.UsageError(ctx.obj.words(problem), ctx)


def _write_all(ctx: click.Context, folder: Path, contents: Mapping[Path, str | bytes]) -> None:
    """Write files into a folder, which is made if need be, and name each."""
    folder.mkdir(parents=True, exist_ok=True)
    for file, content in contents.items():
        files.write_file(file, content)
        terminal.tell(ctx.obj.words(say("written: {file}", file=str(file))))


def _picture_beside(output: Path | None) -> Path | None:
    """Where the picture of a report in a file goes; None for a report that is printed, or sent to a device."""
    if output is None or str(output) == "-" or not files.is_plain_file(output):
        return None
    return output.with_name(f"{output.stem}.themes.svg")


@advisor.command(
    examples=(
        "advisor ask",
        "advisor ask bakery.yaml --lang fr",
        "advisor ask bakery.yaml --theme RSP",
        "advisor ask ana.yaml --as Ana",
        "advisor ask bakery.yaml --answers answers.txt -o advice.md",
        "advisor ask bakery.yaml --no-input",
    )
)
@click.argument(
    "path", metavar="[CASE]", type=ANY_PATH, default="case.yaml", help="The case file to write or complete."
)
@click.option(
    "--as",
    "partner",
    metavar="PARTNER",
    envvar="ADVISOR_ASK_AS",
    allow_from_autoenv=False,
    help="Interview one partner alone, by id or name; all: everybody together again.",
)
@click.option(
    "--adviser",
    is_flag=True,
    help="You are the adviser and nobody reads along: confidences are shown and asked about.",
)
@click.option("--full", is_flag=True, help="Ask everything, not only what would change the advice.")
@click.option("--theme", metavar="THEME", help="Ask about one theme only, such as EXP, RSP or CON.")
@click.option("--answers", metavar="FILE", type=ANY_PATH, help="Take answers from FILE first, one a line.")
@click.option("--no-input", is_flag=True, help="Ask nothing; list what is missing.")
@click.option("--restart", is_flag=True, help="Begin anew; the old file is kept under another name.")
@click.option("--lang", type=LANGUAGE, help="Language of the interview and of the report.")
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=ANY_PATH,
    help="Write the report to FILE instead of standard output.",
)
@click.pass_context
def ask(ctx: click.Context, /, path: Path, output: Path | None, lang: str | None, **options: Any) -> None:
    """Interview you about a partnership: a case file, and its report."""
    from advisor import asking

    _refuse_to_overwrite(ctx, str(path), output)
    if options["partner"] and options["adviser"]:
        raise click.UsageError(ctx.obj.words(say("--as and --adviser exclude each other")), ctx)
    if options["restart"] and options["no_input"]:
        raise click.UsageError(ctx.obj.words(say("--restart and --no-input exclude each other")), ctx)
    if output is not None and str(output) != "-" and not output.absolute().parent.is_dir():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(output))
    dress = _dress(ctx, output)
    language = lang or ctx.obj.language
    theme = _theme(ctx, options["theme"])
    interactive = not options["no_input"]
    lines = asking.Lines(asking.prepared_answers(options["answers"]), may_ask=interactive)
    draft = asking.opened(path, language, restart=options["restart"], lines=lines)
    if draft is None:
        ctx.exit(terminal.BAD_DATA)
    language = lang or (draft.values or {}).get("language") or language
    interview = _interview(ctx, draft, language, theme, options)
    session = asking.Asking(draft, interview, lines, _ask_command(path, language, lang, output, options))
    code = session.run() if interactive or options["answers"] else session.without_input()
    if code != terminal.DONE:
        ctx.exit(code)
    _report_on(ctx, draft, interview, output, language, dress)


@advisor.command(
    examples=(
        "advisor merge ana.yaml bruno.yaml -o bakery.yaml",
        "advisor merge ana=one.yaml bruno=two.yaml -o bakery.yaml",
        "advisor merge ana.yaml bruno.yaml --same oven=the-oven -o bakery.yaml",
    )
)
@click.argument(
    "accounts",
    metavar="[PARTNER=]CASE...",
    nargs=-1,
    required=True,
    help="What each partner told, as advisor ask --as PARTNER wrote it.",
)
@click.option("--same", metavar="ID=ID", multiple=True, help="Two entries that are one, by their ids.")
@click.option("--lang", type=LANGUAGE, help="Language of what is said about the merged case.")
@click.option(
    "-o", "--output", metavar="FILE", type=ANY_PATH, help="Write the case to FILE instead of standard output."
)
@click.pass_context
def merge(
    ctx: click.Context,
    /,
    accounts: tuple[str, ...],
    same: tuple[str, ...],
    lang: str | None,
    output: Path | None,
) -> None:
    """Make one case of what several partners told, and list where they differ."""
    from advisor import merging
    from advisor.case import read_case
    from advisor.questionnaire.draft import text_of

    if len(accounts) < 2:
        raise click.UsageError(ctx.obj.words(say("give the accounts of at least two partners")), ctx)
    told = []
    for one in accounts:
        teller, path = _teller_and_path(one)
        if output is not None:
            _refuse_to_overwrite(ctx, path, output)
        told.append(merging.account_of(read_case(path), teller))
    merged = merging.merge(told, _pairs(ctx, same))
    language = lang or merged.values.get("language") or ctx.obj.language
    for line in merging.in_words(merged, language):
        terminal.tell(line)
    text = text_of(merged.values, output, language)
    _deliver(ctx, text, output, shlex.join(["advisor", "ask", str(output)]))


def _teller_and_path(argument: str) -> tuple[str, str]:
    """`ana=one.yaml` as its two parts; a path alone has no teller."""
    teller, equals, path = argument.partition("=")
    return (teller, path) if equals and path and not Path(argument).exists() else ("", argument)


def _pairs(ctx: click.Context, same: tuple[str, ...]) -> list[tuple[str, str]]:
    """The pairs of `--same`, the one of the later account first."""
    found = []
    for one in same:
        left, equals, right = one.partition("=")
        if not (left and equals and right):
            raise click.UsageError(ctx.obj.words(say("--same: expected ID=ID, such as oven=the-oven")), ctx)
        found += [(left, right), (right, left)]
    return found


def _theme(ctx: click.Context, wish: str | None) -> str:
    """The prefix of a theme that is asked about alone; empty for all."""
    from advisor.knowledge import THEMES

    if not wish:
        return ""
    if wish.upper() in THEMES:
        return wish.upper()
    raise _unknown(ctx, say("--theme: there is no theme {id}", id=wish), list(THEMES))


def _interview(ctx: click.Context, draft: Any, language: str, theme: str, options: dict[str, Any]) -> Any:
    """The interview over a draft, with the partner interviewed alone found by id or name."""
    import copy
    import datetime

    from advisor.questionnaire.answers import EVERYBODY
    from advisor.questionnaire.interview import Interview
    from advisor.questionnaire.state import Place, drop, partner_called
    from advisor.scalars import fold

    partner = options["partner"] or ""
    values = copy.deepcopy(draft.values)
    if values is None and fold(partner) in EVERYBODY:
        partner = ""
    if values is not None:
        told_alone = (values.get("interview") or {}).get("partner", "")
        found = partner_called(values, partner or told_alone)
        if not found and fold(partner) in EVERYBODY:
            drop(values, Place("interview", "", "partner"))
        elif found and told_alone and found != partner_called(values, told_alone):
            raise click.UsageError(
                ctx.obj.words(
                    say("--as: this file is what {other} told; use another file", other=told_alone)
                ),
                ctx,
            )
        elif partner and not found:
            known = [one["id"] for one in values["partners"]]
            raise _unknown(ctx, say("--as: this case has no partner {id}", id=partner), known)
        partner = found
    return Interview(
        values,
        today=datetime.date.today(),
        language=language,
        partner=partner,
        full=options["full"],
        theme=theme,
        adviser=options["adviser"],
    )


def _ask_command(
    path: Path, language: str, lang: str | None, output: Path | None, options: dict[str, Any]
) -> list[str]:
    """The command that goes on with the same interview."""
    words = ["advisor", "ask", str(path)]
    words += ["--as", options["partner"]] if options["partner"] else []
    words += ["--adviser"] if options["adviser"] else []
    words += ["--full"] if options["full"] else []
    words += ["--theme", options["theme"]] if options["theme"] else []
    words += ["--lang", language] if lang else []
    return words + (["-o", str(output)] if output else [])


def _report_on(
    ctx: click.Context, draft: Any, interview: Any, output: Path | None, language: str, dress: Dress
) -> None:
    """The report that ends an interview: for all partners, or the copy of the one who was interviewed alone."""
    from advisor.assessment import advise
    from advisor.case import read_case

    case = read_case(draft.path)
    told = interview.words.say("finished", answers=interview.told, file=str(draft.path))
    terminal.tell(told)
    assessment = advise(case, audience=interview.audience)
    following = _explain_command(str(draft.path), interview.partner or None, interview.adviser, None)
    _deliver_report(ctx, assessment, language, dress, output, following)


def _shard(ctx: click.Context, _: click.Parameter, wish: str | None) -> Any:
    """`2/8` as a shard."""
    if not wish:
        return None
    from advisor.batch.sources import Shard

    number, _slash, count = wish.partition("/")
    if number.isdecimal() and count.isdecimal() and 1 <= int(number) <= int(count):
        return Shard(int(number), int(count))
    raise click.BadParameter(ctx.obj.words(say("expected a part of the whole, such as 2/8")), ctx)


def _address(ctx: click.Context, _: click.Parameter, wish: str | None) -> str:
    """`tcp://head:8786` or `head:8786`; empty for none."""
    if not wish:
        return ""
    address = wish if "://" in wish else f"tcp://{wish}"
    try:
        parts = urlsplit(address)
        is_one = parts.scheme in SCHEMES and parts.hostname and parts.port and not parts.path
    except ValueError:  # the port is no number, or too large
        is_one = False
    if not is_one or any(map(str.isspace, address)):
        raise click.BadParameter(ctx.obj.words(say("expected an address such as tcp://head:8786")), ctx)
    return address


@advisor.command(
    examples=(
        "advisor batch cases -o results",
        "advisor batch cases -o results --since last-quarter --lang fr",
        "advisor batch 'cases/*.yaml' more.jsonl -o results --format json",
        "advisor batch - -o results --format none < cases.jsonl",
        "advisor batch cases -o part-2 --shard 2/8",
        "advisor batch --join part-* -o results",
    )
)
@click.argument(
    "paths",
    metavar="PATH...",
    nargs=-1,
    required=True,
    help="Case files, folders, patterns, or - for stdin; .jsonl has one case a line.",
)
@click.option("-o", "--output", metavar="DIR", type=ANY_PATH, required=True, help="The folder to write to.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["md", "json", "none"]),
    envvar="ADVISOR_BATCH_FORMAT",
    default="md",
    show_default=True,
    help="A report for each case: Markdown, JSON, or none.",
)
@click.option("--since", metavar="DIR", type=ANY_PATH, help="Tell what changed since the batch in DIR.")
@click.option(
    "--lang", type=LANGUAGE, help="Language of everything; by default, a report has that of its case."
)
@click.option(
    "--adviser", is_flag=True, help="The adviser’s own copies, with all that was told in confidence."
)
@click.option("--benchmarks", metavar="FILE", type=ANY_PATH, help="Numbers of yours in place of ours.")
@click.option("--workers", type=click.IntRange(1, 512), help="Processes at work; by default one a processor.")
@click.option(
    "--timeout",
    type=click.FloatRange(0, 86_400),
    default=60,
    show_default=True,
    help="Seconds for one case; 0: no limit.",
)
@click.option("--shard", metavar="I/N", callback=_shard, help="Do only part I of N, as one job of an array.")
@click.option("--join", is_flag=True, help="Make one batch of the folders of all shards.")
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    callback=_address,
    help="Work on a Dask cluster, such as tcp://head:8786.",
)
@click.option("--follow", is_flag=True, help="Write to DIR though it is a link.")
@click.pass_context
def batch(
    ctx: click.Context, /, paths: tuple[str, ...], output: Path, lang: str | None, **options: Any
) -> None:
    """Analyse many cases: a report each, and a portfolio of all."""
    from advisor.batch.work import Settings as BatchSettings
    from advisor.batch.work import fingerprint
    from advisor.batching import Batching, Options, refuse_locked
    from advisor.benchmarks import read_overlay

    _refuse_contradictions(ctx, output, options)
    settings = BatchSettings(
        language=lang or ctx.obj.language,
        report_language=lang,
        form=options["form"],
        adviser=options["adviser"],
        benchmarks=read_overlay(options["benchmarks"]) if options["benchmarks"] else None,
        fingerprint=fingerprint(),
        debug=ctx.obj.debug,
    )
    batching = Batching(
        Options(
            paths,
            output,
            settings,
            workers=options["workers"] or _processors(),
            timeout=options["timeout"],
            since=options["since"],
            shard=options["shard"],
            scheduler=options["scheduler"],
            follow=options["follow"],
            join=options["join"],
        )
    )
    run = batching.join if options["join"] else batching.run
    ctx.exit(refuse_locked(run, settings.language))


def _processors() -> int:
    """How many this process may use."""
    usable = getattr(os, "sched_getaffinity", None)  # not on every system
    return len(usable(0)) if usable else os.cpu_count() or 1


def _refuse_contradictions(ctx: click.Context, output: Path, options: dict[str, Any]) -> None:
    since, shard = options["since"], options["shard"]
    if since is not None and since.resolve() == output.resolve():
        problem = say("--since: the output can’t be its own past; give another folder")
    elif since is not None and shard:
        problem = say("--since and --shard exclude each other; give --since to --join")
    elif options["join"] and (shard or options["scheduler"]):
        problem = say("--join excludes --shard and --scheduler")
    elif options["scheduler"] and options["workers"]:
        problem = say("--workers and --scheduler exclude each other; a cluster has workers of its own")
    else:
        return
    raise click.UsageError(ctx.obj.words(problem), ctx)


@advisor.command(examples=("advisor explain case.yaml EXP-04", "advisor explain case.yaml EXP-04 --lang fr"))
@of_one_case
@click.argument(
    "identifier",
    metavar="ID",
    help="A finding or a recommendation of the report, a theme such as COM, or verdict.",
)
@for_partner("ADVISOR_EXPLAIN_FOR")
@click.pass_context
def explain(ctx: click.Context, /, path: str, identifier: str, lang: str | None, **audience: Any) -> None:
    """Show why the report says something, down to the facts of the case."""
    from advisor import explanation

    case, assessment = _advise(ctx, path, **audience)
    try:
        text = explanation.explain(assessment, identifier, lang or case.language or ctx.obj.language)
    except explanation.UnknownIdError as error:
        raise _unknown(
            ctx, say("the report on this case has no {id}", id=identifier), error.candidates
        ) from None
    terminal.write_result(text)


@advisor.command(examples=("advisor rules", "advisor rules EXP-04 --lang fr", "advisor rules --article"))
@click.argument(
    "identifier", metavar="[ID]", required=False, help="The rule to show; without it, all are listed."
)
@click.option(
    "--article", is_flag=True, help="Show the outline of the article, with the rules that carry each place."
)
@click.option("--lang", type=LANGUAGE, help="Language of the result.")
@click.pass_context
def rules(ctx: click.Context, /, identifier: str | None, article: bool, lang: str | None) -> None:
    """List the rules, or show one with its examples."""
    from advisor import explanation

    language = lang or ctx.obj.language
    if article and identifier is not None:
        problem = say("--article shows the whole article; leave out {id}", id=identifier)
        raise click.UsageError(ctx.obj.words(problem), ctx)
    if article:
        terminal.write_result(explanation.article_page(language))
        return
    if identifier is None:
        terminal.write_result(explanation.rules_table(language))
        return
    try:
        text = explanation.rule_page(identifier, language)
    except explanation.UnknownIdError as error:
        raise _unknown(ctx, say("there is no rule {id}", id=identifier), error.candidates) from None
    terminal.write_result(text)


@advisor.command(examples=("advisor schema", "advisor schema -o case.schema.json"))
@click.option("--lang", type=LANGUAGE, help="Language of the result.")
@click.option(
    "-o", "--output", metavar="FILE", type=ANY_PATH, help="Write to FILE instead of standard output."
)
@click.pass_context
def schema(ctx: click.Context, /, lang: str | None, output: Path | None) -> None:
    """Write the JSON Schema of a case, for editors that complete and check."""
    from advisor.vocabulary_pages import json_schema

    text = json_schema(lang or ctx.obj.language)
    first_line = "# yaml-language-server: $schema={schema}"
    _deliver(ctx, text, output, say("as first line of a case: {line}", line=first_line.format(schema=output)))


@advisor.command(examples=("advisor fields", "advisor fields --lang fr"))
@click.option("--lang", type=LANGUAGE, help="Language of the result.")
@click.pass_context
def fields(ctx: click.Context, /, lang: str | None) -> None:
    """Describe every field of a case, with unit and allowed values."""
    from advisor.vocabulary_pages import fields_page

    terminal.write_result(fields_page(lang or ctx.obj.language))


def _advise(
    ctx: click.Context, path: str, *, partner: str | None, adviser: bool, benchmarks: Path | None
) -> tuple[Case, Assessment]:
    """The case at `path` and what we make of it for these readers."""
    if partner and adviser:
        raise click.UsageError(ctx.obj.words(say("--for and --adviser exclude each other")), ctx)

    from advisor.assessment import advise
    from advisor.case import ADVISER, read_case

    case = read_case(path)
    if partner and partner not in case.partners:
        raise _unknown(ctx, say("--for: this case has no partner {id}", id=partner), case.partners)
    return case, advise(case, audience=ADVISER if adviser else partner, reasoner=_reasoner(benchmarks))


def _reasoner(benchmarks: Path | None) -> Engine:
    """The engine with our numbers, or with those of a file."""
    from advisor.assessment import engine
    from advisor.benchmarks import read_overlay

    return engine(read_overlay(benchmarks) if benchmarks else None)


def _explain_command(path: str, partner: str | None, adviser: bool, benchmarks: Path | None) -> str:
    """The command that explains what was just written, to the same readers."""
    words = ["advisor", "explain", path, "ID"]
    words += ["--for", partner] if partner else []
    words += ["--adviser"] if adviser else []
    words += ["--benchmarks", str(benchmarks)] if benchmarks else []
    return shlex.join(words)


def _unknown(ctx: click.Context, sentence: Message, known: list[str]) -> click.UsageError:
    choice = say("{sentence}; choose from: {known}", sentence=sentence, known=tuple(known))
    return click.UsageError(ctx.obj.words(choice if known else sentence), ctx)


def _refuse_to_overwrite(ctx: click.Context, path: str, output: Path | None) -> None:
    same = output is not None and not output.is_symlink() and output.resolve() == Path(path).resolve()
    if same:
        raise click.UsageError(ctx.obj.words(say("{output} is the case itself", output=str(output))), ctx)


def _deliver(ctx: click.Context, content: str | bytes, output: Path | None, following: str | Message) -> None:
    """Print a result, or write it to a file and say so, with what to do next."""
    settings: Settings = ctx.obj
    if output is None or str(output) == "-":
        terminal.write_result(content)
        return
    if isinstance(content, str) and not content.endswith("\n"):
        content += "\n"
    files.write_file(output, content)
    terminal.tell(settings.words(say("written: {file}", file=str(output))))
    terminal.tell(settings.words(say("next: {command}", command=following)))
