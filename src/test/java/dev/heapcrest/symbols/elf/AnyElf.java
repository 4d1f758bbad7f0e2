package dev.heapcrest.symbols.elf;

import java.io.IOException;
import java.nio.ByteOrder;

/** What must hold for any bytes that are taken for an image: everything of it is read, or refused with an IOException. */
public final class AnyElf {
    private static final int X86_64 = 62;

    private AnyElf() {}

    /** An image of 64 bits with two functions. */
    public static byte[] small() {
        return small(true, ByteOrder.LITTLE_ENDIAN);
    }

    /** The same of another class or byte order. */
    static byte[] small(boolean wide, ByteOrder order) {
        return new ElfWriter(wide, order, X86_64)
                .load(0, 0x600)
                .load(0x1000, 0x219)
                .symbol("f", 0x1000, 0x20, 2, 1)
                .symbol("undefined", 0x1040, 0x20, 2, 0)
                .symbol("section", 0x1040, 0x20, 3, 1)
                .symbol("g", 0x1020, 0x10, 1, 1)
                .image();
    }

    /** Reads all there is to read. Whatever else is thrown fails the test. */
    public static void check(byte[] image) {
        try (ElfFile file = ElfFile.of(image)) {
            file.loads();
            file.hasDwarf();
            attempt(file::buildId);
            attempt(file::debugLink);
            attempt(() -> names(FunctionTable.all(file)));
            attempt(() -> names(FunctionTable.exported(file)));
            attempt(() -> names(FunctionTable.mini(file)));
        } catch (IOException e) {
            // refused
        }
    }

    private static String names(FunctionTable table) throws IOException {
        StringBuilder names = new StringBuilder();
        for (long address = 0x1000; table != null && address < 0x2000; address += 64) {
            names.append(table.find(address));
        }
        return names.toString();
    }

    private interface Reading {
        Object read() throws IOException;
    }

    private static void attempt(Reading reading) {
        try {
            reading.read();
        } catch (IOException e) {
            // this part alone is refused
        }
    }
}
