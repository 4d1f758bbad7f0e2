package dev.heapcrest.testing;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes line tables as CPython's compiler would (docs/capture-format.md, section 11). */
final class LineTables {
    /**
     * A run of instructions on one line.
     *
     * @param units length in 2-byte code units
     */
    record Run(int units, int line) {}

    private LineTables() {}

    /** @param minor of Python 3 */
    static byte[] of(int minor, int firstLine, List<Run> runs, RandomGenerator random) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (minor <= 9) {
            lnotab(out, firstLine, runs);
        } else if (minor == 10) {
            linetable310(out, firstLine, runs);
        } else {
            locations(out, firstLine, runs, random);
        }
        return out.toByteArray();
    }

    private static void lnotab(ByteArrayOutputStream out, int firstLine, List<Run> runs) {
        int line = firstLine;
        int bytes = 0;
        for (Run run : runs) {
            int delta = run.line() - line;
            if (delta != 0) {
                while (bytes > 255) {
                    out.write(255);
                    out.write(0);
                    bytes -= 255;
                }
                while (delta > 127 || delta < -128) {
                    int step = delta > 0 ? 127 : -128;
                    out.write(bytes);
                    out.write(step);
                    bytes = 0;
                    delta -= step;
                }
                out.write(bytes);
                out.write(delta);
                bytes = 0;
            }
            line = run.line();
            bytes += 2 * run.units();
        }
    }

    private static void linetable310(ByteArrayOutputStream out, int firstLine, List<Run> runs) {
        int line = firstLine;
        for (Run run : runs) {
            int delta = run.line() - line;
            while (delta > 127 || delta < -127) {
                int step = delta > 0 ? 127 : -127;
                out.write(0);
                out.write(step);
                delta -= step;
            }
            int bytes = 2 * run.units();
            while (bytes > 254) {
                out.write(254);
                out.write(delta);
                delta = 0;
                bytes -= 254;
            }
            out.write(bytes);
            out.write(delta);
            line = run.line();
        }
    }

    private static void locations(ByteArrayOutputStream out, int firstLine, List<Run> runs, RandomGenerator random) {
        int line = firstLine;
        for (Run run : runs) {
            int units = run.units();
            while (units > 0) {
                int length = Math.min(units, 8);
                int delta = run.line() - line;
                line = run.line();
                units -= length;
                int choice = random.nextInt(4);
                if (delta == 0 && choice == 0) {
                    out.write(0x80 | random.nextInt(10) << 3 | length - 1);
                    out.write(random.nextInt(128));
                } else if (delta == 0 && choice == 1) {
                    out.write(0x80 | 15 << 3 | length - 1); // no location: memray gives the line before
                } else if (delta >= 0 && delta <= 2 && choice <= 2) {
                    out.write(0x80 | 10 + delta << 3 | length - 1);
                    out.write(random.nextInt(128));
                    out.write(0);
                } else {
                    boolean isLong = random.nextBoolean();
                    out.write(0x80 | (isLong ? 14 : 13) << 3 | length - 1);
                    varint6(out, delta < 0 ? -delta << 1 | 1 : delta << 1);
                    for (int i = 0; isLong && i < 3; i++) {
                        varint6(out, random.nextInt(300));
                    }
                }
            }
        }
    }

    private static void varint6(ByteArrayOutputStream out, int value) {
        int rest = value;
        while (rest > 63) {
            out.write(rest & 63 | 64);
            rest >>>= 6;
        }
        out.write(rest);
    }
}
