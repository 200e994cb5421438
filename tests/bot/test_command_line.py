"""The commands as one types them: what they print, what they refuse, and what they do not load."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bot.processes import load_processes

ROOT = Path(__file__).parents[2]
PROCESSES = ROOT / "tests/replies/processes.yaml"
HEAVY = {"sqlalchemy", "alembic", "aiohttp", "dateparser", "slack_bolt", "slack_sdk", "botbuilder", "numpy", "rich"}
RUTH = "ruth.calloway@copperline.example"


def run(*words: str, typed: str = "", environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """A `quarterback` command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        cwd=ROOT,
        input=typed,
        text=True,
        encoding="utf-8",
        capture_output=True,
        env={**os.environ, **(environment or {})},
        timeout=120,
    )


@pytest.fixture
def demo_database(tmp_path: Path) -> str:
    """The small company, at an hour at which its reps were asked."""
    url = f"sqlite:///{tmp_path}/demo.db"
    script = (
        "import sys; from pathlib import Path; from bot.wiring import wire; from bot.demo_room import open_demo; "
        "open_demo(wire(sys.argv[1], Path('app.yaml')))"
    )
    subprocess.run([sys.executable, "-c", script, url], cwd=ROOT, check=True)
    return url


def test_starting_the_command_line_loads_no_database_web_or_date_library() -> None:
    script = "import sys, bot.__main__; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert HEAVY.isdisjoint(loaded.stdout.split())


def test_check_says_in_words_what_the_file_holds() -> None:
    done = run("check", "app.yaml")
    assert done.returncode == 0
    assert "Ruth Calloway" in done.stdout


def test_check_names_every_fault_with_its_line(tmp_path: Path) -> None:
    bad = tmp_path / "app.yaml"
    good = (ROOT / "app.yaml").read_text(encoding="utf-8")
    bad.write_text(good.replace("currency: USD", "currency: dollars").replace("probability: 25", "probability: lots"))
    done = run("check", str(bad))
    assert done.returncode == 2
    assert "currency" in done.stderr
    assert "stages[1].probability" in done.stderr
    assert "Traceback" not in done.stderr


def test_read_answers_line_by_line_and_names_the_line_it_cannot_read() -> None:
    name = next(iter(_processes()))
    case = {
        "id": "one",
        "now": "2026-11-23T09:00:00-05:00",
        "process": name,
        "asked": {"opportunity": "o1", "about": "probability"},
        "opportunities": [
            {
                "id": "o1",
                "name": "Dock planner",
                "account": "Brightwater",
                "product": "Planner",
                "stage": _processes()[name],
                "probability": 50,
                "amount": 1000,
                "currency": _currency(name),
                "close_date": "2026-12-20",
            }
        ],
        "text": "60",
    }
    typed = f"{json.dumps(case)}\nnot json\n{json.dumps(case | {'id': 'two'})}\n"
    done = run("read", "--processes", str(PROCESSES), typed=typed)
    first, fault, last = (json.loads(line) for line in done.stdout.splitlines())
    assert first["changes"][0]["value"] == 60
    assert first["changes"][0]["evidence"] == "60"
    assert fault["line"] == 2
    assert "error" in fault
    assert last["id"] == "two"


def _processes() -> dict[str, str]:
    """Name of each process and its first stage."""
    return {name: process.stages[0].name for name, process in load_processes(PROCESSES).items()}


def _currency(name: str) -> str:
    return load_processes(PROCESSES)[name].currency


def test_the_console_holds_the_same_conversation_through_a_pipe(demo_database: str) -> None:
    typed = "Kiln monitoring is at 80%\nundo\n/threads\n#99\n/nowhere\n"
    done = run("console", "--as", RUTH, "--database", demo_database, typed=typed)
    assert done.returncode == 0, done.stderr
    assert "Good morning, Ruth" in done.stdout
    assert "Probability 75 % → 80 %" in done.stdout
    assert "Probability 80 % → 75 %" in done.stdout
    assert "There is no button #99." in done.stdout
    judith = "judith.whitfield@copperline.example"
    again = run("console", "--as", judith, "--database", demo_database, typed="history kiln\n")
    assert "Ruth Calloway · took back: Probability 80 % → 75 %" in again.stdout


def test_a_tap_in_the_console_is_an_answer(demo_database: str) -> None:
    shown = run("console", "--as", RUTH, "--database", demo_database).stdout
    number = shown.split("Still so]")[0].rsplit("[#", 1)[1].split()[0]
    done = run("console", "--as", RUTH, "--database", demo_database, typed=f"#{number}\n")
    assert "stands as recorded" in done.stdout


def test_the_console_knows_nobody_who_is_not_named(demo_database: str) -> None:
    done = run("console", "--as", "nobody@copperline.example", "--database", demo_database)
    assert done.returncode == 2
    assert "is nobody in app.yaml" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("url", "says"),
    [("sqlite:////proc/nowhere/x.db", ""), ("mysql://x", ""), ("postgresql+psycopg://127.0.0.1:1/none", "")],
)
def test_a_database_that_cannot_be_used_is_a_sentence(url: str, says: str) -> None:
    done = run("console", "--as", RUTH, "--database", url)
    assert done.returncode == 2
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr
    assert says in done.stderr


def test_settings_that_are_wrong_are_named(tmp_path: Path) -> None:
    done = run("serve", environment={"QUARTERBACK_PORT": "none"})
    assert done.returncode == 2
    assert "QUARTERBACK_PORT" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_that_is_taken_is_named(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = run("demo", "--port", port, "--database", f"sqlite:///{tmp_path}/demo.db")
    assert done.returncode == 2
    assert port in done.stderr
    assert "choose another" in done.stderr
    assert "open at" not in done.stdout
