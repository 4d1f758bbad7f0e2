package dev.heapcrest.symbols.pack;

import dev.heapcrest.symbols.Image;
import dev.heapcrest.symbols.ImageReport;
import dev.heapcrest.symbols.ImageState;
import dev.heapcrest.symbols.SymbolKind;
import dev.heapcrest.symbols.SymbolTable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** What must hold for any bytes that are taken for a symbol pack. */
public final class AnyPack {
    private AnyPack() {}

    /** The content is refused with a {@link PackException}, or it is a pack that survives being written and read. */
    public static void check(byte[] content) throws IOException {
        refused(content);
    }

    /** The same, and whether it was refused. */
    static boolean refused(byte[] content) throws IOException {
        SymbolPack pack;
        try {
            pack = PackReader.read(new ByteArrayInputStream(gzip(content)));
        } catch (PackException e) {
            return true;
        }
        byte[] once = written(pack);
        byte[] twice = written(PackReader.read(new ByteArrayInputStream(once)));
        if (!Arrays.equals(once, twice)) {
            throw new AssertionError("a pack is another after it was written");
        }
        return false;
    }

    /** The content of a pack of one image and two addresses. */
    public static byte[] small() throws IOException {
        Image image = new Image("/lib/x.so", List.of(new Image.Segment(0, 0x600), new Image.Segment(0x1000, 0x219)));
        SymbolTable.Builder table = new SymbolTable.Builder();
        table.image(new ImageReport(image, ImageState.FOUND, "/lib/x.so", "0102", SymbolKind.DWARF, "", ""));
        table.address();
        table.level("inner", "x.h", 3);
        table.level("outer", "x.c", 7);
        table.address();
        table.level(SymbolTable.UNKNOWN, SymbolTable.UNKNOWN, 0);
        SymbolPack pack = new SymbolPack(
                new SymbolPack.Origin("heapcrest", 1, 2), List.of(new long[] {0x1010, 0x1020}), table.build());
        return new GZIPInputStream(new ByteArrayInputStream(written(pack))).readAllBytes();
    }

    static byte[] written(SymbolPack pack) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PackWriter.write(pack, out);
        return out.toByteArray();
    }

    static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
            packed.write(content);
        }
        return out.toByteArray();
    }
}
