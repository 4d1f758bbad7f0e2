"""Short-lived allocations from a few call sites, almost none alive at a time.

usage: churn.py RECORDS      about that many allocation records (allocations and deallocations)
"""

import random
import sys

RECORDS_PER_ROUND = 2 * (16 + 16 + 8)


def request(sizes):
    for size in sizes:
        bytes(size)


def parse(sizes):
    for size in sizes:
        bytearray(size)
    render(sizes)


def render(sizes):
    header = bytes(sizes[0])
    for size in sizes[:7]:
        header = bytes(size)
    return len(header)


def main(records):
    choose = random.Random(20)
    # above 512 bytes an object's memory comes from malloc and is recorded without tracing Python's own allocator
    pages = [[choose.randrange(520, 9000) for _ in range(16)] for _ in range(509)]
    for round_number in range(records // RECORDS_PER_ROUND):
        page = pages[round_number % len(pages)]
        request(page)
        parse(page)


if __name__ == "__main__":
    main(int(sys.argv[1]))
