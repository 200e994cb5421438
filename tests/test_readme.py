"""README stays true: every command in it is run here, and its dialogue is one that really happens."""

import json
import os
import re
import shlex
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from adapters.slack.seal import Seal, new_key
from bot.process_file import load
from tests.bot.test_command_line import RUTH, run
from tests.bot.test_kills import free_port

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    line.split("#")[0].strip()
    for block in re.findall(r"```bash\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
    if line.strip()
]
EXPORT = """Opportunity ID,Opportunity Name,Account Name,Product,Opportunity Owner,Stage,Amount,Close Date,Calls made
Q-1,Dock planner,Brightwater,Planner,ruth.calloway@copperline.example,Proposal,"90,000",12/31/2027,12
"""


def serves(*words: str, environment: dict[str, str]) -> bool:
    """Whether that command, started in a process of its own, comes to serve the practice room."""
    port = environment["QUARTERBACK_PORT"]
    command = [sys.executable, "-m", "bot", *words]
    server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.DEVNULL)
    try:
        for _ in range(300):
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2) as answer:
                    return b"Quarterback" in answer.read()
            except (urllib.error.URLError, OSError):
                assert server.poll() is None, "the server ended by itself"
                time.sleep(0.05)  # it is still starting
        return False
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(20)


def _demo(tmp_path: Path, _: list[str]) -> None:
    """`make demo` runs `quarterback demo`; that serves the small company."""
    made = subprocess.run(["make", "-n", "demo"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "quarterback demo" in made
    port = str(free_port())
    assert serves(
        "demo", "--port", port, "--database", f"sqlite:///{tmp_path}/d.db", environment={"QUARTERBACK_PORT": port}
    )


def _console(tmp_path: Path, words: list[str]) -> None:
    url = f"sqlite:///{tmp_path}/demo.db"
    done = run(*[url if word.startswith("sqlite:") else word for word in words[1:]], typed="help\n")
    assert done.returncode == 0
    assert "what do you know about me" in done.stdout


def _check(_: Path, words: list[str]) -> None:
    assert run(*words[1:]).stdout.startswith(load(ROOT / "app.yaml").company.name)


def _import(tmp_path: Path, words: list[str]) -> None:
    export = tmp_path / "export.csv"
    export.write_text(EXPORT, encoding="utf-8")
    typed = [str(export) if word == "export.csv" else word for word in words[1:]]
    done = run(*typed, environment={"QUARTERBACK_DATABASE_URL": f"sqlite:///{tmp_path}/import.db"})
    assert done.returncode == 0, done.stderr
    assert "Calls made" in done.stdout


def _serve(tmp_path: Path, words: list[str]) -> None:
    url = f"sqlite:///{tmp_path}/serve.db"
    assert serves(*words[1:], environment={"QUARTERBACK_PORT": str(free_port()), "QUARTERBACK_DATABASE_URL": url})


def _read(_: Path, words: list[str]) -> None:
    lines = (ROOT / words[words.index("<") + 1]).read_text(encoding="utf-8")
    done = run(*words[1 : words.index("<")], typed=lines)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(lines.splitlines())
    assert all("error" not in answer for answer in answers)


def _made(_: Path, words: list[str]) -> None:
    """`make test` runs this very test and `make bench` takes minutes: what they would run is checked."""
    made = subprocess.run(["make", "-n", words[1]], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert {"test": "pytest", "bench": "tests.bench"}[words[1]] in made


def _slack(tmp_path: Path, words: list[str]) -> None:
    if words[2] == "reseal":
        _reseal(tmp_path, words)
        return
    done = run(*words[1:])
    assert done.returncode == 0, done.stderr
    assert "chat:write" in done.stdout or Seal([done.stdout.strip()])


def _reseal(tmp_path: Path, words: list[str]) -> None:
    """No workspace installed the app here, so nothing waits for a new key."""
    environment = {
        "QUARTERBACK_DATABASE_URL": f"sqlite:///{tmp_path}/reseal.db",
        "QUARTERBACK_SLACK_CLIENT_ID": "1.2",
        "QUARTERBACK_SLACK_CLIENT_SECRET": "secret",
        "QUARTERBACK_SLACK_ADDRESS": "https://quarterback.example.com",
        "QUARTERBACK_SLACK_SIGNING_SECRET": "secret",
        "QUARTERBACK_SLACK_KEYS": f"{new_key()},{new_key()}",
    }
    done = run(*words[1:], environment=environment)
    assert done.stdout.startswith("0 sealed"), done.stderr


def _jobs(tmp_path: Path, words: list[str]) -> None:
    done = run(*words[1:], environment={"QUARTERBACK_DATABASE_URL": f"sqlite:///{tmp_path}/jobs.db"})
    assert done.stdout == "Nothing was given up.\n", done.stderr


def _teams(tmp_path: Path, words: list[str]) -> None:
    package = tmp_path / words[-1]
    guid = "6f0a1a4e-6a2b-4f6d-9a6b-000000000001"
    settings = {"APP_ID": guid, "PASSWORD": "x", "TENANTS": guid, "ADDRESS": "https://quarterback.example.com"}
    environment = {f"QUARTERBACK_TEAMS_{name}": value for name, value in settings.items()}
    done = run(*words[1:-1], str(package), environment=environment)
    assert done.returncode == 0, done.stderr
    assert zipfile.ZipFile(package).testzip() is None


def _doctor(tmp_path: Path, words: list[str]) -> None:
    """Nothing is set up here, which it says, with what to do."""
    done = run(*words[1:], environment={"QUARTERBACK_DATABASE_URL": f"sqlite:///{tmp_path}/doctor.db"})
    assert done.returncode == 1
    assert "QUARTERBACK_SLACK_BOT_TOKEN" in done.stdout


def _feeds(tmp_path: Path, words: list[str]) -> None:
    """The feeds of README beside the demo's app.yaml; the payload is what its `fields` say."""
    shown = next(block for block in re.findall(r"```yaml\n(.*?)```", README, re.DOTALL) if block.startswith("feeds:"))
    file, payload = tmp_path / "app.yaml", tmp_path / "payload.json"
    file.write_text((ROOT / "app.yaml").read_text(encoding="utf-8") + "\n" + shown, encoding="utf-8")
    said = {"customer": {"name": "Redfern"}, "status": "On stop", "updated_at": "2026-11-22T09:00:00Z", "overdue": 9}
    payload.write_text(json.dumps(said), encoding="utf-8")
    typed = [str(payload) if word == "payload.json" else word for word in words[1:]]
    done = run(*typed, environment={"QUARTERBACK_APP_FILE": str(file)})
    assert done.stdout == "hold redfern of name Redfern: placed, overdue $9, at 2026-11-22 09:00 UTC\n", done.stderr


RUNNERS: dict[str, Callable[[Path, list[str]], None]] = {
    "make demo": _demo,
    "make test": _made,
    "make bench": _made,
    "quarterback console": _console,
    "quarterback check": _check,
    "quarterback import": _import,
    "quarterback serve": _serve,
    "quarterback read": _read,
    "quarterback slack": _slack,
    "quarterback doctor": _doctor,
    "quarterback jobs": _jobs,
    "quarterback teams": _teams,
    "quarterback feeds": _feeds,
}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_of_the_readme_runs(tmp_path: Path, command: str) -> None:
    words = shlex.split(command.removeprefix(".venv/bin/"))
    RUNNERS[" ".join(words[:2])](tmp_path, words)


def test_the_dialogue_of_the_readme_is_what_happens() -> None:
    """Its lines stand, word for word, in the dialogue that the tests play."""
    played = " ".join((ROOT / "tests/dialogues/readme.txt").read_text(encoding="utf-8").split())
    shown = re.search(r"```text\n(.*?)```", README, re.DOTALL)
    assert shown
    for paragraph in re.split(r"\n\n", shown[1].strip()):
        words = re.sub(r"^(Quarterback|Ruth) +", "", paragraph.strip())
        for line in _sentences(words):
            assert line in played, line


def _sentences(paragraph: str) -> list[str]:
    """The paragraph without its buttons, white space folded, cut where a button row stood."""
    return [" ".join(piece.split()) for piece in re.split(r"\[[^\]]*\]", paragraph) if piece.strip()]


def test_the_map_names_folders_that_exist() -> None:
    for folder in re.findall(r"^\| `(\w+)/` \|", README, re.MULTILINE):
        assert (ROOT / folder).is_dir(), folder


def test_the_links_of_the_readme_lead_somewhere() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


assert RUTH in README
