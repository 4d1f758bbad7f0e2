package dev.heapcrest.report;

import dev.heapcrest.profile.Figures;
import dev.heapcrest.profile.FrameTable;
import dev.heapcrest.profile.NativeImage;
import dev.heapcrest.profile.Profile;
import dev.heapcrest.profile.View;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How many native frames of the peak have names, and what was found of their images. Of a profile without peak, its first
 * view is meant.
 *
 * @param frames distinct native frames
 * @param namedFrames those that have a name
 * @param bytes what was held at the peak
 * @param unnamedBytes the part of it whose stacks have a native frame without name
 * @param images those that have such frames, most bytes first, and the interpreter if it was not found
 */
public record NativeSummary(long frames, long namedFrames, long bytes, long unnamedBytes, List<ImageRow> images) {
    /**
     * What an image has of the peak.
     *
     * @param frames distinct frames in it
     * @param namedFrames those that have a name
     * @param bytes held below its frames, each once
     */
    public record ImageRow(NativeImage image, long frames, long namedFrames, long bytes) {
        /** Why frames in it have no names; "" where it has symbols. */
        public String lack() {
            if (!image.found()) {
                return image.state();
            }
            return namedFrames == 0 ? "no symbols" : "";
        }
    }

    /** Images that a sentence names. */
    private static final int NAMED_IN_SENTENCE = 2;

    /** Of any profile; one without native frames has none. */
    public static NativeSummary of(Profile profile) {
        Figures peak = profile.find(View.Kind.PEAK);
        Figures figures = peak == null ? profile.figures().get(0) : peak;
        // every page asks, most of them for nothing: to look at all stacks would be a pass more
        return profile.frames().images().isEmpty()
                ? new NativeSummary(0, 0, figures.totalBytes(), 0, List.of())
                : new Counting(profile, figures).summary();
    }

    /** Whether the peak has native frames, or has none for want of the interpreter. */
    public boolean any() {
        return !images.isEmpty();
    }

    /** Whether frames have no name, or images no symbols. */
    public boolean lacking() {
        return namedFrames < frames || !withoutSymbols().isEmpty();
    }

    /** Whether frames may have no names for want of an image, or because it could not be read. */
    public boolean missing() {
        return images.stream()
                .map(ImageRow::image)
                .anyMatch(image -> !image.found() || !image.trouble().isEmpty());
    }

    /** Images that give no names, the interpreter first, since stacks are merged by its names; then most bytes first. */
    public List<ImageRow> withoutSymbols() {
        if (images.isEmpty()) {
            return List.of();
        }
        return images.stream()
                .filter(row -> !row.lack().isEmpty())
                .sorted(Comparator.comparing(row -> !row.image().interpreter()))
                .toList();
    }

    /** "97.4 % of the peak's native frames named; without: libfoo.so (not found), 3 more", without a stop. */
    public String text() {
        String lacks = lacks();
        return (frames == 0
                        ? "no native frames are shown"
                        : Quantities.share(namedFrames, frames) + " of the peak's native frames named")
                + (lacks.isEmpty() ? "" : "; without: " + lacks);
    }

    /** "libfoo.so (not found), libbar.so (no symbols), 3 more"; "" where all images have symbols. */
    String lacks() {
        StringBuilder text = new StringBuilder();
        List<ImageRow> without = withoutSymbols();
        for (int i = 0; i < Math.min(NAMED_IN_SENTENCE, without.size()); i++) {
            text.append(i == 0 ? "" : ", ")
                    .append(ShortText.ofName(
                            VisibleText.of(without.get(i).image().name())))
                    .append(" (")
                    .append(without.get(i).lack())
                    .append(')');
        }
        if (without.size() > NAMED_IN_SENTENCE) {
            text.append(", ").append(without.size() - NAMED_IN_SENTENCE).append(" more");
        }
        return text.toString();
    }

    private static final class Counting {
        private final Profile profile;
        private final FrameTable names;
        private final long[] totals;
        private final boolean[] shown;
        private final long[] frames;
        private final long[] named;
        private final long[] bytes;

        Counting(Profile profile, Figures figures) {
            this.profile = profile;
            names = profile.frames();
            int nodes = profile.stacks().count();
            totals = new long[nodes];
            shown = new boolean[nodes];
            for (int location = 0; location < profile.locations().count(); location++) {
                int node = profile.locations().stacks().get(location);
                totals[node] += figures.bytes().get(location);
                shown[node] |=
                        figures.bytes().get(location) != 0 || figures.counts().get(location) != 0;
            }
            for (int node = nodes - 1; node > 0; node--) {
                int parent = profile.stacks().parents().get(node);
                totals[parent] += totals[node];
                shown[parent] |= shown[node];
            }
            frames = new long[names.images().size() + 1];
            named = new long[frames.length];
            bytes = new long[frames.length];
        }

        NativeSummary summary() {
            long unnamedBytes = 0;
            boolean[] counted = new boolean[names.count() + 1];
            for (int node = 1; node < totals.length; node++) {
                int frame = profile.stacks().frames().get(node);
                int image = names.image(frame);
                if (image == 0 || !shown[node]) {
                    continue;
                }
                if (!counted[frame]) {
                    counted[frame] = true;
                    frames[image]++;
                    named[image] += unnamed(frame) ? 0 : 1;
                }
                bytes[image] += outermostOfImage(node, image) ? totals[node] : 0;
                unnamedBytes += unnamed(frame) && outermostUnnamed(node) ? totals[node] : 0;
            }
            List<ImageRow> rows = new ArrayList<>();
            long allFrames = 0;
            long allNamed = 0;
            for (int image = 1; image < frames.length; image++) {
                if (frames[image] > 0 || missedInterpreter(names.images().get(image - 1))) {
                    rows.add(new ImageRow(names.images().get(image - 1), frames[image], named[image], bytes[image]));
                    allFrames += frames[image];
                    allNamed += named[image];
                }
            }
            rows.sort(Comparator.comparingLong(ImageRow::bytes)
                    .reversed()
                    .thenComparing(row -> row.image().path()));
            return new NativeSummary(allFrames, allNamed, totals[0], unnamedBytes, List.copyOf(rows));
        }

        /** Without it no stack can be merged, and few native frames or none are shown. */
        private boolean missedInterpreter(NativeImage image) {
            return image.interpreter()
                    && names.images().stream().noneMatch(other -> other.interpreter() && other.found());
        }

        private boolean unnamed(int frame) {
            int image = names.image(frame);
            return image != 0 && names.images().get(image - 1).unnamed(names.function(frame));
        }

        private boolean outermostOfImage(int node, int image) {
            for (int caller = caller(node); caller != 0; caller = caller(caller)) {
                if (names.image(profile.stacks().frames().get(caller)) == image) {
                    return false;
                }
            }
            return true;
        }

        private boolean outermostUnnamed(int node) {
            for (int caller = caller(node); caller != 0; caller = caller(caller)) {
                if (unnamed(profile.stacks().frames().get(caller))) {
                    return false;
                }
            }
            return true;
        }

        private int caller(int node) {
            return profile.stacks().parents().get(node);
        }
    }
}
