"""Runs a notebook with %%heapcrest_flamegraph, as a Jupyter server would, and looks at what its cells show."""

import pathlib
import re

import nbclient
import nbformat


def outputs(cell):
    """What a cell printed, and what it displayed as HTML."""
    printed = "".join(output.text for output in cell.outputs if output.output_type == "stream")
    shown = "".join(
        output.data.get("text/html", "") for output in cell.outputs if output.output_type in ("display_data", "execute_result")
    )
    return printed, shown


CELLS = [
    "%load_ext heapcrest",
    '%%heapcrest_flamegraph\nTEXT = """a\nb"""\nheld = [bytearray(1 << 20) for _ in range(20)]',
    "%%heapcrest_flamegraph --temporal --leaks --embed\nkept = held + [bytearray(1 << 20)]",
    '%%heapcrest_flamegraph --temporary-allocations\nassert TEXT == "a\\nb"\nraise ValueError("the cell fails")',
    "%%heapcrest_flamegraph --no-such-option\npass",
]

book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in CELLS])
# a cell that fails is one of the cases
nbclient.NotebookClient(book, timeout=240, allow_errors=True).execute()
load, plain, embedded, failing, wrong = book.cells

assert outputs(load) == ("", ""), outputs(load)

printed, shown = outputs(plain)
page = re.search(r"Wrote (memray-results/\S+/flamegraph\.html)", printed)
assert page, printed
assert f'src="{page[1]}"' in shown, shown
text = pathlib.Path(page[1]).read_text(encoding="utf-8")
assert text.endswith("</html>\n")
assert "20.97 MB" in text.replace("\u00a0", " ").replace("\u200a", " "), "what the cell held is in the page"
assert not list(pathlib.Path("memray-results").glob("*/cell.bin")), "captures are removed"

printed, shown = outputs(embedded)
assert 'srcdoc="&lt;!DOCTYPE' in shown or 'srcdoc="&lt;!doctype' in shown, shown[:300]
assert 'sandbox="allow-scripts allow-downloads"' in shown

printed, shown = outputs(failing)
assert "Wrote memray-results/" in printed, printed
assert any(output.output_type == "error" and output.ename == "ValueError" for output in failing.outputs), failing.outputs

printed, shown = outputs(wrong)
assert "--no-such-option" in printed and not shown, printed

print(f"{len(CELLS)} cells as expected")
