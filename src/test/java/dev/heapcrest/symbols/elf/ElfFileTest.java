package dev.heapcrest.symbols.elf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ElfFileTest {
    private static final Path NATIVE = Path.of("testdata/captures-native/root/srv/native");
    private static final int ARM = 40;

    @ParameterizedTest
    @CsvSource({"true,LITTLE", "true,BIG", "false,LITTLE", "false,BIG"})
    void both_classes_and_byte_orders_are_read(boolean wide, String order) throws IOException {
        ByteOrder byteOrder = order.equals("BIG") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        byte[] image = AnyElf.small(wide, byteOrder);
        try (ElfFile file = ElfFile.of(image)) {
            assertEquals(List.of(new ElfFile.Load(0, 0x600), new ElfFile.Load(0x1000, 0x219)), file.loads());
            assertEquals("0102030405060708090a0b0c0d0e0f1011121314", file.buildId());
            FunctionTable table = FunctionTable.all(file);
            assertEquals(2, table.size());
            assertEquals("f", table.find(0x1000));
            assertEquals("f", table.find(0x101F));
            assertEquals("g", table.find(0x1020));
            assertNull(table.find(0x1030));
            assertNull(table.find(0xFFF));
            assertNull(FunctionTable.exported(file));
            assertNull(FunctionTable.mini(file));
            assertNull(file.debugLink());
        }
    }

    @Test
    void the_lowest_bit_of_a_thumb_function_is_no_part_of_its_address() throws IOException {
        byte[] image = new ElfWriter(false, ByteOrder.LITTLE_ENDIAN, ARM)
                .load(0, 0x600)
                .symbol("thumb", 0x1001, 0x20, 2, 1)
                .image();
        assertEquals("thumb", FunctionTable.all(ElfFile.of(image)).find(0x1000));
    }

    /** readelf -n and -x .gnu_debuglink say so. */
    @Test
    void real_images_are_read() throws IOException {
        try (ElfFile file = ElfFile.open(NATIVE.resolve("libtiny-split.so"))) {
            assertEquals("ee49dc3f8bba0ed13cae9346e45da3ffcdd7a3d4", file.buildId());
            DebugLink link = file.debugLink();
            assertEquals("libtiny-split.so.debug", link.fileName());
            assertTrue(link.fits(NATIVE.resolve("libtiny-split.so.debug")));
            assertEquals(false, link.fits(NATIVE.resolve("libtiny.so")));
        }
        try (ElfFile file = ElfFile.open(NATIVE.resolve("libtiny-split.so.debug"))) {
            assertEquals("ee49dc3f8bba0ed13cae9346e45da3ffcdd7a3d4", file.buildId());
            assertTrue(file.hasDwarf());
        }
        try (ElfFile file = ElfFile.open(NATIVE.resolve("libtiny-mini.so"))) {
            assertEquals("hidden_static.constprop.0", FunctionTable.mini(file).find(4443));
            assertNull(FunctionTable.exported(file).find(4443));
        }
    }

    static Stream<String> images() {
        return Stream.of("libtiny.so", "libtiny-mini.so", "libtiny-split.so", "libtiny-dynsym.so");
    }

    @ParameterizedTest
    @MethodSource("images")
    void an_image_that_is_cut_anywhere_is_read_as_far_as_it_goes_or_refused(String name) throws IOException {
        byte[] whole = Files.readAllBytes(NATIVE.resolve(name));
        for (int length = 0; length < whole.length; length += length < 700 ? 1 : 61) {
            AnyElf.check(Arrays.copyOf(whole, length));
        }
        byte[] small = AnyElf.small();
        for (int length = 0; length < small.length; length++) {
            AnyElf.check(Arrays.copyOf(small, length));
        }
    }

    /** Sizes of 2^63, tables in each other, links to themselves: seeded changes of all headers. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void an_image_whose_numbers_cannot_be_is_refused(long seed) throws IOException {
        Random random = new Random(seed);
        long[] odd = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, Integer.MAX_VALUE, 1L << 32, 0xFFFF, 64};
        List<byte[]> images = List.of(
                AnyElf.small(),
                Files.readAllBytes(NATIVE.resolve("libtiny-mini.so")),
                Files.readAllBytes(NATIVE.resolve("libtiny-split.so")));
        for (int round = 0; round < 2000; round++) {
            byte[] image = images.get(round % images.size()).clone();
            int changes = 1 + random.nextInt(4);
            for (int change = 0; change < changes; change++) {
                // headers are at both ends
                int within = random.nextBoolean() ? 700 : Math.min(image.length, 2500);
                int from = within == 700 ? 0 : image.length - within;
                int at = from + random.nextInt(Math.min(within, image.length) - 8);
                ByteBuffer bytes = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
                switch (random.nextInt(3)) {
                    case 0 -> bytes.put(at, (byte) random.nextInt());
                    case 1 -> bytes.putInt(at & ~3, (int) odd[random.nextInt(odd.length)]);
                    default -> bytes.putLong(at & ~7, odd[random.nextInt(odd.length)]);
                }
            }
            AnyElf.check(image);
        }
    }

    @Test
    void what_is_no_program_and_no_shared_object_is_refused() {
        byte[] image = AnyElf.small();
        image[16] = 4; // a core file
        assertThrows(ElfDamage.class, () -> ElfFile.of(image));
        assertThrows(ElfDamage.class, () -> ElfFile.of(new byte[64]));
        assertThrows(ElfDamage.class, () -> ElfFile.of(new byte[0]));
        assertThrows(IOException.class, () -> ElfFile.open(Path.of("/dev/null")));
    }

    /** A table whose symbols all have one address makes libbacktrace's sort quadratic. */
    @Test
    void a_million_symbols_at_one_address_are_sorted_too() {
        SymbolSort same = new SymbolSort();
        SymbolSort falling = new SymbolSort();
        for (int i = 0; i < 1_000_000; i++) {
            same.add(0x1000, 16, i);
            falling.add(1_000_000 - i, 1, i);
        }
        same.sort();
        falling.sort();
        assertTrue(same.find(0x100F) >= 0);
        assertEquals(-1, same.find(0x1010));
        for (int address = 1; address <= 1_000_000; address += 9999) {
            assertEquals(1_000_000 - address, falling.nameAt(falling.find(address)));
        }
    }

    @Test
    void a_symbol_that_reaches_the_end_of_the_address_space_is_found() {
        SymbolSort symbols = new SymbolSort();
        symbols.add(-16, 16, 1);
        symbols.add(0x10, -1, 2);
        symbols.sort();
        assertEquals(1, symbols.nameAt(symbols.find(-1)));
        assertEquals(-1, symbols.find(0x0F));
    }
}
