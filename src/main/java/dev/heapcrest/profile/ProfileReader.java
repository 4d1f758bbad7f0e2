package dev.heapcrest.profile;

import dev.heapcrest.capture.Allocator;
import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.capture.Coverage;
import dev.heapcrest.capture.Damage;
import dev.heapcrest.capture.Rule;
import dev.heapcrest.columns.ColumnReader;
import dev.heapcrest.columns.SectionReader;
import dev.heapcrest.columns.Texts;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Reads what {@link ProfileWriter} wrote, and believes nothing. */
final class ProfileReader {
    private final SectionReader sections;
    private final Texts texts;

    private ProfileReader(SectionReader sections) {
        this.sections = sections;
        texts = sections.read(ProfileSections.STRINGS, Texts::read);
    }

    /** @throws ProfileFormatException if the bytes are not a profile, or not all of one */
    static Profile read(InputStream stream) throws IOException {
        return ProfileSections.FORM.read(
                stream.readAllBytes(), false, sections -> new ProfileReader(sections).profile());
    }

    /** What the section of the capture holds. */
    private record Capture(
            CaptureHeader header, long peakBytes, long peakRecord, Profile.PeakTime peakTime, boolean pathsLeftOut) {}

    private Profile profile() {
        Capture capture = sections.read(ProfileSections.CAPTURE, this::capture);
        ProfileFrames frames = sections.read(ProfileSections.FRAMES, this::frames);
        Profile.Stacks stacks = sections.read(ProfileSections.STACKS, part -> stacks(part, frames.count()));
        Profile.Threads threads = sections.read(ProfileSections.THREADS, this::threads);
        Profile.Locations locations =
                sections.read(ProfileSections.LOCATIONS, part -> locations(part, stacks.count(), threads.count()));
        return new Profile(
                capture.header(),
                sections.read(ProfileSections.COVERAGE, this::coverage),
                frames,
                stacks,
                threads,
                locations,
                sections.read(ProfileSections.FIGURES, part -> figures(part, locations.count())),
                capture.peakBytes(),
                capture.peakRecord(),
                capture.peakTime(),
                sections.read(ProfileSections.TIMELINE, ProfileReader::timeline),
                sections.has(ProfileSections.HISTORY)
                        ? sections.read(ProfileSections.HISTORY, ProfileReader::history)
                        : History.NONE,
                capture.pathsLeftOut());
    }

    private Capture capture(ColumnReader part) {
        return new Capture(
                header(part),
                part.zigzag(),
                part.zigzag(),
                new Profile.PeakTime(part.zigzag(), part.zigzag()),
                part.below(2) == 1);
    }

    private CaptureHeader header(ColumnReader part) {
        int version = (int) part.zigzag();
        int pythonVersion = (int) part.zigzag();
        int flags = part.below(16);
        return new CaptureHeader(
                version,
                pythonVersion,
                (flags & 1) != 0,
                (flags & 2) != 0,
                part.zigzag(),
                part.zigzag(),
                part.zigzag(),
                part.zigzag(),
                texts.text(part),
                (int) part.zigzag(),
                part.zigzag(),
                part.zigzag(),
                (int) part.zigzag(),
                (flags & 4) != 0,
                (flags & 8) != 0,
                texts.text(part),
                texts.texts(part, part.count(1)),
                texts.texts(part, part.count(1)));
    }

    private Coverage coverage(ColumnReader part) {
        long records = part.zigzag();
        long allocationRecords = part.zigzag();
        long streamBytes = part.zigzag();
        long inputBytes = part.zigzag();
        long inputSizeBytes = part.zigzag();
        boolean compressed = part.below(2) == 1;
        List<Damage> damages = new ArrayList<>();
        for (int count = part.count(1); count > 0; count--) {
            String rule = texts.text(part);
            List<Long> values = Arrays.stream(part.longs(part.count(1))).boxed().toList();
            String record = texts.text(part);
            long offset = part.zigzag();
            String stream = texts.text(part);
            damages.add(new Damage(
                    named(Rule.values(), Rule::text, rule),
                    values,
                    record,
                    offset,
                    named(Damage.Stream.values(), Damage.Stream::text, stream)));
        }
        return new Coverage(records, allocationRecords, streamBytes, inputBytes, inputSizeBytes, compressed, damages);
    }

    private static <E> E named(E[] all, Function<E, String> name, String wanted) {
        for (E each : all) {
            if (name.apply(each).equals(wanted)) {
                return each;
            }
        }
        throw new IllegalArgumentException("nothing is called " + wanted);
    }

    private ProfileFrames frames(ColumnReader part) {
        int count = part.count(3);
        int[] functions = new int[count + 1];
        int[] files = new int[count + 1];
        int[] lines = new int[count + 1];
        for (int frame = 1; frame <= count; frame++) {
            functions[frame] = texts.index(part);
        }
        for (int frame = 1; frame <= count; frame++) {
            files[frame] = texts.index(part);
        }
        for (int frame = 1; frame <= count; frame++) {
            lines[frame] = Math.toIntExact(part.zigzag());
        }
        List<NativeImage> images = new ArrayList<>();
        int[] frameImages = {};
        if (sections.has(ProfileSections.NATIVE)) {
            frameImages = sections.read(ProfileSections.NATIVE, natives -> natives(natives, images, count));
        }
        return new ProfileFrames(
                IntColumn.of(functions),
                IntColumn.of(files),
                IntColumn.of(lines),
                texts.all(),
                IntColumn.of(frameImages),
                images);
    }

    /** Fills the images, and gives that of each frame. */
    private int[] natives(ColumnReader part, List<NativeImage> images, int frameCount) {
        for (int count = part.count(8); count > 0; count--) {
            String path = texts.text(part);
            boolean found = part.below(2) == 1;
            images.add(new NativeImage(
                    path,
                    found,
                    texts.text(part),
                    texts.text(part),
                    texts.text(part),
                    texts.text(part),
                    texts.text(part),
                    texts.text(part)));
        }
        int[] frameImages = new int[frameCount + 1];
        for (int frame = 1; frame <= frameCount; frame++) {
            frameImages[frame] = part.below(images.size() + 1);
        }
        return frameImages;
    }

    private static Profile.Stacks stacks(ColumnReader part, int frameCount) {
        int count = 1 + part.count(2);
        int[] parents = new int[count];
        for (int node = 1; node < count; node++) {
            parents[node] = node - part.below(node + 1);
            if (parents[node] == node) {
                throw new IllegalArgumentException("stack " + node + " is its own parent");
            }
        }
        int[] frames = new int[count];
        for (int node = 1; node < count; node++) {
            frames[node] = part.below(frameCount + 1);
            if (frames[node] == 0) {
                throw new IllegalArgumentException("stack " + node + " has no frame");
            }
        }
        return new Profile.Stacks(IntColumn.of(parents), IntColumn.of(frames));
    }

    private Profile.Threads threads(ColumnReader part) {
        int count = part.count(2);
        long[] ids = new long[count];
        Arrays.setAll(ids, i -> part.leb());
        return new Profile.Threads(LongColumn.of(ids), texts.texts(part, count));
    }

    private static Profile.Locations locations(ColumnReader part, int stackCount, int threadCount) {
        int count = part.count(3);
        int[] stacks = part.ints(count, stackCount);
        int[] threads = part.ints(count, threadCount);
        int[] allocators = part.ints(count, Allocator.NUMBER_LIMIT);
        for (int allocator : allocators) {
            if (allocator == 0) {
                throw new IllegalArgumentException("a location without its allocator");
            }
        }
        return new Profile.Locations(IntColumn.of(stacks), IntColumn.of(threads), IntColumn.of(allocators));
    }

    private List<Figures> figures(ColumnReader part, int locationCount) {
        List<Figures> figures = new ArrayList<>();
        for (int views = part.count(1); views > 0; views--) {
            View.Kind kind = named(View.Kind.values(), View.Kind::key, texts.text(part));
            View view = new View(kind, Math.toIntExact(part.zigzag()));
            figures.add(new Figures(view, figureColumn(part, locationCount), figureColumn(part, locationCount)));
        }
        return figures;
    }

    /** Sums of any figures have 63 bits: {@link Figures} promises it. */
    private static LongColumn figureColumn(ColumnReader part, int count) {
        long[] values = part.longs(count);
        long sum = 0;
        for (long value : values) {
            sum = Math.addExact(sum, Math.absExact(value));
        }
        return LongColumn.of(values);
    }

    private static Profile.Timeline timeline(ColumnReader part) {
        int count = part.count(3);
        return new Profile.Timeline(sums(part, count), sums(part, count), sums(part, count));
    }

    private static LongColumn sums(ColumnReader part, int count) {
        long[] values = part.longs(count);
        for (int i = 1; i < count; i++) {
            values[i] += values[i - 1];
        }
        return LongColumn.of(values);
    }

    private static History history(ColumnReader part) {
        int count = part.count(5);
        long[] records = new long[count];
        Arrays.setAll(records, i -> positive(part));
        long[] markRecord = new long[count];
        long first = 0;
        for (int i = 0; i < count; i++) {
            long place = positive(part);
            if (place > records[i]) {
                throw new IllegalArgumentException("the mark of bucket " + i + " is after its end");
            }
            markRecord[i] = first + place - 1;
            first = Math.addExact(first, records[i]);
        }
        History.Buckets buckets = new History.Buckets(
                LongColumn.of(records),
                LongColumn.of(markRecord),
                sums(part, count),
                sums(part, count),
                sums(part, count));
        History.Range range = new History.Range(part.below(count), part.below(count));
        return new History(buckets, lifetimes(part, 2 * count), range);
    }

    /** What is held at any instant has 63 bits, as sums of figures have. */
    private static History.Lifetimes lifetimes(ColumnReader part, int halves) {
        int count = part.count(5);
        int[] locations = new int[count];
        int[] born = new int[count];
        int[] died = new int[count];
        long[] counts = new long[count];
        long[] bytes = new long[count];
        long[] changes = new long[halves + 1];
        for (int i = 0; i < count; i++) {
            int further = part.below(Integer.MAX_VALUE);
            int before = i == 0 ? 0 : locations[i - 1];
            locations[i] = Math.addExact(before, further);
            born[i] = part.below(halves) + (i == 0 || further != 0 ? 0 : born[i - 1]);
            int length = part.below(halves);
            died[i] = length == 0 ? History.NEVER : born[i] + length;
            counts[i] = part.zigzag();
            bytes[i] = positive(part);
            if (born[i] >= halves || (length != 0 && died[i] >= halves)) {
                throw new IllegalArgumentException("lifetime " + i + " is outside of " + halves + " half buckets");
            }
            changes[born[i]] = Math.addExact(changes[born[i]], bytes[i]);
            int end = length == 0 ? halves : died[i];
            changes[end] = Math.subtractExact(changes[end], bytes[i]);
        }
        long held = 0;
        for (long change : changes) {
            held = Math.addExact(held, change);
        }
        return new History.Lifetimes(
                IntColumn.of(locations),
                IntColumn.of(born),
                IntColumn.of(died),
                LongColumn.of(counts),
                LongColumn.of(bytes));
    }

    private static long positive(ColumnReader part) {
        long value = part.leb();
        if (value < 0) {
            throw new IllegalArgumentException("a number of 64 bits");
        }
        return value;
    }
}
