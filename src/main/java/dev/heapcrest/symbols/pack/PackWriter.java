package dev.heapcrest.symbols.pack;

import dev.heapcrest.columns.ColumnWriter;
import dev.heapcrest.symbols.Image;
import dev.heapcrest.symbols.ImageReport;
import dev.heapcrest.symbols.SymbolTable;
import dev.heapcrest.tables.Salted;
import dev.heapcrest.tables.TextNumbers;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Writes a symbol pack in the form of docs/symbol-pack.md. Equal packs give equal bytes. */
public final class PackWriter {
    private record Frame(String function, String file, int line) {
        /** Salted: images choose their names. */
        @Override
        public int hashCode() {
            return Salted.hash(Salted.hash(Salted.hash(function), Salted.hash(file)), line);
        }
    }

    private final SymbolPack pack;
    private final TextNumbers strings = new TextNumbers();
    private final List<Frame> frames = new ArrayList<>();
    private final Object2IntOpenHashMap<Frame> frameIds = new Object2IntOpenHashMap<>();

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

    private void sections(OutputStream out) throws IOException {
        ColumnWriter origin = origin();
        ColumnWriter images = images();
        ColumnWriter addresses = addresses();
        ColumnWriter levels = frames();
        out.write(SymbolPack.MAGIC.getBytes(StandardCharsets.US_ASCII));
        ColumnWriter version = new ColumnWriter();
        version.leb(SymbolPack.VERSION);
        version.writeTo(out);
        section(SymbolPack.STRINGS, strings(), out);
        section(SymbolPack.ORIGIN, origin, out);
        section(SymbolPack.IMAGES, images, out);
        section(SymbolPack.FRAMES, levels, out);
        section(SymbolPack.ADDRESSES, addresses, out);
        section(SymbolPack.END, new ColumnWriter(), out);
    }

    private static void section(int id, ColumnWriter content, OutputStream out) throws IOException {
        ColumnWriter head = new ColumnWriter();
        head.leb(id);
        head.leb(content.sizeBytes());
        head.writeTo(out);
        content.writeTo(out);
    }

    private int text(String text) {
        return strings.add(text);
    }

    private ColumnWriter strings() {
        ColumnWriter section = new ColumnWriter();
        List<String> texts = strings.texts();
        section.leb(texts.size());
        texts.forEach(text -> section.leb(text.length()));
        texts.forEach(text -> text.chars().forEach(section::leb));
        return section;
    }

    private ColumnWriter origin() {
        ColumnWriter section = new ColumnWriter();
        section.leb(text(pack.origin().program()));
        section.zigzag(pack.origin().startMillis());
        section.zigzag(pack.origin().pid());
        return section;
    }

    private ColumnWriter images() {
        ColumnWriter section = new ColumnWriter();
        section.leb(pack.table().images().size());
        for (ImageReport report : pack.table().images()) {
            section.leb(text(report.image().path()));
            section.leb(report.image().segments().size());
            for (Image.Segment segment : report.image().segments()) {
                section.leb(segment.address());
                section.leb(segment.sizeBytes());
            }
            section.leb(report.state().number());
            section.leb(report.kind().number());
            section.leb(text(report.file()));
            section.leb(text(report.buildId()));
            section.leb(text(report.debugFile()));
            section.leb(text(report.trouble()));
        }
        return section;
    }

    private ColumnWriter addresses() {
        SymbolTable table = pack.table();
        ColumnWriter section = new ColumnWriter();
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
        return section;
    }

    private int frame(Frame frame) {
        int next = frames.size();
        int known = frameIds.getOrDefault(frame, next);
        if (known == next) {
            frameIds.put(frame, next);
            frames.add(frame);
        }
        return known;
    }

    private ColumnWriter frames() {
        ColumnWriter section = new ColumnWriter();
        section.leb(frames.size());
        frames.forEach(frame -> section.leb(text(frame.function())));
        frames.forEach(frame -> section.leb(text(frame.file())));
        frames.forEach(frame -> section.leb(frame.line()));
        return section;
    }
}
