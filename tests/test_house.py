"""The house rules: lint, format, types, imports, file sizes, and a README that says what CI does."""

import ast
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MAX_LINES = 500
NAMES_ITS_CALLER = (  # helpers of one module, split off for length: its type stands in their signatures
    ("game.content.lint_setting", "game.content.setting"),
    ("game.rules.tables", "game.rules.rulebook"),
)


def run_tool(*command: str) -> None:
    """Run a checker of this environment in the checkout; fail with what it printed."""
    program = shutil.which(command[0], path=str(Path(sys.executable).parent)) or shutil.which(command[0])
    assert program, f"{command[0]} is not installed; run the test command of the README"
    done = subprocess.run(
        [program, *command[1:]], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    if done.returncode:
        pytest.fail(f"$ {' '.join(command)}\n{done.stdout}{done.stderr}", pytrace=False)


def python_files(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def imported_packages(path: Path) -> set[str]:
    """Top-level names that a file imports; inside the game, the room as well: game.paths."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names.add(node.module)
    return {".".join(n.split(".")[:2]) if n.startswith("game.") else n.split(".")[0] for n in names}


def imported_modules(path: Path, known: set[str]) -> set[str]:
    """Modules of the game that a file imports, anywhere in it, also for types alone."""
    package = path.relative_to(ROOT).parts[:-1]
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*above, *([node.module] if node.module else [])])
            inside = (f"{module}.{alias.name}" for alias in node.names)
            names.update(name if name in known else module for name in inside)
    return names & known


def test_modules_import_each_other_in_no_circle() -> None:
    dotted = {p: ".".join(p.relative_to(ROOT).with_suffix("").parts) for p in python_files("game")}
    files = {name.removesuffix(".__init__"): path for path, name in dotted.items()}
    imports = {name: imported_modules(path, set(files)) - {name} for name, path in files.items()}
    for one, other in NAMES_ITS_CALLER:
        imports[one].remove(other)
    loose = set(imports)
    while loose:  # what imports nothing that is left, or is imported by nothing, can be in no circle
        wanted = set().union(*imports.values()) if imports else set()
        loose = {name for name, used in imports.items() if name not in wanted or not used & imports.keys()}
        imports = {name: used for name, used in imports.items() if name not in loose}
    assert not imports, f"a circle runs through some of {sorted(imports)}"


def test_types() -> None:
    run_tool("mypy")


def test_lint() -> None:
    run_tool("ruff", "check", ".")


def test_format() -> None:
    run_tool("ruff", "format", "--check", "--diff", ".")


def test_import_contract() -> None:
    run_tool("lint-imports", "--no-cache")


def test_economy_imports_only_numpy() -> None:
    allowed = set(sys.stdlib_module_names) | {"numpy", "game.economy"}
    foreign = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in python_files("game/economy")
        for name in imported_packages(path) - allowed
    }
    assert not foreign, f"the economy may import NumPy and the standard library only: {sorted(foreign)}"


def test_no_text_is_read_or_written_in_the_systems_own_encoding() -> None:
    """On Windows that is not UTF-8. Ruff's rule (PLW1514) sees only what it knows to be a file."""
    unsaid = [
        f"{path.relative_to(ROOT)}:{call.lineno} {ast.unparse(call)[:60]}"
        for path in python_files("game", "tests", "assets/build")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and says_no_encoding(call)
    ]
    assert not unsaid, "\n".join(unsaid)


def says_no_encoding(call: ast.Call) -> bool:
    """Whether a call deals with text, of a file or of another program, and leaves open in which encoding."""
    said = {word.arg: word.value for word in call.keywords}
    if "encoding" in said or not isinstance(call.func, ast.Attribute | ast.Name):
        return False
    name = call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id
    of = ast.unparse(call.func.value) if isinstance(call.func, ast.Attribute) else ""
    if name in ("read_text", "write_text"):
        return bool(of)
    if of == "subprocess":
        return bool({"text", "universal_newlines"} & said.keys())
    if name == "fdopen" or (name == "open" and of not in ("os", "wave", "self", "Image", "archive")):
        modes = [word.value for word in [*call.args, said.get("mode")] if isinstance(word, ast.Constant)]
        return not any(isinstance(mode, str) and "b" in mode for mode in modes)
    return False


def test_one_subject_a_file() -> None:
    lengths = {p: len(p.read_text(encoding="utf-8").splitlines()) for p in python_files("game", "tests")}
    long = {str(path.relative_to(ROOT)): n for path, n in lengths.items() if n > MAX_LINES}
    assert not long, f"longer than {MAX_LINES} lines, so two subjects: {long}"


@pytest.mark.parametrize("marker", ["run-command", "test-command"])
def test_readme_has_one_line_commands(marker: str) -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    at = lines.index(f"<!-- {marker} -->")
    assert lines[at + 1] == "```sh"
    assert lines[at + 2].startswith("python3 -m venv .venv && ")
    assert lines[at + 3] == "```", "one line, so that it can be pasted"


def test_every_dependency_is_pinned_exactly() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = {line for line in lines if line and not line.startswith("#")}
    assert all(pin.count("==") == 1 for pin in pins)
    pinned = {pin.split("==")[0].lower().replace("_", "-") for pin in pins}
    names = {requirement.split(">=")[0].lower().replace("_", "-") for requirement in wanted}
    assert names <= pinned, f"not in constraints.txt: {sorted(names - pinned)}"
