package dev.heapcrest.symbols.pack;

import dev.heapcrest.symbols.Image;
import dev.heapcrest.symbols.ImageAddresses;
import dev.heapcrest.symbols.ImageReport;
import dev.heapcrest.symbols.ImageState;
import dev.heapcrest.symbols.SymbolSource;
import dev.heapcrest.symbols.SymbolTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Symbols from a pack, and from another source what the pack does not have. An image is that of the pack if it has the
 * same segments and the same name; so a pack of another capture helps where both ran the same build, and nowhere else.
 */
public final class PackedSymbols implements SymbolSource {
    private static final int NONE = -1;

    private final SymbolPack pack;
    private final SymbolSource otherwise;
    private final Map<Image, Integer> byImage = new HashMap<>();

    /** Images whose path is only their name: the program may have been installed elsewhere. */
    private final Map<Image, Integer> byName = new HashMap<>();

    private int used;

    /** Asks the other source for what the pack lacks. */
    public PackedSymbols(SymbolPack pack, SymbolSource otherwise) {
        this.pack = pack;
        this.otherwise = otherwise;
        List<ImageReport> reports = pack.table().images();
        for (int i = 0; i < reports.size(); i++) {
            byImage.putIfAbsent(reports.get(i).image(), i);
            byName.putIfAbsent(nameOnly(reports.get(i).image()), i);
        }
    }

    private static Image nameOnly(Image image) {
        return new Image(image.name(), image.segments());
    }

    private int find(Image image) {
        return byImage.getOrDefault(image, byName.getOrDefault(nameOnly(image), NONE));
    }

    /** How many images of the last question were in the pack. */
    public int used() {
        return used;
    }

    @Override
    public SymbolTable symbolize(List<ImageAddresses> wanted) {
        List<int[]> places = new ArrayList<>();
        List<ImageAddresses> missing = new ArrayList<>();
        used = 0;
        for (ImageAddresses each : wanted) {
            int packed = find(each.image());
            used += packed == NONE ? 0 : 1;
            int[] ofImage = places(each, packed);
            places.add(ofImage);
            missing.add(new ImageAddresses(each.image(), absent(each.offsets(), ofImage)));
        }
        List<ImageAddresses> question =
                missing.stream().filter(each -> each.offsets().length > 0).toList();
        SymbolTable others = question.isEmpty() ? null : otherwise.symbolize(question);
        SymbolTable.Builder table = new SymbolTable.Builder();
        int other = 0;
        for (int i = 0; i < wanted.size(); i++) {
            boolean asked = missing.get(i).offsets().length > 0;
            int packed = find(wanted.get(i).image());
            Answer answer = new Answer(wanted.get(i), packed, places.get(i));
            answer.addTo(table, asked ? others : null, asked ? other++ : NONE);
        }
        return table.build();
    }

    /** Index in the pack of each offset, or -1. */
    private int[] places(ImageAddresses wanted, int packed) {
        boolean found = packed != NONE && pack.table().images().get(packed).state() == ImageState.FOUND;
        long[] offsets = found ? pack.offsets().get(packed) : new long[0];
        int[] places = new int[wanted.offsets().length];
        for (int i = 0; i < places.length; i++) {
            places[i] = search(offsets, wanted.offsets()[i]);
        }
        return places;
    }

    /** In unsigned order, which the library's search does not know. */
    private static int search(long[] ascending, long offset) {
        int low = 0;
        int high = ascending.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            int order = Long.compareUnsigned(ascending[middle], offset);
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return NONE;
    }

    private static long[] absent(long[] offsets, int[] places) {
        LongStream.Builder absent = LongStream.builder();
        for (int i = 0; i < offsets.length; i++) {
            if (places[i] == NONE) {
                absent.add(offsets[i]);
            }
        }
        return absent.build().toArray();
    }

    /** One image of the question. */
    private final class Answer {
        private final ImageAddresses wanted;
        private final int packed;
        private final int[] places;

        Answer(ImageAddresses wanted, int packed, int[] places) {
            this.wanted = wanted;
            this.packed = packed;
            this.places = places;
        }

        void addTo(SymbolTable.Builder table, @Nullable SymbolTable others, int other) {
            table.image(report(others, other));
            int next = 0;
            for (int i = 0; i < places.length; i++) {
                if (places[i] != NONE) {
                    table.address();
                    copy(pack.table(), packed, places[i], table);
                } else if (others != null) {
                    table.address();
                    copyOther(others, other, next++, table);
                }
            }
        }

        /** Of an image that the pack found, module and offset would look like a name. */
        private void copyOther(SymbolTable others, int other, int address, SymbolTable.Builder table) {
            boolean unknown = others.images().get(other).state() != ImageState.FOUND
                    && packed != NONE
                    && pack.table().images().get(packed).state() == ImageState.FOUND;
            if (unknown) {
                table.level(SymbolTable.UNKNOWN, SymbolTable.UNKNOWN, 0);
            } else {
                copy(others, other, address, table);
            }
        }

        /** The pack's: it saw the machine on which the program ran. Unless only the other source found the file. */
        private ImageReport report(@Nullable SymbolTable others, int other) {
            ImageReport elsewhere = others == null
                    ? ImageReport.without(wanted.image(), ImageState.NOT_SEARCHED)
                    : others.images().get(other);
            ImageReport ours =
                    packed == NONE ? elsewhere : pack.table().images().get(packed);
            boolean better = elsewhere.state() == ImageState.FOUND && ours.state() != ImageState.FOUND;
            return (better ? elsewhere : ours).of(wanted.image());
        }
    }

    private static void copy(SymbolTable from, int image, int address, SymbolTable.Builder table) {
        for (int level = from.firstLevel(image, address); level < from.endLevel(image, address); level++) {
            table.level(from.function(level), from.file(level), from.line(level));
        }
    }
}
