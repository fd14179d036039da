"""script.py DRILLS.md FOLDER [last]: writes FOLDER/script, which types the bash blocks of a document one after the other in one shell and looks in what each one says
for the lines of the text block behind it."""
import pathlib
import re
import shlex
import sys

document, folder = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
sections = re.split(r"^## ", document.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]
if len(sys.argv) > 3:
    last = next((index for index, section in enumerate(sections) if section.startswith(sys.argv[3] + ".")), None)
    if last is None:
        sys.exit(f"drills: there are 1 to {len(sections) - 1}.")
    sections = sections[:last + 1]

lines = [
    "set -E",
    # What was said goes to a file while a block runs; the terminal is kept for this.
    "exec 3>&1",
    'failed() { trap - ERR EXIT; { echo "drills: a command under \'$title\' failed. Its block said:"; tail -n 40 "$said"; } >&3; exit 1; }',
    "begun=$SECONDS",
]
for section in sections:
    title = section.splitlines()[0]
    number = title.split(".")[0]
    blocks = list(re.finditer(r"```bash\n(.*?)```\n(?:\n```text\n(.*?)```\n)?", section, flags=re.DOTALL))
    if not blocks:
        sys.exit(f"drills: nothing is typed under '{title}'.")
    for index, block in enumerate(blocks):
        name = f"{number.lower().replace(' ', '-')}-{index + 1}"
        (folder / f"{name}.expected").write_text(block[2] or "", encoding="utf-8")
        said = folder / f"{name}.said"
        # The blocks share one shell, so that variables, functions and jobs live on; what a job says later is not looked at.
        lines += [
            f"title={shlex.quote(title)} said={said}",
            "trap failed ERR EXIT",
            "{", block[1].rstrip("\n"), "} >$said 2>&1 </dev/null",
            "trap - ERR EXIT",
            f"python3 {pathlib.Path(__file__).resolve().parent}/shown.py $said {folder}/{name}.expected",
        ]
    lines.append('echo "$title: $((SECONDS - begun)) s"; begun=$SECONDS')
(folder / "script").write_text("\n".join(lines) + "\n", encoding="utf-8")
