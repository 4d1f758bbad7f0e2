package dev.heapcrest.report.html;

import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.columns.ColumnWriter;
import dev.heapcrest.profile.FrameTable;
import dev.heapcrest.profile.NativeImage;
import dev.heapcrest.report.FileKind;
import dev.heapcrest.report.ShortText;
import dev.heapcrest.tree.CallTree;
import dev.heapcrest.tree.FrameRules;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The frames and files of a payload in its own numbering: frames by falling number of nodes, 0 being the root; files by
 * name, 0 being the nameless one. A source file of native code is one file for each image that was compiled from it.
 */
final class ReportFrames {
    static final String ROOT_FUNCTION = "memray";

    private static final int NON_RELEVANT = 1;
    private static final int IMPORT_SYSTEM = 2;
    private static final int NATIVE = 4;
    private static final int FOLDED_BOX = 8;
    /** Nobody has a name for it: module and offset. */
    private static final int UNNAMED = 16;

    /**
     * A source file.
     *
     * @param image name of the image of native code, "" of Python
     */
    private record SourceFile(String name, String image) implements Comparable<SourceFile> {
        @Override
        public int compareTo(SourceFile other) {
            int byName = name.compareTo(other.name);
            return byName != 0 ? byName : image.compareTo(other.image);
        }

        /** Written out, as equals is: those that a record has are made at run time, by classes that take long to load. */
        @Override
        public int hashCode() {
            return 31 * name.hashCode() + image.hashCode();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof SourceFile file && name.equals(file.name) && image.equals(file.image);
        }

        FileKind.Place place(FileKind.Sorter sorter) {
            return image.isEmpty() ? sorter.place(name) : new FileKind.Place(FileKind.NATIVE, image);
        }
    }

    private final FrameRules.Remembered rules = new FrameRules.Remembered();
    private final Map<String, String> shortened = new HashMap<>();

    final String[] functions;
    final int[] fileIds;
    final int[] lines;
    final String[] sources;
    final byte[] flags;
    final String[] fileNames;
    final FileKind.Place[] places;
    /** Payload number by frame id of the tree; -1 where no node has the frame. */
    final int[] numbers;

    /** @param firstBoxFrame frame ids from here on are boxes of folded nodes */
    ReportFrames(CallTree tree, int firstBoxFrame, CaptureHeader header, SourceLines sourceLines) {
        FrameTable table = tree.frames();
        int[] used = byFallingUse(tree.nodeFrames(), table.count());
        numbers = new int[table.count() + 1];
        Arrays.fill(numbers, -1);
        numbers[0] = 0;
        int count = used.length + 1;
        functions = new String[count];
        SourceFile[] files = new SourceFile[count];
        fileIds = new int[count];
        lines = new int[count];
        flags = new byte[count];
        functions[0] = ROOT_FUNCTION;
        files[0] = new SourceFile("", "");
        for (int number = 1; number < count; number++) {
            int frame = used[number - 1];
            numbers[frame] = number;
            functions[number] = cut(table.function(frame));
            String file = cut(table.file(frame));
            lines[number] = table.line(frame);
            int image = table.image(frame);
            if (image != 0) {
                NativeImage of = table.images().get(image - 1);
                flags[number] = (byte) flags(functions[number], file, of);
                files[number] = new SourceFile(file, of.name());
            } else {
                flags[number] = frame < firstBoxFrame ? flags(functions[number], file) : FOLDED_BOX;
                files[number] = new SourceFile(file, "");
            }
        }

        Map<SourceFile, Integer> numbersOfFiles = new HashMap<>();
        for (SourceFile file : files) {
            numbersOfFiles.put(file, 0);
        }
        SourceFile[] sorted = numbersOfFiles.keySet().toArray(new SourceFile[0]);
        Arrays.sort(sorted);
        fileNames = new String[sorted.length];
        places = new FileKind.Place[sorted.length];
        FileKind.Sorter sorter = new FileKind.Sorter(header);
        for (int file = 0; file < sorted.length; file++) {
            numbersOfFiles.put(sorted[file], file);
            fileNames[file] = sorted[file].name();
            places[file] = sorted[file].place(sorter);
        }
        for (int number = 0; number < count; number++) {
            fileIds[number] = numbersOfFiles.getOrDefault(files[number], 0);
        }
        sources = sourceLines.of(fileNames, fileIds, lines);
    }

    /** Frames share their texts, and so they share what is left of a long one. */
    private String cut(String text) {
        return text.length() <= ShortText.TEXT ? text : shortened.computeIfAbsent(text, ShortText::ofText);
    }

    int count() {
        return functions.length;
    }

    /** Adds every string that the sections of files and frames refer to. */
    void collectStrings(Collection<String> strings) {
        for (int file = 0; file < fileNames.length; file++) {
            strings.add(fileNames[file]);
            strings.add(places[file].module());
        }
        for (int frame = 0; frame < count(); frame++) {
            strings.add(functions[frame]);
            strings.add(sources[frame]);
        }
    }

    void writeFiles(ColumnWriter columns, StringTable strings) {
        int before = 0;
        for (String name : fileNames) {
            int id = strings.id(name);
            columns.leb(id - before);
            before = id;
        }
        for (FileKind.Place place : places) {
            columns.leb(strings.id(place.module()));
        }
        for (FileKind.Place place : places) {
            columns.leb(place.kind().number());
        }
    }

    void writeFrames(ColumnWriter columns, StringTable strings) {
        for (String function : functions) {
            columns.leb(strings.id(function));
        }
        for (int file : fileIds) {
            columns.leb(file);
        }
        for (int line : lines) {
            columns.zigzag(line);
        }
        for (String source : sources) {
            columns.leb(strings.id(source));
        }
        for (byte flag : flags) {
            columns.leb(flag);
        }
    }

    private static int[] byFallingUse(int[] nodeFrames, int frameCount) {
        int[] uses = new int[frameCount + 1];
        for (int frame : nodeFrames) {
            uses[frame]++;
        }
        int usedCount = 0;
        int[] used = new int[frameCount];
        for (int frame = 1; frame <= frameCount; frame++) {
            if (uses[frame] > 0) {
                used[usedCount++] = frame;
            }
        }
        used = IntArrays.trim(used, usedCount);
        IntArrays.mergeSort(
                used, (a, b) -> uses[a] != uses[b] ? Integer.compare(uses[b], uses[a]) : Integer.compare(a, b));
        return used;
    }

    private byte flags(String function, String file) {
        int flags = rules.nonRelevant(function, file) ? NON_RELEVANT : 0;
        flags |= rules.importSystem(function, file) ? IMPORT_SYSTEM : 0;
        return (byte) flags;
    }

    private int flags(String function, String file, NativeImage image) {
        return flags(function, file)
                | NATIVE
                | (FrameRules.profilersOwn(image.path()) ? NON_RELEVANT : 0)
                | (image.unnamed(function) ? UNNAMED : 0);
    }
}
