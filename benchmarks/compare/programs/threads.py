"""Eight threads that allocate in turns, each with a small working set of its own.

usage: threads.py RECORDS
"""

import collections
import random
import sys
import threading

THREADS = 8


def work(rounds, seed):
    choose = random.Random(seed)
    sizes = [choose.randrange(520, 5000) for _ in range(64)]
    recent = collections.deque(maxlen=50 * (seed + 1))
    for _ in range(rounds):
        for size in sizes:
            recent.append(produce(size))


def produce(size):
    consume(bytes(size))
    return bytearray(size)


def consume(buffer):
    return len(buffer)


def main(records):
    sys.setswitchinterval(2e-5)
    rounds = records // THREADS // (64 * 4)
    threads = [
        threading.Thread(target=work, args=(rounds, seed), name=f"worker-{seed}") for seed in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main(int(sys.argv[1]))
