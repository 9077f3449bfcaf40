"""Archives from elsewhere: bombs, names that lead out, and everything else that a zip can hide."""

import gzip
import io
import shutil
import stat
import struct
import tarfile
import zipfile
from pathlib import Path

import pytest

from headwater.sources._reading.fetching.failures import FetchError
from headwater.sources._reading.fetching.manner import Limits
from headwater.sources._reading.fetching.register import read_register
from headwater.sources._reading.fetching.unpacking import unpack_zip
from tests.full_disk import room_for
from tests.sources._reading.fetch_case import BODY, World, world
from tests.sources._reading.fetch_server import Stored

__all__ = ["world"]
Members = dict[str | zipfile.ZipInfo, bytes]


def zipped(members: Members, kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", kind) as archive:
        for name, content in members.items():
            archive.writestr(name, content, kind)
    return out.getvalue()


def serve(world: World, body: bytes, member: str = '"*"') -> None:
    world.source(f'name = "z"\nurl = "SERVER/lines20.zip"\nkind = "zip"\nmember = {member}')
    world.server.acts["/lines20.zip"] = [Stored(body).honest]


def refused(world: World, body: bytes, said: str, **limits: int) -> None:
    serve(world, body)
    with pytest.raises(FetchError, match=said) as caught:
        world.fetch(limits=Limits(**limits))
    assert str(caught.value).startswith(world.server.url("/lines20.zip: "))
    assert "\n" not in str(caught.value)
    assert world.archive() == {}
    assert world.left() == []
    assert read_register(world.home) == []
    outside = [path.name for path in world.home.parent.rglob("*") if path.name.startswith("evil")]
    assert outside == []


def test_a_zip_is_unpacked_and_its_members_added(world: World) -> None:
    serve(world, zipped({"a.txt": BODY, "deep/b.txt": b"1\n", "folder/": b""}))
    report = world.fetch()
    assert world.archive() == {"lines20/a.txt": [BODY], "lines20/deep/b.txt": [b"1\n"]}
    assert world.left() == []
    newest = read_register(world.home)[0].newest
    assert newest is not None
    assert sorted(newest.members) == ["lines20/a.txt", "lines20/deep/b.txt"]
    assert report.files[0].left_out == 0
    assert world.fetch().files[0].outcome == "unchanged"


def test_only_the_members_wanted_are_unpacked(world: World) -> None:
    others: Members = {"by_date/b.txt": b"1\n", "readme.pdf": b"x", "inner.zip": zipped({"c": b"1"})}
    serve(world, zipped({"A.TXT": BODY, "deep/c.txt": b"2\n", **others}), '["a.*", "deep/*"]')
    assert "3 members of the archive left out" in world.fetch().text
    assert world.archive() == {"lines20/A.TXT": [BODY], "lines20/deep/c.txt": [b"2\n"]}
    serve(world, zipped({"a.txt": BODY}), '"*.tsv"')
    with pytest.raises(FetchError, match=r"none of the archive's 1 members matches \*.tsv"):
        world.fetch()


def test_a_member_that_changes_is_added_beside_the_old_one(world: World) -> None:
    serve(world, zipped({"a.txt": b"1\n", "b.txt": b"2\n"}))
    world.fetch()
    serve(world, zipped({"a.txt": b"1\n", "b.txt": b"3\n"}))
    assert world.fetch().files[0].outcome == "changed"
    assert {name: sorted(found) for name, found in world.archive().items()} == {
        "lines20/a.txt": [b"1\n"],
        "lines20/b.txt": [b"2\n", b"3\n"],
    }


def test_a_bomb_of_high_ratio_is_refused(world: World) -> None:
    refused(world, zipped({"a.txt": b"1\n" * 5_000_000}), "unpacks to more than 100 times its size")


def test_a_bomb_that_lies_about_its_size_is_refused(world: World) -> None:
    """The sizes in the directory and the head say four bytes."""
    content = b"1\n" * 5_000_000
    body = zipped({"a.txt": content}).replace(struct.pack("<L", len(content)), struct.pack("<L", 4))
    refused(world, body, "cannot be unpacked|100 times")


def test_members_that_share_their_bytes_are_refused(world: World) -> None:
    """Many entries of the directory point at one member: small on disk, large unpacked."""
    names = [f"{number:04d}.txt" for number in range(200)]
    body = zipped({names[0]: b"1\n" * 40_000})
    at = body.index(b"PK\x01\x02")
    end = body.index(b"PK\x05\x06")
    entry = body[at:end]
    directory = b"".join(entry.replace(names[0].encode(), name.encode()) for name in names)
    tail = struct.pack("<4s4HLLH", b"PK\x05\x06", 0, 0, 200, 200, len(directory), at, 0)
    refused(world, body[:at] + directory + tail, "cannot be unpacked|100 times")


def test_too_many_members_are_refused(world: World) -> None:
    body = zipped({f"{number}.txt": b"1\n" for number in range(30)})
    refused(world, body, "more than 20 members", members=20)


def test_a_directory_that_lies_about_its_members_is_refused(world: World) -> None:
    body = bytearray(zipped({f"{number}.txt": b"1\n" for number in range(30)}))
    struct.pack_into("<HH", body, body.index(b"PK\x05\x06") + 8, 1, 1)
    refused(world, bytes(body), "more than 20 members", members=20)


def test_too_many_bytes_are_refused(world: World) -> None:
    refused(
        world, zipped({"a.txt": BODY, "b.txt": BODY}), "unpacks to .* bytes, more than 150,000", total_bytes=150_000
    )


def test_a_full_disk_is_said_before_anything_is_written(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    room = shutil.disk_usage(world.home.parent)._replace(free=100_000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: room)
    refused(world, zipped({"a.txt": BODY}), "unpacks to 108,890 bytes, and 100,000 are free here")
    world.source('name = "lines"\nurl = "SERVER/lines.txt"')
    world.server.acts["/lines.txt"] = [Stored(BODY).honest]
    with pytest.raises(FetchError, match="has 108,890 bytes, and 100,000 are free here"):
        world.fetch()


@pytest.mark.parametrize(
    "inner",
    [
        zipped({"a.txt": b"1\n"}),
        gzip.compress(b"1\n"),
    ],
    ids=["zip", "gzip"],
)
@pytest.mark.parametrize("name", ["inner.zip", "inner.txt"])
def test_nested_archives_are_refused(world: World, inner: bytes, name: str) -> None:
    refused(world, zipped({"a.txt": b"1\n", name: inner}), f"{name} is an archive inside the archive")


def plain(name: str) -> zipfile.ZipInfo:
    """A member whose name the library leaves as it is."""
    info = zipfile.ZipInfo("x")
    info.filename = name
    return info


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../evil.txt", "leads out"),
        ("a/../../evil.txt", "leads out"),
        ("./evil.txt", "leads out"),
        ("a//evil.txt", "leads out"),
        ("/evil.txt", "absolute"),
        ("C:/evil.txt", "absolute"),
        ("..\\evil.txt", "backslash"),
        ("evil\n.txt", "control character"),
        ("evil\0.txt", "control character"),
        ("e" * 300, "too long"),
        (".evil.txt", "hidden"),
    ],
)
def test_names_that_lead_elsewhere_are_refused(world: World, name: str, said: str) -> None:
    refused(world, zipped({"a.txt": b"1\n", plain(name): b"2\n"}), said)


def test_doubled_names_are_refused(world: World) -> None:
    refused(world, zipped({"a.txt": b"1\n", "A.TXT": b"2\n"}), "two members named 'A.TXT'")


def test_links_and_devices_are_refused(world: World) -> None:
    for kind in (stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO):
        link = zipfile.ZipInfo("evil.txt")
        link.external_attr = (kind | 0o777) << 16
        refused(world, zipped({link: b"/etc/passwd"}), "no regular file")


def test_encrypted_members_are_refused(world: World) -> None:
    body = bytearray(zipped({"a.txt": b"1\n"}))
    body[body.index(b"PK\x01\x02") + 8] |= 1
    refused(world, bytes(body), "encrypted")


def test_a_way_of_packing_that_is_not_known_is_said(world: World) -> None:
    body = bytearray(zipped({"a.txt": b"1\n"}))
    struct.pack_into("<H", body, body.index(b"PK\x01\x02") + 10, 9)
    struct.pack_into("<H", body, 8, 9)
    refused(world, bytes(body), "cannot be unpacked.*compression")


def test_damaged_zips_are_refused(world: World) -> None:
    body = zipped({"a.txt": BODY})
    refused(world, body[:-30], "is no whole zip file")
    refused(world, b"no zip at all", "is no whole zip file")
    refused(world, b"", "is no whole zip file")
    spoiled = bytearray(zipped({"a.txt": BODY}, zipfile.ZIP_STORED))
    spoiled[1000] ^= 1
    refused(world, bytes(spoiled), "CRC")


def test_a_spoiled_archive_is_fetched_anew(world: World) -> None:
    serve(world, zipped({"a.txt": BODY})[:-30])
    with pytest.raises(FetchError):
        world.fetch()
    serve(world, zipped({"a.txt": BODY}))
    assert world.fetch().files[0].resumed_from == 0


def test_a_long_zip_of_many_members_has_its_other_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond 65,535 members the count stands in another record (zip64); here it does so beyond ten."""
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 10)
    path = tmp_path / "many.zip"
    path.write_bytes(zipped({f"{number}.txt": b"1\n" for number in range(30)}))
    assert b"PK\x06\x06" in path.read_bytes()
    with pytest.raises(FetchError, match="more than 29 members"):
        unpack_zip("https://example.org/many.zip", path, tmp_path / "out", (["*"], Limits(members=29)))
    left = unpack_zip("https://example.org/many.zip", path, tmp_path / "out", (["7.TXT"], Limits(members=30)))
    assert left == 29


def test_a_zip_that_hides_its_long_directory_behind_a_short_one_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 10)
    body = zipped({f"{number}.txt": b"1\n" for number in range(30)})
    record, locator = body.index(b"PK\x06\x06"), body.index(b"PK\x06\x07")
    short = bytearray(body[record:locator])
    # Behind offset 24 stand the members on this disk and in all, 8 bytes each.
    struct.pack_into("<QQ", short, 24, 1, 1)
    shifted = bytearray(body[record:])
    # The locator, behind the record, says at its offset 8 where the record stands: at the short one now.
    struct.pack_into("<Q", shifted, locator - record + 8, record)
    path = tmp_path / "two.zip"
    path.write_bytes(body[:record] + short + shifted)
    with pytest.raises(FetchError, match="two directories"):
        unpack_zip("https://example.org/two.zip", path, tmp_path / "out", (["*"], Limits(members=20)))


def gzipped(world: World, body: bytes, **headers: str) -> None:
    world.source('name = "g"\nurl = "SERVER/lines.txt.gz"\nkind = "gzip"')
    world.server.acts["/lines.txt.gz"] = [lambda request: request.send(200, body, headers)]


def test_gzip_is_unpacked(world: World) -> None:
    gzipped(world, gzip.compress(BODY), **{"Content-Encoding": "x-gzip"})
    world.fetch()
    assert world.archive() == {"lines.txt": [BODY]}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (gzip.compress(b"1\n" * 5_000_000), "unpacks to more than 100 times"),
        (gzip.compress(BODY)[:-20], "no whole gzip"),
        (gzip.compress(BODY) + b"more", "no whole gzip"),
        (b"1\n", "no whole gzip"),
        (gzip.compress(gzip.compress(BODY)), "archive inside"),
    ],
    ids=["bomb", "cut", "longer", "none", "nested"],
)
def test_gzip_bombs_and_ruins_are_refused(world: World, body: bytes, said: str) -> None:
    gzipped(world, body)
    with pytest.raises(FetchError, match=said):
        world.fetch()
    assert world.archive() == {}
    assert world.left() == []


def test_a_tar_inside_gzip_is_refused(world: World) -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        info = tarfile.TarInfo("a.txt")
        info.size = len(BODY)
        archive.addfile(info, io.BytesIO(BODY))
    gzipped(world, gzip.compress(out.getvalue()))
    with pytest.raises(FetchError, match="archive inside"):
        world.fetch()


@pytest.mark.parametrize("kind", ["zip", "gzip"])
def test_a_disk_that_is_full_spoils_no_archive(world: World, kind: str) -> None:
    body = zipped({"a.txt": BODY}) if kind == "zip" else gzip.compress(BODY)
    world.source(f'name = "z"\nurl = "SERVER/a.txt.gz"\nkind = "{kind}"')
    world.server.acts["/a.txt.gz"] = [Stored(body).honest]
    # Room for what is downloaded, not for what it unpacks to.
    with room_for(len(body)), pytest.raises(FetchError, match="cannot be kept here"):
        world.fetch()
    assert world.archive() == {}
    assert not [name for name in world.left() if name.endswith(".files")]
    world.fetch()
    assert list(world.archive().values()) == [[BODY]]
    # The second time the server says that nothing changed: what came was kept.
    assert world.server.asked[1].headers["if-none-match"] == Stored(body).etag


def test_a_directory_that_lacks_members_is_refused(world: World) -> None:
    whole = bytearray(zipped({"a.txt": b"1\n", "b.txt": b"2\n"}))
    end = whole.rfind(b"PK\x05\x06")
    # The end says two members, in as many bytes as the first one's entry takes: half of the 12 bytes behind offset 8.
    size = struct.unpack_from("<L", whole, end + 12)[0]
    second = whole.rfind(b"PK\x01\x02")
    struct.pack_into("<LL", whole, end + 12, size // 2, end - size)
    refused(world, bytes(whole[:second] + whole[end:]), "lacks some of 2 members")
