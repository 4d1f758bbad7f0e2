package dev.heapcrest.report.html;

import dev.heapcrest.profile.History;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.report.FunctionTotals;
import dev.heapcrest.report.HeapPeaks;
import dev.heapcrest.report.Quantities;
import dev.heapcrest.report.ShortText;
import dev.heapcrest.tree.CallTree;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The largest peaks with the functions that held most at each, as rows of the static page. */
final class PeakTable {
    private static final int FUNCTIONS = 5;
    /** Peaks known that well are "about" that moment. */
    private static final long CLOSE_MILLIS = 100;

    private PeakTable() {}

    static List<Map<String, Object>> rows(Profile profile, CallTree tree) {
        List<HeapPeaks.Peak> peaks = HeapPeaks.of(profile);
        if (peaks.isEmpty()) {
            return List.of();
        }
        FunctionTotals.Functions functions = FunctionTotals.Functions.of(tree.frames());
        long[][] held = held(tree, functions, peaks, profile.history().buckets().count());
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < held.length; i++) {
            HeapPeaks.Peak peak = peaks.get(i);
            rows.add(Map.of(
                    "moment",
                    moment(peak, profile.header().startMillis()),
                    "record",
                    peak.record() < 0 ? "" : Quantities.count(peak.record()),
                    "bytes",
                    Quantities.bytes(peak.bytes()),
                    "functions",
                    functions(functions, held[i])));
        }
        return rows;
    }

    /**
     * Bytes that each function held itself at each peak. One pass: there are millions of lifetimes, most of which no peak is
     * in (on pylint's a pass for each peak took 90 ms).
     */
    private static long[][] held(
            CallTree tree, FunctionTotals.Functions functions, List<HeapPeaks.Peak> peaks, int buckets) {
        int[] order = IntStream.range(0, peaks.size())
                .boxed()
                .sorted(Comparator.comparingInt(i -> peaks.get(i).bucket()))
                .mapToInt(Integer::intValue)
                .toArray();
        int[] before = peaksBefore(peaks, 2 * buckets + 1);
        History.Lifetimes lifetimes = tree.lifetimes();
        long[][] held = new long[peaks.size()][functions.count()];
        for (int i = 0; i < lifetimes.count(); i++) {
            int last = before[Math.min(lifetimes.died().get(i), 2 * buckets)];
            for (int peak = before[lifetimes.born().get(i)]; peak < last; peak++) {
                int node = tree.ownNodes()[lifetimes.locations().get(i)];
                held[order[peak]][functions.ofFrame(tree.nodeFrames()[node])] +=
                        lifetimes.bytes().get(i);
            }
        }
        return held;
    }

    /** How many peaks are before each instant of {@link History}. */
    private static int[] peaksBefore(List<HeapPeaks.Peak> peaks, int instants) {
        int[] before = new int[instants];
        for (HeapPeaks.Peak peak : peaks) {
            before[2 * peak.bucket() + 1]++;
        }
        for (int i = 1; i < instants; i++) {
            before[i] += before[i - 1];
        }
        return before;
    }

    private static List<Map<String, String>> functions(FunctionTotals.Functions functions, long[] held) {
        List<Map<String, String>> largest = new ArrayList<>();
        boolean[] named = new boolean[held.length];
        while (largest.size() < FUNCTIONS) {
            int most = 0;
            for (int f = 1; f < held.length; f++) {
                if (!named[f] && held[f] > 0 && (most == 0 || held[f] > held[most])) {
                    most = f;
                }
            }
            if (most == 0) {
                break;
            }
            named[most] = true;
            largest.add(
                    Map.of("function", ShortText.visible(functions.name(most)), "bytes", Quantities.bytes(held[most])));
        }
        return largest;
    }

    private static String moment(HeapPeaks.Peak peak, long startMillis) {
        if (peak.beforeMillis() == History.NO_TIME) {
            return "not recorded";
        }
        long after = peak.afterMillis() - startMillis;
        long before = peak.beforeMillis() - startMillis;
        return before >= after && before - after > Math.max(CLOSE_MILLIS, before / 50)
                ? Quantities.shortDuration(after) + " to " + Quantities.shortDuration(before)
                : Quantities.shortDuration(before);
    }
}
