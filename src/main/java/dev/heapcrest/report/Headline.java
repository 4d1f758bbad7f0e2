package dev.heapcrest.report;

import dev.heapcrest.profile.Figures;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.View;
import dev.heapcrest.tree.FrameRules;
import java.util.HashMap;
import java.util.Map;

/**
 * The first sentence of a report: what ran, how much it held, when, and what held most. The page, its metadata and the
 * index have the same words.
 *
 * <p>"shop.nightly held 87.9 MB at its peak, about 3.20 s after the start, in 12,345 allocations; the largest part of it
 * in astroid (41 %)."
 */
public final class Headline {
    /** Two samples are usually 10 ms apart; a moment known that well is "about" that moment. */
    private static final long CLOSE_MILLIS = 100;

    private final Profile profile;
    private final Figures figures;
    /** By frame: 1 for those that the page hides at first, -1 for others, 0 for those that nobody asked about. */
    private final byte[] hidden;

    private final FrameRules.Remembered rules = new FrameRules.Remembered();
    private final Map<String, String> lastNames = new HashMap<>();

    private Headline(Profile profile, View.Kind kind) {
        this.profile = profile;
        this.figures = profile.figures(kind);
        hidden = new byte[profile.frames().count() + 1];
    }

    /**
     * The sentence for a report that opens with a view.
     *
     * @param kind a view of the profile
     */
    public static String of(Profile profile, View.Kind kind) {
        return new Headline(profile, kind).text(kind);
    }

    /** What a browser shows in a tab: "pylint · 87.9 MB peak · Heapcrest"; without a peak where the profile has none. */
    public static String title(Profile profile) {
        String program = ProgramName.of(profile.header().commandLine());
        Figures peak = profile.find(View.Kind.PEAK);
        String held = peak == null ? "" : Quantities.shortBytes(peak.totalBytes()) + " peak · ";
        return (program.isEmpty() ? "" : program + " · ") + held + "Heapcrest";
    }

    private String text(View.Kind kind) {
        String program = ProgramName.of(profile.header().commandLine());
        String subject = program.isEmpty() ? "The program" : program;
        long bytes = figures.totalBytes();
        String amount = Quantities.shortBytes(bytes);
        String allocations = Quantities.counted(figures.totalCount(), "allocation");
        String largest = bytes > 0 ? largest(bytes) : "";
        return switch (kind) {
            case PEAK, BASE_PEAK ->
                figures.totalCount() == 0
                        ? subject + " allocated nothing while it was recorded."
                        : subject + " held " + amount + " at its peak" + moment() + ", in " + allocations + largest
                                + ".";
            case LEAKS, BASE_LEAKS ->
                figures.totalCount() == 0
                        ? subject + " gave back all memory that it allocated while it was recorded."
                        : subject + " had not given back " + amount + " at the end, in " + allocations + largest + ".";
            case TOGETHER -> subject + " held " + amount + " at that moment, in " + allocations + largest + ".";
            case TEMPORARY ->
                subject + " gave back " + amount + " soon after it was allocated, in " + allocations + largest + ".";
        };
    }

    /** ", about 3.20 s after the start"; "" where the capture does not tell. */
    private String moment() {
        Profile.PeakTime time = profile.peakTime();
        if (!time.known()) {
            return "";
        }
        long after = time.afterMillis() - profile.header().startMillis();
        long before = time.beforeMillis() - profile.header().startMillis();
        if (before - after <= Math.max(CLOSE_MILLIS, before / 50)) {
            return ", about " + Quantities.shortDuration(before) + " after the start";
        }
        return ", between " + Quantities.shortDuration(after) + " and " + Quantities.shortDuration(before)
                + " after the start";
    }

    /** "; most of it in astroid (81 %)". */
    private String largest(long wholeBytes) {
        Map<String, long[]> parts = new HashMap<>();
        String[] partOfFrame = new String[profile.frames().count() + 1];
        Map<String, FileKind.Place> places = new HashMap<>();
        FileKind.Sorter sorter = new FileKind.Sorter(profile.header());
        for (int location = 0; location < profile.locations().count(); location++) {
            long bytes = figures.bytes().get(location);
            if (bytes != 0) {
                int frame = relevantFrame(profile.locations().stacks().get(location));
                String part = partOfFrame[frame];
                if (part == null) {
                    part = part(frame, places, sorter);
                    partOfFrame[frame] = part;
                }
                parts.computeIfAbsent(part, any -> new long[1])[0] += bytes;
            }
        }
        String most = "";
        long mostBytes = 0;
        for (Map.Entry<String, long[]> entry : parts.entrySet()) {
            long bytes = entry.getValue()[0];
            // of equal ones the first by name, so that the words do not depend on the order in the capture
            if (bytes > mostBytes || (bytes == mostBytes && entry.getKey().compareTo(most) < 0)) {
                most = entry.getKey();
                mostBytes = bytes;
            }
        }
        // negative figures of aggregated captures: a part may be more than the whole
        if (mostBytes == 0 || mostBytes > wholeBytes) {
            return "";
        }
        if (mostBytes == wholeBytes) {
            return "; all of it " + most;
        }
        return (2.0 * mostBytes > wholeBytes ? "; most of it " : "; the largest part ") + most + " ("
                + Quantities.roundShare(mostBytes, wholeBytes) + ")";
    }

    /**
     * What memory is counted for: a function of the program itself, whose modules are few and known to its author, else
     * the module.
     */
    private String part(int frame, Map<String, FileKind.Place> places, FileKind.Sorter sorter) {
        if (frame == 0) {
            return "outside any Python function";
        }
        int image = profile.frames().image(frame);
        if (image != 0) {
            return "in "
                    + ShortText.ofName(profile.frames().images().get(image - 1).name());
        }
        String file = profile.frames().file(frame);
        FileKind.Place place = places.get(file);
        if (place == null) {
            place = sorter.place(file);
            places.put(file, place);
        }
        return place.kind() == FileKind.PROGRAM || place.module().isEmpty()
                ? "in " + ShortText.ofName(profile.frames().function(frame)) + " of "
                        + (file.isEmpty() ? "an unnamed file" : lastName(file))
                : "in " + ShortText.ofName(place.module());
    }

    /** For sentences; made once, for frames share their files, whose names may have megabytes. */
    private String lastName(String file) {
        String known = lastNames.get(file);
        if (known == null) {
            known = ShortText.ofName(file.substring(file.lastIndexOf('/') + 1));
            lastNames.put(file, known);
        }
        return known;
    }

    /**
     * The innermost Python frame that the page shows at first: what the import system allocates counts for who imports, and
     * what native code does for who called it.
     */
    private int relevantFrame(int stack) {
        int node = stack;
        while (node != 0) {
            int frame = profile.stacks().frames().get(node);
            if (hidden[frame] == 0) {
                boolean rule = profile.frames().image(frame) != 0
                        || rules.nonRelevant(
                                profile.frames().function(frame),
                                profile.frames().file(frame));
                hidden[frame] = (byte) (rule ? 1 : -1);
            }
            if (hidden[frame] < 0) {
                return frame;
            }
            node = profile.stacks().parents().get(node);
        }
        return profile.stacks().frames().get(stack);
    }
}
