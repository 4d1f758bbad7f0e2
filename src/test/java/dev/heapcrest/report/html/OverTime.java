package dev.heapcrest.report.html;

import dev.heapcrest.profile.History;
import dev.heapcrest.profile.IntColumn;
import dev.heapcrest.profile.LongColumn;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.testing.ChangedProfile;
import dev.heapcrest.tree.CallTree;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;

/**
 * Memory over time made by hand, and what selections of it count, worked out the slow and obvious way: one lifetime after
 * the other.
 */
public final class OverTime {
    /** What an own value held from one half bucket to another; {@link History#NEVER} for for ever. */
    public record Life(int own, int born, int died, long count, long bytes) {}

    public static final long START = 1_700_000_000_000L;

    public final List<Life> lives;
    public final int buckets;
    private final int ownCount;

    public OverTime(int buckets, int ownCount, List<Life> lives) {
        this.buckets = buckets;
        this.ownCount = ownCount;
        this.lives = List.copyOf(lives);
    }

    /** Random lifetimes, in order. */
    public static OverTime random(long seed, int buckets, int ownCount, int perOwn) {
        Random random = new Random(seed);
        List<Life> lives = new ArrayList<>();
        for (int own = 0; own < ownCount; own++) {
            for (int born = 0; born < 2 * buckets; born++) {
                if (random.nextInt(2 * buckets) < perOwn) {
                    int died = random.nextInt(3) == 0
                            ? History.NEVER
                            : born + 1 + random.nextInt(Math.max(1, 2 * buckets - born));
                    lives.add(new Life(
                            own,
                            born,
                            died >= 2 * buckets ? History.NEVER : died,
                            1 + random.nextInt(9),
                            1 + random.nextInt(1_000_000)));
                }
            }
        }
        return new OverTime(buckets, ownCount, lives);
    }

    /** Bytes by own value at an instant; instant -1 is the beginning. */
    public long[] heldAt(int instant) {
        return sum(life -> life.born() <= instant && instant < life.died());
    }

    /** The edge after a bucket. */
    private static int instantOf(int edge) {
        return 2 * edge - 1;
    }

    /** The bucket with the largest mark, of equal ones the last. */
    public int peak(int from, int to) {
        int best = from;
        for (int bucket = from; bucket < to; bucket++) {
            if (total(heldAt(2 * bucket)) >= total(heldAt(2 * best))) {
                best = bucket;
            }
        }
        return best;
    }

    /** Bytes by own value that a selection counts; below 0 where less is held at its end than at its beginning. */
    public long[] selected(String mode, int from, int to) {
        int a = instantOf(from);
        int b = instantOf(to);
        return switch (mode) {
            case "top" -> heldAt(2 * peak(from, to));
            case "held" -> heldAt(b);
            case "came" -> sum(life -> life.born() > a && life.born() <= b && life.died() > b);
            case "gone" -> sum(life -> life.born() <= a && life.died() > a && life.died() <= b);
            case "grew" -> {
                long[] grown = heldAt(b);
                long[] before = heldAt(a);
                Arrays.setAll(grown, own -> grown[own] - before[own]);
                yield grown;
            }
            default -> throw new IllegalArgumentException(mode);
        };
    }

    private interface Counts {
        boolean test(Life life);
    }

    private long[] sum(Counts counts) {
        long[] bytes = new long[ownCount];
        for (Life life : lives) {
            if (counts.test(life)) {
                bytes[life.own()] += life.bytes();
            }
        }
        return bytes;
    }

    public static long total(long[] bytes) {
        return Arrays.stream(bytes).sum();
    }

    public History.Lifetimes lifetimes() {
        return new History.Lifetimes(
                IntColumn.of(lives.stream().mapToInt(Life::own).toArray()),
                IntColumn.of(lives.stream().mapToInt(Life::born).toArray()),
                IntColumn.of(lives.stream().mapToInt(Life::died).toArray()),
                LongColumn.of(lives.stream().mapToLong(Life::count).toArray()),
                LongColumn.of(lives.stream().mapToLong(Life::bytes).toArray()));
    }

    /** Ten records a bucket, the mark after the fifth; one bucket a second, the last at the same time as the one before. */
    public History.Buckets bucketColumns() {
        return new History.Buckets(
                column(k -> 10L),
                column(k -> 10L * k + 4),
                column(k -> total(heldAt(2 * k))),
                column(k -> total(heldAt(2 * k + 1))),
                column(k -> buckets == 1 ? History.NO_TIME : START + 1000L * Math.min(k + 1, buckets - 1)));
    }

    private LongColumn column(IntFunction<Long> value) {
        long[] values = new long[buckets];
        Arrays.setAll(values, value::apply);
        return LongColumn.of(values);
    }

    /** A memory record at the end of each bucket but the last. */
    private Profile.Timeline timeline() {
        int samples = buckets - 1;
        long[] times = new long[samples];
        long[] heap = new long[samples];
        long[] resident = new long[samples];
        for (int i = 0; i < samples; i++) {
            times[i] = START + 1000L * (i + 1);
            heap[i] = total(heldAt(instantOf(i + 1)));
            resident[i] = 2 * heap[i];
        }
        return new Profile.Timeline(LongColumn.of(times), LongColumn.of(resident), LongColumn.of(heap));
    }

    /** The tree with these lifetimes of its own values. */
    public CallTree in(CallTree tree) {
        return new CallTree(
                tree.depths(),
                tree.nodeFrames(),
                tree.frames(),
                tree.ownNodes(),
                tree.ownThreads(),
                tree.ownAllocators(),
                tree.figures(),
                lifetimes());
    }

    /** The profile of such a tree: its locations are the tree's own values. */
    public Profile in(Profile plain) {
        return ChangedProfile.withHistory(
                plain, timeline(), new History(bucketColumns(), lifetimes(), new History.Range(0, buckets - 1)));
    }
}
