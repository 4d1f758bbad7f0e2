package dev.heapcrest.symbols.elf;

import java.io.IOException;

/** What must hold for any bytes that are taken for an image: everything of it is read, or refused with an IOException. */
public final class AnyElf {
    private AnyElf() {}

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
