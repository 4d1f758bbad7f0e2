"""Many distinct, deep call stacks: random chains of calls, each level allocating on its way down, each end keeping something.

usage: stacks.py RECORDS STACKS [DEPTH]   record without options; every chain is walked as often as RECORDS asks for
"""

import random
import sys

KEPT = []


def north(path, depth, keep):
    bytes(600 + (path & 1023))
    if depth == 0:
        return settle(path, keep)
    turn = path & 3
    if turn == 0:
        return east(path >> 2, depth - 1, keep)
    if turn == 1:
        return south(path >> 2, depth - 1, keep)
    return west(path >> 2, depth - 1, keep)


def east(path, depth, keep):
    bytes(900 + (path & 255))
    if depth == 0:
        return settle(path, keep)
    if path & 1:
        return north(path >> 2, depth - 1, keep)
    return south(path >> 2, depth - 1, keep)


def south(path, depth, keep):
    if depth == 0:
        return settle(path, keep)
    buffer = bytes(600)
    if path & 2:
        return west(path >> 2, depth - 1, keep)
    if path & 1:
        return north(path >> 2, depth - 1, keep)
    return east(path >> 2, depth - 1, keep)


def west(path, depth, keep):
    bytes(2000 + (path & 511))
    if depth == 0:
        return settle(path, keep)
    turn = path & 3
    if turn == 0:
        return north(path >> 2, depth - 1, keep)
    if turn == 1:
        return west(path >> 2, depth - 1, keep)
    if turn == 2:
        return east(path >> 2, depth - 1, keep)
    return south(path >> 2, depth - 1, keep)


def settle(path, keep):
    if keep:
        KEPT.append(bytes(520))
    else:
        bytes(520)


def main(records, stacks, depth):
    choose = random.Random(3)
    paths = [choose.getrandbits(2 * depth + 9) for _ in range(stacks)]
    for path in paths:
        north(path, depth, True)
    for _ in range(max(0, records // (2 * depth + 2) - stacks)):
        north(paths[int(choose.random() * stacks)], depth, False)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 28)
