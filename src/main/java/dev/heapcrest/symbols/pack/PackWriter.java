package dev.heapcrest.symbols.pack;

import dev.heapcrest.columns.ColumnWriter;
import dev.heapcrest.columns.SectionWriter;
import dev.heapcrest.columns.TextsWriter;
import dev.heapcrest.symbols.Image;
import dev.heapcrest.symbols.ImageReport;
import dev.heapcrest.symbols.SymbolTable;
import dev.heapcrest.tables.Salted;
import dev.heapcrest.tables.TextNumbers;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Writes a symbol pack in the form of docs/symbol-pack.md. Equal packs give equal bytes. */
public final class PackWriter {
    private record Frame(String function, String file, int line) {}

    /** Texts by number: frames share them. */
    private record Key(int function, int file, int line) {
        /** Salted: images choose their names. */
        @Override
        public int hashCode() {
            return Salted.hash(Salted.hash(line, file), function);
        }
    }

    private final SymbolPack pack;
    private final TextsWriter texts = new TextsWriter();
    private final List<Frame> frames = new ArrayList<>();
    private final TextNumbers frameTexts = new TextNumbers();
    private final Object2IntOpenHashMap<Key> frameIds = new Object2IntOpenHashMap<>();

    private PackWriter(SymbolPack pack) {
        this.pack = pack;
    }

    /** Writes all of it; the stream stays open. */
    public static void write(SymbolPack pack, OutputStream out) throws IOException {
        GZIPOutputStream packed = new SmallGzip(out);
        new PackWriter(pack).sections(packed);
        packed.finish();
        out.flush();
    }

    /** Written once and often sent: the smallest is worth its time. */
    private static final class SmallGzip extends GZIPOutputStream {
        SmallGzip(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_COMPRESSION);
        }
    }

    /** Texts come first in the file: sections with texts are made before, in this order, which numbers them. */
    private void sections(OutputStream stream) throws IOException {
        ColumnWriter origin = SectionWriter.columns(this::origin);
        ColumnWriter images = SectionWriter.columns(this::images);
        ColumnWriter addresses = SectionWriter.columns(this::addresses);
        ColumnWriter frames = SectionWriter.columns(this::frames);
        SectionWriter out = SymbolPack.FORM.writer(stream);
        out.section(SymbolPack.STRINGS, texts::write);
        out.section(SymbolPack.ORIGIN, origin);
        out.section(SymbolPack.IMAGES, images);
        out.section(SymbolPack.FRAMES, frames);
        out.section(SymbolPack.ADDRESSES, addresses);
        out.end();
    }

    private void origin(ColumnWriter section) {
        texts.text(section, pack.origin().program());
        section.zigzag(pack.origin().startMillis());
        section.zigzag(pack.origin().pid());
    }

    private void images(ColumnWriter section) {
        section.leb(pack.table().images().size());
        for (ImageReport report : pack.table().images()) {
            texts.text(section, report.image().path());
            section.leb(report.image().segments().size());
            for (Image.Segment segment : report.image().segments()) {
                section.leb(segment.address());
                section.leb(segment.sizeBytes());
            }
            section.leb(report.state().number());
            section.leb(report.kind().number());
            texts.text(section, report.file());
            texts.text(section, report.buildId());
            texts.text(section, report.debugFile());
            texts.text(section, report.trouble());
        }
    }

    private void addresses(ColumnWriter section) {
        SymbolTable table = pack.table();
        for (int image = 0; image < table.images().size(); image++) {
            long[] offsets = pack.offsets().get(image);
            section.leb(offsets.length);
            long before = 0;
            for (long offset : offsets) {
                section.leb(offset - before);
                before = offset;
            }
            for (int i = 0; i < offsets.length; i++) {
                section.leb(table.endLevel(image, i) - table.firstLevel(image, i));
            }
            for (int i = 0; i < offsets.length; i++) {
                for (int level = table.firstLevel(image, i); level < table.endLevel(image, i); level++) {
                    section.leb(frame(new Frame(table.function(level), table.file(level), table.line(level))));
                }
            }
        }
    }

    private int frame(Frame frame) {
        int next = frames.size();
        Key key = new Key(frameTexts.add(frame.function()), frameTexts.add(frame.file()), frame.line());
        int known = frameIds.getOrDefault(key, next);
        if (known == next) {
            frameIds.put(key, next);
            frames.add(frame);
        }
        return known;
    }

    private void frames(ColumnWriter section) {
        section.leb(frames.size());
        frames.forEach(frame -> texts.text(section, frame.function()));
        frames.forEach(frame -> texts.text(section, frame.file()));
        frames.forEach(frame -> section.leb(frame.line()));
    }
}
