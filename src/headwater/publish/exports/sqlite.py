"""The site's SQLite file as Datasette opens it: ``datasette site.sqlite --metadata metadata.json``."""

import json
import shutil
from pathlib import Path

from headwater.publish.export import use_terms
from headwater.publish.exports.export import Material
from headwater.publish.site_db import FILE_NAME


def write_sqlite(material: Material, folder: Path) -> None:
    """Writes the file, its metadata (titles, licences, what a row and a column is) and the terms."""
    shutil.copyfile(material.path, folder / FILE_NAME)
    (case,) = material.db.rows("SELECT title, question, edition FROM site_case")
    tables = {}
    for row in material.db.rows("SELECT name, row_means FROM site_views ORDER BY name"):
        told = {
            name.removeprefix(f"{row['name']}."): words
            for name, words in sorted(material.meanings.items())
            if name.startswith(f"{row['name']}.")
        }
        tables[row["name"]] = {"description": row["row_means"], "columns": told}
        (folder / f"{row['name']}.use-terms.txt").write_bytes(use_terms(material.db, row["name"]))
    licences = sorted({row["licence"] for row in material.db.rows("SELECT licence FROM sources")})
    metadata = {
        "title": case["title"],
        "description": f"{case['question']} Edition {case['edition']}. Amounts are whole cents.",
        "license": "; ".join(licences),
        "databases": {Path(FILE_NAME).stem: {"tables": tables}},
    }
    text = json.dumps(metadata, indent=1, ensure_ascii=False)
    (folder / "metadata.json").write_text(text + "\n", "utf-8")
