package dev.heapcrest.symbols.pack;

import dev.heapcrest.columns.ColumnReader;
import dev.heapcrest.columns.SectionReader;
import dev.heapcrest.columns.Texts;
import dev.heapcrest.symbols.Image;
import dev.heapcrest.symbols.ImageReport;
import dev.heapcrest.symbols.ImageState;
import dev.heapcrest.symbols.SymbolKind;
import dev.heapcrest.symbols.SymbolTable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads what {@link PackWriter} wrote, and believes nothing. */
public final class PackReader {
    private static final int MOST_LEVELS = 1000;

    /** Two bytes at least: number of levels and difference of offsets. */
    private static final int LEAST_ADDRESS_BYTES = 2;

    private final SectionReader sections;
    private final Texts texts;

    private PackReader(SectionReader sections) {
        this.sections = sections;
        texts = sections.read(SymbolPack.STRINGS, Texts::read);
    }

    /**
     * Reads to the end; the stream stays open.
     *
     * @throws PackException if the bytes are not a symbol pack, or not all of one
     */
    public static SymbolPack read(InputStream in) throws IOException {
        return read(in, SymbolPack.MOST_BYTES);
    }

    /** @param most bytes after unpacking */
    static SymbolPack read(InputStream in, int most) throws IOException {
        return SymbolPack.FORM.read(unpacked(in, most), true, sections -> new PackReader(sections).pack());
    }

    private static byte[] unpacked(InputStream in, int most) throws IOException {
        try {
            // gzip has the checksum: whoever reads to its end has compared it
            GZIPInputStream unpacked = new GZIPInputStream(in, 1 << 16);
            byte[] bytes = unpacked.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new PackException("it is larger than " + most + " bytes when unpacked");
            }
            return bytes;
        } catch (EOFException e) {
            throw new PackException("it is cut off");
        } catch (ZipException e) {
            throw new PackException("it is no whole gzip file: " + e.getMessage());
        }
    }

    private SymbolPack pack() {
        SymbolPack.Origin origin = sections.read(
                SymbolPack.ORIGIN, part -> new SymbolPack.Origin(texts.text(part), part.zigzag(), part.zigzag()));
        List<ImageReport> reports = sections.read(SymbolPack.IMAGES, this::images);
        Frames frames = sections.read(SymbolPack.FRAMES, this::frames);
        return sections.read(SymbolPack.ADDRESSES, part -> addresses(part, origin, reports, frames));
    }

    /** Columns of frames: functions and files are texts. */
    private record Frames(int[] functions, int[] files, int[] lines) {}

    private Frames frames(ColumnReader part) {
        int count = part.count(3);
        return new Frames(
                part.ints(count, texts.count()), part.ints(count, texts.count()), part.ints(count, Integer.MAX_VALUE));
    }

    private List<ImageReport> images(ColumnReader part) {
        int count = part.count(8);
        List<ImageReport> reports = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String path = texts.text(part);
            int segmentCount = part.count(2);
            List<Image.Segment> segments = new ArrayList<>();
            for (int segment = 0; segment < segmentCount; segment++) {
                segments.add(new Image.Segment(part.leb(), part.leb()));
            }
            ImageState state = ImageState.of(part.leb());
            SymbolKind kind = SymbolKind.of(part.leb());
            if (state == null || kind == null) {
                throw part.damaged("no such state or kind");
            }
            String file = texts.text(part);
            String buildId = texts.text(part);
            reports.add(new ImageReport(
                    new Image(path, segments), state, file, buildId, kind, texts.text(part), texts.text(part)));
        }
        return reports;
    }

    private SymbolPack addresses(
            ColumnReader part, SymbolPack.Origin origin, List<ImageReport> reports, Frames frames) {
        SymbolTable.Builder table = new SymbolTable.Builder();
        List<long[]> offsets = new ArrayList<>();
        for (ImageReport report : reports) {
            table.image(report);
            long[] ofImage = offsets(part);
            offsets.add(ofImage);
            int[] levels = part.ints(ofImage.length, MOST_LEVELS + 1);
            for (int count : levels) {
                table.address();
                for (int level = 0; level < count; level++) {
                    int frame = part.below(frames.lines().length);
                    table.level(
                            texts.get(frames.functions()[frame]),
                            texts.get(frames.files()[frame]),
                            frames.lines()[frame]);
                }
            }
        }
        return new SymbolPack(origin, offsets, table.build());
    }

    private static long[] offsets(ColumnReader part) {
        long[] offsets = new long[part.count(LEAST_ADDRESS_BYTES)];
        long before = 0;
        for (int i = 0; i < offsets.length; i++) {
            long step = part.leb();
            long offset = before + step;
            // ascending without signs, each once
            if (i > 0 && (step == 0 || Long.compareUnsigned(offset, before) < 0)) {
                throw part.damaged("offsets do not ascend");
            }
            offsets[i] = offset;
            before = offset;
        }
        return offsets;
    }
}
