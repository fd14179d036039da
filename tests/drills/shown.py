"""shown.py SAID EXPECTED: fails unless the lines of EXPECTED occur in SAID in their order; … stands for anything within a line."""
import pathlib
import re
import sys

said = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
at = 0
for line in pathlib.Path(sys.argv[2]).read_text(encoding="utf-8").splitlines():
    pattern = re.compile(".*".join(re.escape(part) for part in line.strip().split("…")))
    found = next((index for index in range(at, len(said)) if pattern.fullmatch(said[index].strip())), None)
    if found is None:
        print(f"drills: this line was not shown (or not behind the one before it):\n  {line}\nIt said:")
        print("\n".join("  " + text for text in said[-60:]))
        sys.exit(1)
    at = found + 1
