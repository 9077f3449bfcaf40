"""The exports of a case, in the order in which help lists them."""

from headwater.publish.exports import datapackage, ftm, sqlite, tables
from headwater.publish.exports.export import Export

EXPORTS = (
    Export("csv", "the public views as CSV, safe to open in a spreadsheet", tables.write_csv),
    Export("parquet", "the public views as Parquet, with types", tables.write_parquet),
    Export("ftm", "named entities and their payments as followthemoney JSON lines", ftm.write_ftm),
    Export("datapackage", "the CSV as a Frictionless data package with a schema", datapackage.write_datapackage),
    Export("sqlite", "one SQLite file with metadata, as Datasette opens it", sqlite.write_sqlite),
)
