package dev.heapcrest.profile;

import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.capture.Coverage;
import dev.heapcrest.capture.Damage;
import dev.heapcrest.columns.ColumnWriter;
import dev.heapcrest.columns.SectionWriter;
import dev.heapcrest.columns.TextsWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Writes a profile in the form of docs/profile-format.md. Equal profiles give equal bytes. */
final class ProfileWriter {
    private final Profile profile;
    private final TextsWriter texts = new TextsWriter();

    private ProfileWriter(Profile profile) {
        this.profile = profile;
    }

    static void write(Profile profile, OutputStream stream) throws IOException {
        new ProfileWriter(profile).write(stream);
    }

    /** Texts come first in the file: sections with texts are made before, in this order, which numbers them. */
    private void write(OutputStream stream) throws IOException {
        ColumnWriter capture = SectionWriter.columns(this::capture);
        ColumnWriter coverage = SectionWriter.columns(this::coverage);
        ColumnWriter frames = SectionWriter.columns(this::frames);
        ColumnWriter threads = SectionWriter.columns(this::threads);
        ColumnWriter figures = SectionWriter.columns(this::figures);
        ColumnWriter natives = SectionWriter.columns(this::natives);
        SectionWriter out = ProfileSections.FORM.writer(stream);
        out.section(ProfileSections.STRINGS, texts::write);
        out.section(ProfileSections.CAPTURE, capture);
        out.section(ProfileSections.COVERAGE, coverage);
        out.section(ProfileSections.FRAMES, frames);
        out.section(ProfileSections.STACKS, this::stacks);
        out.section(ProfileSections.THREADS, threads);
        out.section(ProfileSections.LOCATIONS, this::locations);
        out.section(ProfileSections.FIGURES, figures);
        out.section(ProfileSections.TIMELINE, this::timeline);
        if (profile.history().known()) {
            out.section(ProfileSections.HISTORY, this::history);
        }
        if (!profile.frames().images().isEmpty()) {
            out.section(ProfileSections.NATIVE, natives);
        }
        out.end();
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
        texts.text(columns, header.commandLine());
        columns.zigzag(header.pid());
        columns.zigzag(header.mainThreadId());
        columns.zigzag(header.skippedMainThreadFrames());
        columns.zigzag(header.pythonAllocator());
        texts.text(columns, header.stdlibDirectory());
        texts.texts(columns, header.sitePackages());
        texts.texts(columns, header.modulePath());
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
            texts.text(columns, damage.rule().text());
            columns.leb(damage.values().size());
            damage.values().forEach(columns::zigzag);
            texts.text(columns, damage.record());
            columns.zigzag(damage.offset());
            texts.text(columns, damage.stream().text());
        }
    }

    private void frames(ColumnWriter columns) {
        FrameTable frames = profile.frames();
        columns.leb(frames.count());
        for (int frame = 1; frame <= frames.count(); frame++) {
            texts.text(columns, frames.function(frame));
        }
        for (int frame = 1; frame <= frames.count(); frame++) {
            texts.text(columns, frames.file(frame));
        }
        for (int frame = 1; frame <= frames.count(); frame++) {
            columns.zigzag(frames.line(frame));
        }
    }

    private void natives(ColumnWriter columns) {
        FrameTable frames = profile.frames();
        columns.leb(frames.images().size());
        for (NativeImage image : frames.images()) {
            texts.text(columns, image.path());
            columns.leb(image.found() ? 1 : 0);
            texts.text(columns, image.state());
            texts.text(columns, image.file());
            texts.text(columns, image.buildId());
            texts.text(columns, image.symbols());
            texts.text(columns, image.debugFile());
            texts.text(columns, image.trouble());
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
        threads.names().forEach(name -> texts.text(columns, name));
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
            texts.text(columns, figures.view().kind().key());
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
