package dev.heapcrest.symbols.pack;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.heapcrest.symbols.Image;
import dev.heapcrest.symbols.ImageAddresses;
import dev.heapcrest.symbols.ImageReport;
import dev.heapcrest.symbols.ImageState;
import dev.heapcrest.symbols.NativeAnswers;
import dev.heapcrest.symbols.SymbolSettings;
import dev.heapcrest.symbols.SymbolSource;
import dev.heapcrest.symbols.SymbolTable;
import dev.heapcrest.symbols.Symbols;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SymbolPackTest {
    private static List<ImageAddresses> wanted;
    private static SymbolTable files;
    private static byte[] bytes;

    /** Whatever tools are here: a pack holds what they gave. */
    @BeforeAll
    static void pack() throws IOException {
        wanted = NativeAnswers.of(NativeAnswers.FOLDER, "forged-h13-raw").wanted.stream()
                .map(each -> new ImageAddresses(
                        each.image(), Arrays.stream(each.offsets()).sorted().toArray()))
                .toList();
        files = Symbols.ofFiles(SymbolSettings.of(System.getenv()).withSysroot(NativeAnswers.FOLDER.resolve("root")))
                .symbolize(wanted);
        bytes = AnyPack.written(new SymbolPack(
                new SymbolPack.Origin("heapcrest test", 1_700_000_000_123L, 42),
                wanted.stream().map(ImageAddresses::offsets).toList(),
                files));
    }

    private static SymbolPack read(byte[] pack) throws IOException {
        return PackReader.read(new ByteArrayInputStream(pack));
    }

    private static List<Object> all(SymbolTable table, List<ImageAddresses> question) {
        List<Object> all = new ArrayList<>(table.images());
        for (int image = 0; image < question.size(); image++) {
            for (int address = 0; address < question.get(image).offsets().length; address++) {
                all.add(NativeAnswers.texts(table, image, address));
            }
        }
        return all;
    }

    private static int tinyIndex() {
        int index = 0;
        while (!wanted.get(index).image().name().equals("libtiny.so")) {
            index++;
        }
        return index;
    }

    @Test
    void a_pack_that_is_read_and_written_again_is_the_same() throws IOException {
        SymbolPack pack = read(bytes);
        assertArrayEquals(bytes, AnyPack.written(pack));
        assertTrue(pack.origin().sameCapture(1_700_000_000_123L, 42));
        assertTrue(!pack.origin().sameCapture(1_700_000_000_123L, 43));
        assertTrue(bytes.length < 5_000, bytes.length + " bytes");
    }

    @Test
    void names_from_a_pack_are_those_of_the_files_and_so_are_the_reports() throws IOException {
        PackedSymbols packed = new PackedSymbols(read(bytes), SymbolSource.NONE);
        // what no file was found for is not found here either
        SymbolTable table = new PackedSymbols(read(bytes), Symbols.ofFiles(SymbolSettings.of(java.util.Map.of())))
                .symbolize(wanted);
        assertEquals(all(files, wanted), all(table, wanted));
        packed.symbolize(wanted);
        assertEquals(wanted.size(), packed.used());
    }

    @Test
    void an_image_of_another_build_gets_nothing_from_a_pack_and_one_at_another_path_does() throws IOException {
        ImageAddresses tiny = wanted.get(tinyIndex());
        Image moved = new Image("/elsewhere/libtiny.so", tiny.image().segments());
        List<Image.Segment> segments = new ArrayList<>(tiny.image().segments());
        segments.set(0, new Image.Segment(0, 0x601));
        Image rebuilt = new Image(tiny.image().path(), segments);
        List<ImageAddresses> question =
                List.of(new ImageAddresses(moved, tiny.offsets()), new ImageAddresses(rebuilt, tiny.offsets()));
        PackedSymbols packed = new PackedSymbols(read(bytes), SymbolSource.NONE);
        SymbolTable table = packed.symbolize(question);
        assertEquals(1, packed.used());
        assertEquals(ImageState.FOUND, table.images().get(0).state());
        assertEquals(moved, table.images().get(0).image());
        assertEquals(NativeAnswers.texts(files, tinyIndex(), 0), NativeAnswers.texts(table, 0, 0));
        assertEquals(
                ImageReport.without(rebuilt, ImageState.NOT_SEARCHED),
                table.images().get(1));
        assertEquals("libtiny.so+0x" + Long.toHexString(tiny.offsets()[0]), table.function(table.firstLevel(1, 0)));
    }

    @Test
    void an_address_that_a_pack_does_not_have_comes_from_the_other_source() throws IOException {
        ImageAddresses tiny = wanted.get(tinyIndex());
        long[] offsets = {tiny.offsets()[0], 0x7777, tiny.offsets()[1]};
        SymbolSource other = question -> {
            assertArrayEquals(new long[] {0x7777}, question.get(0).offsets());
            SymbolTable.Builder table = new SymbolTable.Builder();
            table.image(new ImageReport(
                    question.get(0).image(),
                    ImageState.FOUND,
                    "/x",
                    "",
                    dev.heapcrest.symbols.SymbolKind.DWARF,
                    "",
                    ""));
            table.address();
            table.level("other", "other.c", 7);
            return table.build();
        };
        SymbolTable table =
                new PackedSymbols(read(bytes), other).symbolize(List.of(new ImageAddresses(tiny.image(), offsets)));
        assertEquals(List.of("other|other.c|7"), NativeAnswers.texts(table, 0, 1));
        assertEquals(NativeAnswers.texts(files, tinyIndex(), 0), NativeAnswers.texts(table, 0, 0));
        // nobody knows it: it must not look like a name
        SymbolTable without = new PackedSymbols(read(bytes), SymbolSource.NONE)
                .symbolize(List.of(new ImageAddresses(tiny.image(), offsets)));
        assertEquals(List.of("<unknown>|<unknown>|0"), NativeAnswers.texts(without, 0, 1));
    }

    @Test
    void a_pack_that_is_cut_anywhere_is_refused() {
        for (int length = 0; length < bytes.length; length++) {
            byte[] cut = Arrays.copyOf(bytes, length);
            assertThrows(PackException.class, () -> read(cut), length + " bytes");
        }
    }

    @Test
    void a_pack_with_any_bit_flipped_is_refused_or_the_same() throws IOException {
        int refused = 0;
        for (int at = 0; at < bytes.length; at++) {
            byte[] flipped = bytes.clone();
            flipped[at] ^= 4;
            try {
                // what gzip's header says of time and system, and the bits that fill its last byte, change nothing
                assertArrayEquals(bytes, AnyPack.written(read(flipped)));
            } catch (PackException e) {
                refused++;
            }
        }
        assertTrue(refused > bytes.length - 12, refused + " of " + bytes.length + " refused");
    }

    @Test
    void a_pack_whose_numbers_cannot_be_is_refused() throws IOException {
        byte[] content = new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
        Random random = new Random(14);
        int refused = 0;
        for (int round = 0; round < 200; round++) {
            byte[] changed = content.clone();
            for (int change = random.nextInt(3); change >= 0; change--) {
                changed[random.nextInt(changed.length)] = (byte) (random.nextBoolean() ? 0xFF : random.nextInt());
            }
            refused += AnyPack.refused(changed) ? 1 : 0;
        }
        assertTrue(refused > 100, refused + " refused");
    }

    @Test
    void messages_say_what_is_wrong_and_where() throws IOException {
        byte[] content = new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
        assertEquals(
                "it is no whole gzip file: Not in GZIP format", message("text, and no pack at all".getBytes("UTF-8")));
        assertEquals("it is cut off", message(Arrays.copyOf(bytes, bytes.length / 2)));
        assertEquals("it is not a symbol pack", message(AnyPack.gzip("HCPROFIL...".getBytes("UTF-8"))));
        byte[] later = content.clone();
        later[8] = 2;
        assertEquals("it has version 2, but only version 1 is known", message(AnyPack.gzip(later)));
        assertEquals(
                "it is damaged: a number is cut off at byte 9 (after unpacking)",
                message(AnyPack.gzip(Arrays.copyOf(content, 9))));
    }

    private static String message(byte[] pack) {
        return assertThrows(PackException.class, () -> read(pack)).getMessage();
    }

    @Test
    void a_pack_of_just_the_most_bytes_is_read_and_one_more_is_refused() throws IOException {
        int most = new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes().length;
        assertArrayEquals(bytes, AnyPack.written(PackReader.read(new ByteArrayInputStream(bytes), most)));
        assertThrows(PackException.class, () -> PackReader.read(new ByteArrayInputStream(bytes), most - 1));
    }

    /** Zeros that never end: read no further than the limit. The limit of reports would be 256 MB of work here. */
    @Test
    void a_pack_that_unpacks_without_end_is_refused() throws IOException {
        byte[] zeros = AnyPack.gzip(new byte[1 << 20]);
        InputStream endless = new InputStream() {
            private int at;

            @Override
            public int read() {
                int next = zeros[at] & 0xFF;
                at = (at + 1) % zeros.length;
                return next;
            }

            @Override
            public int available() {
                return 1;
            }
        };
        PackException refused = assertThrows(PackException.class, () -> PackReader.read(endless, 3_000_000));
        assertEquals("it is larger than 3000000 bytes when unpacked", refused.getMessage());
    }
}
