package dev.heapcrest.profile;

import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.capture.Coverage;
import dev.heapcrest.capture.Damage;
import dev.heapcrest.columns.ColumnWriter;
import dev.heapcrest.tables.TextNumbers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;

/** Writes a profile in the form of docs/profile-format.md. Equal profiles give equal bytes. */
final class ProfileWriter {
    private final Profile profile;
    private final TextNumbers strings = new TextNumbers();
    private final CheckedOutputStream out;

    private ProfileWriter(Profile profile, OutputStream out) {
        this.profile = profile;
        this.out = new CheckedOutputStream(out, new CRC32());
    }

    static void write(Profile profile, OutputStream stream) throws IOException {
        new ProfileWriter(profile, stream).write();
    }

    private void write() throws IOException {
        ColumnWriter capture = columns(this::capture);
        ColumnWriter coverage = columns(this::coverage);
        ColumnWriter frames = columns(this::frames);
        ColumnWriter threads = columns(this::threads);
        ColumnWriter figures = columns(this::figures);
        ColumnWriter natives = columns(this::natives);
        out.write(ProfileSections.MAGIC.getBytes(StandardCharsets.US_ASCII));
        columns(version -> version.leb(ProfileSections.VERSION)).writeTo(out);
        section(ProfileSections.STRINGS, columns(this::strings));
        section(ProfileSections.CAPTURE, capture);
        section(ProfileSections.COVERAGE, coverage);
        section(ProfileSections.FRAMES, frames);
        section(ProfileSections.STACKS, columns(this::stacks));
        section(ProfileSections.THREADS, threads);
        section(ProfileSections.LOCATIONS, columns(this::locations));
        section(ProfileSections.FIGURES, figures);
        section(ProfileSections.TIMELINE, columns(this::timeline));
        if (profile.history().known()) {
            section(ProfileSections.HISTORY, columns(this::history));
        }
        if (!profile.frames().images().isEmpty()) {
            section(ProfileSections.NATIVE, natives);
        }
        header(ProfileSections.END, Integer.BYTES);
        int crc = (int) out.getChecksum().getValue();
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            out.write(crc >>> shift);
        }
        out.flush();
    }

    private static ColumnWriter columns(Consumer<ColumnWriter> content) {
        ColumnWriter columns = new ColumnWriter();
        content.accept(columns);
        return columns;
    }

    private void section(int id, ColumnWriter content) throws IOException {
        header(id, content.sizeBytes());
        content.writeTo(out);
    }

    private void header(int id, long sizeBytes) throws IOException {
        columns(header -> {
                    header.leb(id);
                    header.leb(sizeBytes);
                })
                .writeTo(out);
    }

    private void text(ColumnWriter columns, String text) {
        columns.leb(strings.add(text));
    }

    private void texts(ColumnWriter columns, List<String> texts) {
        columns.leb(texts.size());
        texts.forEach(text -> text(columns, text));
    }

    /** UTF-16 units, for names of programs may hold lone surrogates. */
    private void strings(ColumnWriter columns) {
        List<String> texts = strings.texts();
        columns.leb(texts.size());
        for (String text : texts) {
            columns.leb(text.length());
        }
        for (String text : texts) {
            text.chars().forEach(columns::leb);
        }
    }

    private void capture(ColumnWriter columns) {
        CaptureHeader header = profile.header();
        columns.zigzag(header.version());
        columns.zigzag(header.pythonVersion());
        columns.leb((header.nativeTraces() ? 1 : 0)
                | (header.aggregated() ? 2 : 0)
                | (header.pythonAllocatorsTraced() ? 4 : 0)
                | (header.objectLifetimesTracked() ? 8 : 0));
        columns.zigzag(header.allocationRecords());
        columns.zigzag(header.frameCount());
        columns.zigzag(header.startMillis());
        columns.zigzag(header.endMillis());
        text(columns, header.commandLine());
        columns.zigzag(header.pid());
        columns.zigzag(header.mainThreadId());
        columns.zigzag(header.skippedMainThreadFrames());
        columns.zigzag(header.pythonAllocator());
        text(columns, header.stdlibDirectory());
        texts(columns, header.sitePackages());
        texts(columns, header.modulePath());
        columns.zigzag(profile.peakBytes());
        columns.zigzag(profile.peakRecord());
        columns.zigzag(profile.peakTime().afterMillis());
        columns.zigzag(profile.peakTime().beforeMillis());
        columns.leb(profile.pathsLeftOut() ? 1 : 0);
    }

    private void coverage(ColumnWriter columns) {
        Coverage coverage = profile.coverage();
        columns.zigzag(coverage.records());
        columns.zigzag(coverage.allocationRecords());
        columns.zigzag(coverage.streamBytes());
        columns.zigzag(coverage.inputBytes());
        columns.zigzag(coverage.inputSizeBytes());
        columns.leb(coverage.compressed() ? 1 : 0);
        columns.leb(coverage.damages().size());
        for (Damage damage : coverage.damages()) {
            text(columns, damage.rule().text());
            columns.leb(damage.values().size());
            damage.values().forEach(columns::zigzag);
            text(columns, damage.record());
            columns.zigzag(damage.offset());
            text(columns, damage.stream().text());
        }
    }

    private void frames(ColumnWriter columns) {
        FrameTable frames = profile.frames();
        columns.leb(frames.count());
        for (int frame = 1; frame <= frames.count(); frame++) {
            text(columns, frames.function(frame));
        }
        for (int frame = 1; frame <= frames.count(); frame++) {
            text(columns, frames.file(frame));
        }
        for (int frame = 1; frame <= frames.count(); frame++) {
            columns.zigzag(frames.line(frame));
        }
    }

    private void natives(ColumnWriter columns) {
        FrameTable frames = profile.frames();
        columns.leb(frames.images().size());
        for (NativeImage image : frames.images()) {
            text(columns, image.path());
            columns.leb(image.found() ? 1 : 0);
            text(columns, image.state());
            text(columns, image.file());
            text(columns, image.buildId());
            text(columns, image.symbols());
            text(columns, image.debugFile());
            text(columns, image.trouble());
        }
        for (int frame = 1; frame <= frames.count(); frame++) {
            columns.leb(frames.image(frame));
        }
    }

    private void stacks(ColumnWriter columns) {
        Profile.Stacks stacks = profile.stacks();
        columns.leb(stacks.count() - 1);
        for (int node = 1; node < stacks.count(); node++) {
            columns.leb(node - stacks.parents().get(node));
        }
        for (int node = 1; node < stacks.count(); node++) {
            columns.leb(stacks.frames().get(node));
        }
    }

    private void threads(ColumnWriter columns) {
        Profile.Threads threads = profile.threads();
        columns.leb(threads.count());
        for (int i = 0; i < threads.count(); i++) {
            columns.leb(threads.ids().get(i));
        }
        threads.names().forEach(name -> text(columns, name));
    }

    private void locations(ColumnWriter columns) {
        Profile.Locations locations = profile.locations();
        columns.leb(locations.count());
        for (IntColumn column : List.of(locations.stacks(), locations.threads(), locations.allocators())) {
            for (int i = 0; i < column.size(); i++) {
                columns.leb(column.get(i));
            }
        }
    }

    private void figures(ColumnWriter columns) {
        columns.leb(profile.figures().size());
        for (Figures figures : profile.figures()) {
            text(columns, figures.view().kind().key());
            columns.zigzag(figures.view().parameter());
            for (LongColumn column : List.of(figures.bytes(), figures.counts())) {
                for (int i = 0; i < column.size(); i++) {
                    columns.zigzag(column.get(i));
                }
            }
        }
    }

    private void timeline(ColumnWriter columns) {
        Profile.Timeline timeline = profile.timeline();
        columns.leb(timeline.count());
        for (LongColumn column : List.of(timeline.epochMillis(), timeline.residentBytes(), timeline.heapBytes())) {
            differences(columns, column);
        }
    }

    private void history(ColumnWriter columns) {
        History.Buckets buckets = profile.history().buckets();
        columns.leb(buckets.count());
        for (int i = 0; i < buckets.count(); i++) {
            columns.leb(buckets.records().get(i));
        }
        long first = 0;
        for (int i = 0; i < buckets.count(); i++) {
            columns.leb(buckets.markRecord().get(i) - first + 1);
            first += buckets.records().get(i);
        }
        for (LongColumn column : List.of(buckets.markBytes(), buckets.endBytes(), buckets.endMillis())) {
            differences(columns, column);
        }
        columns.leb(profile.history().range().first());
        columns.leb(profile.history().range().last());
        lifetimes(columns, profile.history().lifetimes());
    }

    private static void lifetimes(ColumnWriter columns, History.Lifetimes lifetimes) {
        columns.leb(lifetimes.count());
        int location = 0;
        int born = 0;
        for (int i = 0; i < lifetimes.count(); i++) {
            int further = lifetimes.locations().get(i) - location;
            columns.leb(further);
            columns.leb(lifetimes.born().get(i) - (further == 0 ? born : 0));
            location += further;
            born = lifetimes.born().get(i);
            int died = lifetimes.died().get(i);
            columns.leb(died == History.NEVER ? 0 : died - born);
            columns.zigzag(lifetimes.counts().get(i));
            columns.leb(lifetimes.bytes().get(i));
        }
    }

    private static void differences(ColumnWriter columns, LongColumn column) {
        long before = 0;
        for (int i = 0; i < column.size(); i++) {
            columns.zigzag(column.get(i) - before);
            before = column.get(i);
        }
    }
}
