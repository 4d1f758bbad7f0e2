package dev.heapcrest.aggregate;

import dev.heapcrest.profile.NativeImage;
import dev.heapcrest.symbols.ImageReport;
import dev.heapcrest.symbols.ImageState;
import dev.heapcrest.symbols.SymbolKind;
import dev.heapcrest.symbols.SymbolTable;
import dev.heapcrest.tables.Salted;
import dev.heapcrest.tables.TextNumbers;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.objects.Object2IntOpenHashMap;
import java.util.ArrayList;
import java.util.List;

/**
 * The native frames of surviving addresses, by what a reader sees: (function, file, line, image). An address has one for
 * each level that was inlined, and one at least: of module and offset where nobody has a name. Immutable.
 */
final class NativeLevels {
    /**
     * A native frame.
     *
     * @param image place among the images
     */
    record Level(String function, String file, int line, int image) {}

    /** Texts by number: levels share them. */
    private record Key(int function, int file, int line, int image) {
        /** Salted: strangers choose names. */
        @Override
        public int hashCode() {
            return Salted.hash(Salted.hash(Salted.hash(line, file), function), image);
        }
    }

    private final List<NativeImage> images = new ArrayList<>();
    private final List<Level> levels = new ArrayList<>();
    /** Levels of each address, innermost first, one after the other. */
    private final IntArrayList ofAddresses = new IntArrayList();

    private final IntArrayList starts = new IntArrayList(new int[] {0});
    private final boolean[] interpreterImages;
    private final boolean interpreterNamed;

    NativeLevels(SurvivingNatives natives, SymbolTable symbols) {
        boolean named = false;
        interpreterImages = new boolean[symbols.images().size()];
        for (ImageReport report : symbols.images()) {
            NativeImage image = image(report);
            boolean interpreter = image.interpreter();
            interpreterImages[images.size()] = interpreter;
            named |= interpreter && report.state() == ImageState.FOUND && report.kind() != SymbolKind.NONE;
            images.add(image);
        }
        TextNumbers texts = new TextNumbers();
        Object2IntOpenHashMap<Key> numbers = new Object2IntOpenHashMap<>();
        numbers.defaultReturnValue(-1);
        for (int address = 1; address <= natives.addressCount(); address++) {
            starts.add(ofAddresses.size());
            int image = natives.imageOf(address);
            int end = symbols.endLevel(image, natives.positionOf(address));
            for (int level = symbols.firstLevel(image, natives.positionOf(address)); level < end; level++) {
                if (!symbols.function(level).equals(SymbolTable.UNKNOWN)) {
                    add(numbers, texts, symbols.function(level), symbols.file(level), symbols.line(level), image);
                }
            }
            if (ofAddresses.size() == starts.getInt(address)) {
                add(
                        numbers,
                        texts,
                        images.get(image).function(natives.offsetOf(address)),
                        images.get(image).path(),
                        0,
                        image);
            }
        }
        starts.add(ofAddresses.size());
        for (Level level : levels) {
            named |= isLoop(level);
        }
        interpreterNamed = named;
    }

    private static NativeImage image(ImageReport report) {
        return new NativeImage(
                report.image().path(),
                report.state() == ImageState.FOUND,
                report.state().text(),
                report.file(),
                report.buildId(),
                report.kind().text(),
                report.debugFile(),
                report.trouble());
    }

    private void add(
            Object2IntOpenHashMap<Key> numbers, TextNumbers texts, String function, String file, int line, int image) {
        int number = numbers.putIfAbsent(new Key(texts.add(function), texts.add(file), line, image), levels.size());
        if (number < 0) {
            number = levels.size();
            levels.add(new Level(function, file, line, image));
        }
        ofAddresses.add(number);
    }

    List<NativeImage> images() {
        return images;
    }

    int count() {
        return levels.size();
    }

    Level level(int number) {
        return levels.get(number);
    }

    /** Adds the levels of an address, innermost first. */
    void addTo(IntArrayList stack, int address) {
        for (int i = starts.getInt(address); i < starts.getInt(address + 1); i++) {
            stack.add(ofAddresses.getInt(i));
        }
    }

    /** Whether a level is the interpreter's loop, of any Python up to 3.14. */
    boolean isLoop(int number) {
        return isLoop(levels.get(number));
    }

    private static boolean isLoop(Level level) {
        return level.function().contains("_PyEval_EvalFrameDefault")
                || level.function().startsWith("_TAIL_CALL_");
    }

    /** Whether the interpreter's loop can be told by its name. */
    boolean interpreterNamed() {
        return interpreterNamed;
    }

    /** Whether a level is in the interpreter, by the name of its image. */
    boolean inInterpreter(int number) {
        return interpreterImages[levels.get(number).image()];
    }
}
