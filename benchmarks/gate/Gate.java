import dev.heapcrest.capture.Capture;
import dev.heapcrest.capture.Coverage;
import dev.heapcrest.capture.ReadProgress;
import dev.heapcrest.capture.SummingSink;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Fails (exit code 1) when decoding became slower: {@code benchmarks/gate/gate}, after a build. With {@code --record "WHAT"} the result is
 * appended to recorded.tsv beside this file instead; its last line is what later runs are compared with.
 *
 * <p>What is compared is no time but a ratio: records decoded in the time that a fixed loop takes to read a million bytes
 * as varints. Both run in turns in this process and count CPU time of this thread, so a slower or busier machine slows
 * both. The margin is wide nevertheless, as caches differ: this catches a decoder that lost a third, not one that lost 5 %.
 */
final class Gate {
    private static final Path RECORDED = Path.of("benchmarks", "gate", "recorded.tsv");
    private static final List<String> CAPTURES =
            List.of("wide20000-h13-py313-lz4", "black-h13-py313-lz4", "lines-h6-py39-m1.0.3-raw");
    private static final double MARGIN = 0.7;
    private static final int WARM_UP_ROUNDS = 8;
    private static final int ROUNDS = 21;
    private static final long ROUND_NANOS = 100_000_000;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static long blackHole;

    public static void main(String[] arguments) throws IOException {
        byte[] bytes = new byte[1_000_000];
        new Random(42).nextBytes(bytes);
        boolean failed = false;
        for (String name : CAPTURES) {
            byte[] capture = Files.readAllBytes(Path.of("testdata", "captures", name + ".bin"));
            double ratio = ratio(bytes, capture);
            failed |= arguments.length == 2 && arguments[0].equals("--record")
                    ? record(name, ratio, arguments[1])
                    : tooSlow(name, ratio);
        }
        System.exit(failed ? 1 : 0);
    }

    private Gate() {}

    /** Median over the rounds of records decoded in the time of one calibration loop. */
    private static double ratio(byte[] bytes, byte[] capture) throws IOException {
        double[] ratios = new double[ROUNDS];
        for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
            double ratio = recordsPerNano(capture) * nanosPerLoop(bytes);
            if (round >= 0) {
                ratios[round] = ratio;
            }
        }
        Arrays.sort(ratios);
        return ratios[ROUNDS / 2];
    }

    private static double recordsPerNano(byte[] capture) throws IOException {
        SummingSink sink = new SummingSink();
        long records = 0;
        long start = THREADS.getCurrentThreadCpuTime();
        long nanos;
        do {
            try (Capture open = Capture.open(new ByteArrayInputStream(capture))) {
                Coverage coverage = open.read(sink, ReadProgress.NONE);
                records += coverage.records();
            }
            nanos = THREADS.getCurrentThreadCpuTime() - start;
        } while (nanos < ROUND_NANOS);
        blackHole += sink.sum;
        return (double) records / nanos;
    }

    private static double nanosPerLoop(byte[] bytes) {
        long loops = 0;
        long start = THREADS.getCurrentThreadCpuTime();
        long nanos;
        do {
            blackHole += varints(bytes);
            loops++;
            nanos = THREADS.getCurrentThreadCpuTime() - start;
        } while (nanos < ROUND_NANOS);
        return (double) nanos / loops;
    }

    /** The calibration loop: never to be changed, or what is recorded means nothing. */
    private static long varints(byte[] bytes) {
        long sum = 0;
        long value = 0;
        int shift = 0;
        for (byte next : bytes) {
            value |= (long) (next & 0x7f) << shift;
            if (next < 0) {
                shift = shift + 7 & 63;
            } else {
                sum += value >>> 1 ^ -(value & 1);
                value = 0;
                shift = 0;
            }
        }
        return sum;
    }

    private static boolean record(String name, double ratio, String what) throws IOException {
        String line = String.format(
                Locale.ROOT, "%s\t%.0f\t%s\tJDK %s\t%s%n", name, ratio, LocalDate.now(), Runtime.version(), what);
        Files.writeString(RECORDED, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        System.out.print(line);
        return false;
    }

    private static boolean tooSlow(String name, double ratio) throws IOException {
        double recorded = Files.readAllLines(RECORDED).stream()
                .map(line -> line.split("\t", -1))
                .filter(cells -> cells[0].equals(name))
                .mapToDouble(cells -> Double.parseDouble(cells[1]))
                .reduce((earlier, later) -> later)
                .orElseThrow(() -> new IllegalStateException("nothing recorded for " + name));
        boolean slow = ratio < MARGIN * recorded;
        System.out.printf(
                Locale.ROOT,
                "%-28s %8.0f records in the time of one calibration loop, recorded %8.0f: %.2f%s%n",
                name,
                ratio,
                recorded,
                ratio / recorded,
                slow ? String.format(Locale.ROOT, ", less than %.2f: TOO SLOW", MARGIN) : "");
        return slow;
    }
}
