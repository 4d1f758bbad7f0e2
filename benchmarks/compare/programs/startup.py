"""A program whose capture is about 100 KB: what a report costs before there is anything to read."""

import json

KEPT = []


def parse(number):
    return json.loads(json.dumps({"number": number, "squares": list(range(number % 50))}))


for step in range(6000):
    parse(step)
    if step % 10 == 0:
        KEPT.append(bytes(600 + step))
    bytes(700 + step * 31 % 5000)
