#!/usr/bin/env python3
"""Makes many captures of few: copies with other process ids and times, which count as captures of their own.

Only the header changes (docs/capture-format.md, section 4). Of an LZ4 file the first block is packed anew; that needs the
package lz4 (pip install lz4). Later blocks may borrow bytes of the first one. Should they borrow one of the 20 that change,
the copy is damaged, and counts as such wherever it is read.
"""

import argparse
import pathlib
import random
import struct

FRAME = bytes.fromhex("04224d184040c0")


def positions(head):
    """Where start time and process id are, in the beginning of a record stream."""
    version = struct.unpack_from("<i", head, 7)[0]
    start = 7 + 4 + (4 if version >= 12 else 0) + 1 + (1 if version >= 10 else 0) + 16
    return start, head.index(b"\0", start + 16) + 1


def changed(head, pid, shift_ms):
    """The same header of another process at another time."""
    start, at = positions(head)
    head = bytearray(head)
    begin, end = struct.unpack_from("<qq", head, start)
    struct.pack_into("<qq", head, start, begin + shift_ms, end + shift_ms)
    struct.pack_into("<i", head, at, pid)
    return bytes(head)


def copy(source, pid, shift_ms):
    """Bytes of a copy."""
    if source.startswith(b"memray\0"):
        return changed(source, pid, shift_ms)
    import lz4.block

    if not source.startswith(FRAME):
        raise ValueError("another frame than memray writes")
    size = struct.unpack_from("<I", source, len(FRAME))[0]
    if size & 0x80000000:
        raise ValueError("a first block that is stored")
    begin = len(FRAME) + 4
    plain = lz4.block.decompress(source[begin : begin + size], uncompressed_size=1 << 22)
    packed = lz4.block.compress(changed(plain, pid, shift_ms), store_size=False)
    return FRAME + struct.pack("<I", len(packed)) + packed + source[begin + size :]


def usable(files, largest):
    """Files that can be copied."""
    for file in files:
        source = file.read_bytes() if file.stat().st_size <= largest else b""
        try:
            copy(source, 1, 1)
        except Exception:  # cut, damaged, or no capture at all
            continue
        yield file


def make(sources, folder, count, seed, cut=None):
    """Writes captures under folder/service-S/NAME-I.bin; cut gives the length of each, or None for all of it."""
    rng = random.Random(seed)
    read = {}
    for i in range(count):
        source = sources[i % len(sources)]
        if source not in read:
            read[source] = source.read_bytes()
        data = copy(read[source], 100_000 + i, 60_000 * i)
        target = folder / f"service-{i % 7}" / f"{source.name.removesuffix('.bin')}-{i}.bin"
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data[: cut(rng)] if cut else data)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path, help="is made")
    parser.add_argument("sources", nargs="+", type=pathlib.Path, help="captures, or folders of them")
    parser.add_argument("-n", "--count", type=int, default=300)
    parser.add_argument("--largest", type=int, default=200_000, help="bytes of a source at most")
    parser.add_argument("--cut", metavar="MIN-MAX", help="cut copies to a random length in MB, all equally likely")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    files = [f for s in options.sources for f in (sorted(s.glob("*.bin")) if s.is_dir() else [s])]
    sources = list(usable(files, options.largest))
    cut = None
    if options.cut:
        least, most = (float(mb) for mb in options.cut.split("-"))
        cut = lambda rng: int(rng.uniform(least, most) * 1e6)
    make(sources, options.folder, options.count, options.seed, cut)
    made = [f.stat().st_size for f in options.folder.rglob("*.bin")]
    print(f"{len(made)} captures, {sum(made):,} bytes, of {len(sources)} sources")


if __name__ == "__main__":
    main()
