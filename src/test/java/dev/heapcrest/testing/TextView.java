package dev.heapcrest.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Bytes and counts by (thread, stack text). In merged views the thread is {@link #ANY_THREAD}. */
public final class TextView {
    public static final long ANY_THREAD = -1;

    public record Key(long thread, int stackId) {}

    public record Figures(long bytes, long count) {
        Figures plus(Figures other) {
            return new Figures(bytes + other.bytes, count + other.count);
        }
    }

    private final Map<Key, Figures> figures = new HashMap<>();

    public void add(long thread, int stackId, long bytes, long count) {
        if (bytes != 0 || count != 0) {
            figures.merge(new Key(thread, stackId), new Figures(bytes, count), Figures::plus);
        }
    }

    public Map<Key, Figures> figures() {
        return figures;
    }

    public TextView merged() {
        TextView merged = new TextView();
        figures.forEach((key, sum) -> merged.add(ANY_THREAD, key.stackId(), sum.bytes(), sum.count()));
        return merged;
    }

    /** Without counts, and without what has no bytes. */
    public TextView bytesOnly() {
        TextView view = new TextView();
        figures.forEach((key, sum) -> view.add(key.thread(), key.stackId(), sum.bytes(), 0));
        return view;
    }

    public long totalBytes() {
        return figures.values().stream().mapToLong(Figures::bytes).sum();
    }

    public long totalCount() {
        return figures.values().stream().mapToLong(Figures::count).sum();
    }

    /** One line for each key whose figures differ; empty when both are the same. */
    public List<String> differences(TextView other, TextStacks stacks) {
        List<String> lines = new ArrayList<>();
        Figures none = new Figures(0, 0);
        figures.forEach((key, ours) -> {
            Figures theirs = other.figures.getOrDefault(key, none);
            if (!ours.equals(theirs)) {
                lines.add(line(key, ours, theirs, stacks));
            }
        });
        other.figures.forEach((key, theirs) -> {
            Figures ours = figures.get(key);
            if (ours == null && !theirs.equals(none)) {
                lines.add(line(key, none, theirs, stacks));
            }
        });
        return lines;
    }

    private static String line(Key key, Figures ours, Figures theirs, TextStacks stacks) {
        String thread = key.thread() == ANY_THREAD ? "" : "thread " + Long.toUnsignedString(key.thread()) + " ";
        return thread + "ours " + ours.bytes() + " B in " + ours.count() + ", expected " + theirs.bytes() + " B in "
                + theirs.count() + ": " + stacks.text(key.stackId());
    }
}
