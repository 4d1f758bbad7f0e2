package dev.heapcrest.symbols;

import dev.heapcrest.tables.TextNumbers;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.List;

/**
 * Names of addresses. An address has one level for each function inlined at it and one for the function that it is in;
 * none if all of them are without a name. Levels are numbered through the table: those of one address are consecutive,
 * innermost first. 12 bytes a level, 4 an address, and each distinct string once. Immutable; safe for any number of
 * threads.
 */
public final class SymbolTable {
    /** memray's name for a function or file that nobody knows. */
    public static final String UNKNOWN = "<unknown>";

    private final List<ImageReport> images;
    private final int[] firstAddresses;
    private final int[] firstLevels;
    private final int[] functions;
    private final int[] files;
    private final int[] lines;
    private final String[] strings;

    private SymbolTable(Builder builder) {
        builder.addressStarts.add(builder.levelStarts.size());
        builder.levelStarts.add(builder.functions.size());
        images = List.copyOf(builder.images);
        firstAddresses = builder.addressStarts.toIntArray();
        firstLevels = builder.levelStarts.toIntArray();
        functions = builder.functions.toIntArray();
        files = builder.files.toIntArray();
        lines = builder.lines.toIntArray();
        strings = builder.strings.texts().toArray(String[]::new);
    }

    /** How many addresses an image has. */
    public int addressCount(int image) {
        return firstAddresses[image + 1] - firstAddresses[image];
    }

    /** What was found of each image, in the order of the question. */
    public List<ImageReport> images() {
        return images;
    }

    /** Number of the innermost level of an address. */
    public int firstLevel(int image, int address) {
        return firstLevels[number(image, address)];
    }

    /** One more than the number of the outermost level of an address. */
    public int endLevel(int image, int address) {
        return firstLevels[number(image, address) + 1];
    }

    private int number(int image, int address) {
        int number = firstAddresses[image] + address;
        if (address < 0 || number >= firstAddresses[image + 1]) {
            throw new IndexOutOfBoundsException("address " + address + " of image " + image);
        }
        return number;
    }

    /** Whether anybody knows a function there: neither {@link #UNKNOWN} nor module and offset. */
    public boolean named(int image, int address) {
        int first = firstLevel(image, address);
        return first < endLevel(image, address)
                && images.get(image).state() == ImageState.FOUND
                && !function(endLevel(image, address) - 1).equals(UNKNOWN);
    }

    /** Function of a level, demangled; equal ones are the same object. */
    public String function(int level) {
        return strings[functions[level]];
    }

    /** File of a level as the compiler was given it; {@link #UNKNOWN}; or the path of an image that was not found. */
    public String file(int level) {
        return strings[files[level]];
    }

    /** Line of a level, 0 = unknown. */
    public int line(int level) {
        return lines[level];
    }

    /** Fills a table: images in order, for each its addresses in order, for each its levels from the innermost on. */
    public static final class Builder {
        private final List<ImageReport> images = new ArrayList<>();
        private final IntArrayList addressStarts = new IntArrayList();
        private final IntArrayList levelStarts = new IntArrayList();
        private final IntArrayList functions = new IntArrayList();
        private final IntArrayList files = new IntArrayList();
        private final IntArrayList lines = new IntArrayList();
        private final TextNumbers strings = new TextNumbers();

        /** Begins an image, whose addresses follow. */
        public void image(ImageReport report) {
            images.add(report);
            addressStarts.add(levelStarts.size());
        }

        /** Begins an address, whose levels follow. */
        public void address() {
            levelStarts.add(functions.size());
        }

        /** The next level of the address. */
        public void level(String function, String file, int line) {
            functions.add(strings.add(function));
            files.add(strings.add(file));
            lines.add(line);
        }

        /** An address of an image that was not read. */
        public void moduleAndOffset(Image image, long offset) {
            address();
            level(image.name() + "+0x" + Long.toHexString(offset), image.path(), 0);
        }

        /** The table. The builder is of no use any more. */
        public SymbolTable build() {
            return new SymbolTable(this);
        }
    }
}
