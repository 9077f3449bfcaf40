"""The last line of a filing that has no end of line: what can be told of a file that was cut off inside it."""

from dataclasses import replace

from headwater.sources.fec_efiles.covers import Cover
from headwater.sources.fec_efiles.families import FAMILIES, family_of
from headwater.sources.fec_efiles.groups import record_of
from headwater.sources.fec_efiles.text import FS, Block, Odd, shown
from headwater.sources.fec_efiles.versions import columns


def without_cut(block: Block, cover: Cover) -> Block:
    """A block without a last line in which the file was cut off.

    Every line of a filing as the Commission publishes it is ended. A last line that is not, and has fewer fields than
    its record, may have lost some; where it ends in its amount, the amount may have lost digits. One with all its
    fields has lost at most letters of the last one, and stays.
    """
    if not block.is_cut:
        return block
    begin = int(block.ends[-2]) + 1 if len(block.ends) > 1 else 0
    line = block.text[begin : int(block.ends[-1])]
    parts = line.decode("utf-8").split(FS)
    family = FAMILIES.get(family_of(record_of(parts[0])))
    names = columns(family.example, cover.version) if family else ()
    if family is None or len(parts) > len(names) or (len(parts) == len(names) and names[-1] != family.amount):
        return block
    reason = f"the file ends inside this line: {len(parts)} of its {len(names)} fields, and no end of line"
    odd = Odd(int(block.rows[-1]), reason, shown(line, has_commas=False))
    return replace(
        block, text=block.text[:begin], rows=block.rows[:-1], ends=block.ends[:-1], odd=[*block.odd, odd], is_cut=False
    )
