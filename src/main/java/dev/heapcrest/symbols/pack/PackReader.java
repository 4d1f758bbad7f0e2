package dev.heapcrest.symbols.pack;

import dev.heapcrest.columns.ColumnReader;
import dev.heapcrest.symbols.Image;
import dev.heapcrest.symbols.ImageReport;
import dev.heapcrest.symbols.ImageState;
import dev.heapcrest.symbols.SymbolKind;
import dev.heapcrest.symbols.SymbolTable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads what {@link PackWriter} wrote, and believes nothing. */
public final class PackReader {
    private static final int MOST_LEVELS = 1000;

    /** Two bytes at least: number of levels and difference of offsets. */
    private static final int LEAST_ADDRESS_BYTES = 2;

    private final byte[] bytes;
    private final Map<Integer, ColumnReader> sections = new HashMap<>();
    private String[] strings = {};

    private PackReader(byte[] bytes) {
        this.bytes = bytes;
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
        try {
            return new PackReader(unpacked(in, most)).pack();
        } catch (ColumnReader.Damaged | IllegalArgumentException | ArithmeticException damaged) {
            throw new PackException("it is damaged: " + damaged.getMessage() + " (after unpacking)");
        }
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

    private SymbolPack pack() throws PackException {
        findSections();
        ColumnReader texts = section(SymbolPack.STRINGS);
        strings = strings(texts);
        texts.finish();
        ColumnReader origin = section(SymbolPack.ORIGIN);
        SymbolPack.Origin from = new SymbolPack.Origin(text(origin), origin.zigzag(), origin.zigzag());
        origin.finish();
        ColumnReader images = section(SymbolPack.IMAGES);
        List<ImageReport> reports = images(images);
        images.finish();
        ColumnReader frames = section(SymbolPack.FRAMES);
        int count = frames.count(3);
        int[] functions = frames.ints(count, strings.length);
        int[] files = frames.ints(count, strings.length);
        int[] lines = frames.ints(count, Integer.MAX_VALUE);
        frames.finish();
        return addresses(from, reports, functions, files, lines);
    }

    private void findSections() throws PackException {
        byte[] magic = SymbolPack.MAGIC.getBytes(StandardCharsets.US_ASCII);
        if (bytes.length < magic.length || !Arrays.equals(magic, Arrays.copyOf(bytes, magic.length))) {
            throw new PackException("it is not a symbol pack");
        }
        ColumnReader all = new ColumnReader(bytes, magic.length, bytes.length);
        long version = all.leb();
        if (version != SymbolPack.VERSION) {
            throw new PackException("it has version " + Long.toUnsignedString(version) + ", but only version "
                    + SymbolPack.VERSION + " is known");
        }
        int id;
        do {
            id = all.below(SymbolPack.END + 1);
            sections.put(id, all.part(all.count(1)));
        } while (id != SymbolPack.END);
        all.finish();
    }

    private ColumnReader section(int id) throws PackException {
        ColumnReader found = sections.get(id);
        if (found == null) {
            throw new PackException("it is damaged: it has no section " + id);
        }
        return found;
    }

    private static String[] strings(ColumnReader part) {
        String[] texts = new String[part.count(1)];
        int[] lengths = part.ints(texts.length, SymbolPack.MOST_BYTES);
        for (int i = 0; i < texts.length; i++) {
            StringBuilder text = new StringBuilder();
            for (int unit = 0; unit < lengths[i]; unit++) {
                text.append((char) part.below(Character.MAX_VALUE + 1));
            }
            texts[i] = text.toString();
        }
        return texts;
    }

    private String text(ColumnReader part) {
        return strings[part.below(strings.length)];
    }

    private List<ImageReport> images(ColumnReader part) {
        int count = part.count(8);
        List<ImageReport> reports = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String path = text(part);
            int segmentCount = part.count(2);
            List<Image.Segment> segments = new ArrayList<>();
            for (int segment = 0; segment < segmentCount; segment++) {
                segments.add(new Image.Segment(part.leb(), part.leb()));
            }
            ImageState state = ImageState.of(part.leb());
            SymbolKind kind = SymbolKind.of(part.leb());
            if (state == null || kind == null) {
                throw new IllegalArgumentException("no such state or kind at byte " + part.position());
            }
            String file = text(part);
            String buildId = text(part);
            reports.add(new ImageReport(new Image(path, segments), state, file, buildId, kind, text(part), text(part)));
        }
        return reports;
    }

    private SymbolPack addresses(
            SymbolPack.Origin origin, List<ImageReport> reports, int[] functions, int[] files, int[] lines)
            throws PackException {
        ColumnReader part = section(SymbolPack.ADDRESSES);
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
                    int frame = part.below(functions.length);
                    table.level(strings[functions[frame]], strings[files[frame]], lines[frame]);
                }
            }
        }
        part.finish();
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
                throw new IllegalArgumentException("offsets do not ascend at byte " + part.position());
            }
            offsets[i] = offset;
            before = offset;
        }
        return offsets;
    }
}
