"""Tables come into being step by step, once, and never behind the back of a newer version."""

import multiprocessing
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from storage.tables import metadata
from storage.unit_of_work import NewerDatabase, Storage
from tests.storage import work

ROOT = Path(__file__).parents[2]


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without tables."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new.db'}"
    make: Callable[[str], str] = request.getfixturevalue("new_postgresql_database")
    return make("new")


def test_the_steps_build_the_tables_that_the_code_uses(database_url: str) -> None:
    engine = sa.create_engine(database_url)
    with engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        assert compare_metadata(MigrationContext.configure(connection, opts=options), metadata) == []
    engine.dispose()


def test_eight_that_start_at_once_make_the_tables_once(empty_url: str) -> None:
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        for start in [pool.submit(work.migrate, empty_url, 4) for _ in range(2)]:
            start.result()
    with work.opened(empty_url) as storage, storage.begin() as uow:
        assert uow.opportunities.count() == 0


def test_a_database_of_a_newer_version_is_left_alone(storage: Storage, database_url: str) -> None:
    engine = sa.create_engine(database_url)
    with engine.begin() as connection:
        newest = connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar_one()
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    try:
        with pytest.raises(NewerDatabase, match=r"later version of the quarterback \(step 9999\). Install"):
            storage.migrate()
    finally:
        with engine.begin() as connection:
            connection.execute(sa.text("UPDATE alembic_version SET version_num = :newest"), {"newest": newest})
    engine.dispose()
    storage.migrate()


def test_the_tables_are_made_from_an_installed_wheel_too(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    script = "from storage.unit_of_work import Storage as S; s = S('sqlite:///new.db'); s.migrate(); s.close()"
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "installed"), "PYTHONSAFEPATH": "1"}
    subprocess.run([sys.executable, "-c", script], cwd=tmp_path, env=environment, check=True)
    with work.opened(f"sqlite:///{tmp_path / 'new.db'}") as storage, storage.read() as uow:
        assert uow.opportunities.count() == 0
