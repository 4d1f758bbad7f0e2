"""A live set that grows to its peak, with temporary and replaced allocations in between; a part is given back in the end.

usage: grow.py RECORDS LIVE   record with --trace-python-allocators; LIVE allocations are alive at the peak
"""

import gc
import random
import sys

LIVE_PER_ORDER = 6  # order, list, its array, three lines
RECORDS_PER_ORDER = 34  # with replacement and return, without temporaries
RECORDS_PER_ROW = 20


class Order:
    __slots__ = ("lines",)

    def __init__(self, lines):
        self.lines = lines


def load(number, temporaries):
    while temporaries:
        parse(row(number + temporaries), temporaries)
        temporaries -= 1
    return Order([object(), object(), object()])


def row(number):
    return [number] * (1 + (number * 7 & 15))


def parse(row, field):
    return "%d:%d" % (row[0], field)


def replace(orders, choose):
    orders[int(choose.random() * len(orders))] = load(1, 0)


def close(orders, share):
    choose = random.Random(7)
    for index in choose.sample(range(len(orders)), int(len(orders) * share)):
        orders[index] = None


def main(records, live):
    gc.disable()
    choose = random.Random(5)
    count = live // LIVE_PER_ORDER
    temporaries = max(0, (records // count - RECORDS_PER_ORDER) // RECORDS_PER_ROW)
    orders = []
    for number in range(count):
        orders.append(load(number, temporaries))
        if number & 1:
            replace(orders, choose)
    close(orders, 0.3)
    return orders


if __name__ == "__main__":
    sys.orders = main(int(sys.argv[1]), int(sys.argv[2]))  # outlives the script: the rest are leaks
