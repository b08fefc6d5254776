"""The README's examples work as they stand there.

Takes the fenced blocks of README.md: C is compiled against the library and
run, Python is run, JSON programs are checked by the tool. A block that is
followed by a `text` block must print just that.

    readme_test.py SOURCE BUILD CC PYTHON
"""
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def run(command, **more):
    done = subprocess.run(command, capture_output=True, text=True, check=False, **more)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout}{done.stderr}")
    return done.stdout


def run_c(text, folder, source, build, compiler):
    program = folder / "example"
    (folder / "example.c").write_text(text, encoding="utf-8")
    run([compiler, "-std=c11", "-Wall", "-Wextra", "-Werror", f"-I{source / 'include'}",
         folder / "example.c", f"-L{build / 'lib'}", "-lloyalty", "-o", program])
    return run([program], env={**os.environ, "LD_LIBRARY_PATH": str(build / "lib")})


def run_python(text, folder, source, build, python):
    (folder / "example.py").write_text(text, encoding="utf-8")
    (folder / "program.json").write_text(programs[0], encoding="utf-8")
    return run([python, folder / "example.py"], cwd=folder,
               env={**os.environ, "LIBLOYALTY_PATH": str(build / "lib"),
                    "PYTHONPATH": str(source / "bindings" / "python")})


def check_program(text, folder, build):
    (folder / "program.json").write_text(text, encoding="utf-8")
    return run([build / "bin" / "loyalty", "check", folder / "program.json"])


source, build, compiler, python = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4]
blocks = FENCE.findall((source / "README.md").read_text(encoding="utf-8"))
programs = [text for language, text in blocks if language == "json" and '"loyalty"' in text]
tried = {"c": 0, "python": 0, "json": 0}

for index, (language, text) in enumerate(blocks):
    after = blocks[index + 1] if index + 1 < len(blocks) else ("", "")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if language == "c":
            printed = run_c(text, folder, source, build, compiler)
        elif language == "python":
            printed = run_python(text, folder, source, build, python)
        elif language == "json" and '"loyalty"' in text:
            check_program(text, folder, build)
            printed = None
        else:
            continue
    tried[language] += 1
    if after[0] == "text" and printed is not None and printed.strip() != after[1].strip():
        sys.exit(f"the {language} example prints\n{printed}and the README says\n{after[1]}")

if not all(tried.values()):
    sys.exit(f"the README lacks an example: {tried}")
print(f"{sum(tried.values())} examples of the README work")
