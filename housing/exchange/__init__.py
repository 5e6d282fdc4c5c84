"""The exchange format: every case record in and out, as a folder of CSV files or one workbook (utvekslingsformatet).

How an import goes: each file is read as a stream (``reader``) by its columns' own rules (``values``, ``record_types``)
into a temporary table of the shape of its model (``staging``). There references are found, and the rules PostgreSQL
keeps for the real table are put to the staged rows (``rules``), so that every breach is told with file and line before
the database would refuse. What is good is then written with one statement for each table (``writing``), and the
timeline gets its lines (``timeline``). Memory does not grow with the files.
"""
