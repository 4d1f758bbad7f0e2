package dev.heapcrest.merge;

import dev.heapcrest.columns.Texts;
import dev.heapcrest.profile.FrameTable;
import dev.heapcrest.tables.TextNumbers;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Arrays;

/**
 * Frames in their canonical order: by function, file and line, texts by code units. So numbers of frames compare as the
 * frames do. Holds no frame twice, and no string that no frame has. Of several first lines of one frame the smallest is
 * kept. 16 bytes a frame.
 * Arrays are shared and must not be written.
 */
final class PartialFrames implements FrameTable {
    static final PartialFrames NONE = new PartialFrames(new String[0], new int[1], new int[1], new int[1], new int[1]);

    /** In order, each once. */
    final String[] strings;
    /** Indexes into the strings, by frame id; entry 0 is no frame. */
    final int[] functions;

    final int[] files;
    final int[] lines;
    /** First line of the code object; 0 where it is not known. */
    final int[] firstLines;

    PartialFrames(String[] strings, int[] functions, int[] files, int[] lines, int[] firstLines) {
        this.strings = strings;
        this.functions = functions;
        this.files = files;
        this.lines = lines;
        this.firstLines = firstLines;
    }

    /**
     * With those of the texts that a frame has.
     *
     * @param texts in order, each once
     * @param functions indices into the texts, as those of files; both are taken over
     */
    static PartialFrames ofSortedTexts(Texts texts, int[] functions, int[] files, int[] lines, int[] firstLines) {
        int[] numbers = new int[texts.count()];
        for (int frame = 1; frame < functions.length; frame++) {
            numbers[functions[frame]] = 1;
            numbers[files[frame]] = 1;
        }
        int count = 0;
        String[] used = new String[numbers.length];
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] != 0) {
                used[count] = texts.get(i);
                numbers[i] = count++;
            }
        }
        for (int frame = 1; frame < functions.length; frame++) {
            functions[frame] = numbers[functions[frame]];
            files[frame] = numbers[files[frame]];
        }
        return new PartialFrames(Arrays.copyOf(used, count), functions, files, lines, firstLines);
    }

    /** Frames in canonical order, and where the given ones went. */
    record Sorted(PartialFrames frames, int[] numbers) {}

    /**
     * Sorts frames; equal ones become one.
     *
     * @param functions by given id; entry 0 is no frame
     * @param files by given id
     * @param lines by given id
     * @param firstLines by given id
     */
    static Sorted sorted(String[] functions, String[] files, int[] lines, int[] firstLines) {
        int count = functions.length - 1;
        TextNumbers texts = new TextNumbers();
        int[] functionIds = numbers(functions, texts);
        int[] fileIds = numbers(files, texts);
        // each text once: a name may have megabytes and thousands of frames
        String[] strings = texts.texts().toArray(new String[0]);
        Arrays.sort(strings);
        int[] places = new int[strings.length];
        for (int place = 0; place < places.length; place++) {
            places[texts.find(strings[place])] = place;
        }
        for (int frame = 1; frame <= count; frame++) {
            functionIds[frame] = places[functionIds[frame]];
            fileIds[frame] = places[fileIds[frame]];
        }
        int[] order = new int[count];
        Arrays.setAll(order, i -> i + 1);
        // not a quicksort: a capture can be made that it takes quadratic time for
        IntArrays.mergeSort(
                order, (a, b) -> compare(functionIds[a], fileIds[a], lines[a], functionIds[b], fileIds[b], lines[b]));
        Columns columns = new Columns(count);
        int[] numbers = new int[count + 1];
        for (int frame : order) {
            numbers[frame] = columns.add(functionIds[frame], fileIds[frame], lines[frame], firstLines[frame]);
        }
        return new Sorted(columns.frames(strings), numbers);
    }

    private static int[] numbers(String[] texts, TextNumbers numbers) {
        int[] numbered = new int[texts.length];
        for (int i = 1; i < texts.length; i++) {
            numbered[i] = numbers.add(texts[i]);
        }
        return numbered;
    }

    /** The frames of two tables, and where those of each went. */
    record Union(PartialFrames frames, int[] ofFirst, int[] ofSecond) {}

    /** Both are in order, so numbers grow with numbers. */
    static Union union(PartialFrames a, PartialFrames b) {
        int[] stringsOfA = new int[a.strings.length];
        int[] stringsOfB = new int[b.strings.length];
        String[] strings = union(a.strings, b.strings, stringsOfA, stringsOfB);
        Columns columns = new Columns(a.count() + b.count());
        int[] ofA = new int[a.count() + 1];
        int[] ofB = new int[b.count() + 1];
        int i = 1;
        int j = 1;
        while (i < ofA.length || j < ofB.length) {
            int order = i == ofA.length ? 1 : j == ofB.length ? -1 : compare(a, i, stringsOfA, b, j, stringsOfB);
            if (order <= 0) {
                ofA[i] = columns.add(a, i, stringsOfA);
                i++;
            }
            if (order >= 0) {
                ofB[j] = columns.add(b, j, stringsOfB);
                j++;
            }
        }
        return new Union(columns.frames(strings), ofA, ofB);
    }

    /** Both are in order, each text once; tells where those of each went. */
    static String[] union(String[] a, String[] b, int[] ofA, int[] ofB) {
        String[] all = new String[a.length + b.length];
        int count = 0;
        int i = 0;
        int j = 0;
        while (i < a.length || j < b.length) {
            int order = i == a.length ? 1 : j == b.length ? -1 : a[i].compareTo(b[j]);
            all[count] = order <= 0 ? a[i] : b[j];
            if (order <= 0) {
                ofA[i++] = count;
            }
            if (order >= 0) {
                ofB[j++] = count;
            }
            count++;
        }
        return Arrays.copyOf(all, count);
    }

    private static int compare(PartialFrames a, int i, int[] stringsOfA, PartialFrames b, int j, int[] stringsOfB) {
        return compare(
                stringsOfA[a.functions[i]],
                stringsOfA[a.files[i]],
                a.lines[i],
                stringsOfB[b.functions[j]],
                stringsOfB[b.files[j]],
                b.lines[j]);
    }

    /** The canonical order. */
    private static int compare(int functionA, int fileA, int lineA, int functionB, int fileB, int lineB) {
        int byFunction = Integer.compare(functionA, functionB);
        int byFile = byFunction != 0 ? byFunction : Integer.compare(fileA, fileB);
        return byFile != 0 ? byFile : Integer.compare(lineA, lineB);
    }

    /** Whether each frame is after the one before it. */
    boolean inOrder() {
        for (int frame = 2; frame < functions.length; frame++) {
            int before = frame - 1;
            if (compare(functions[before], files[before], lines[before], functions[frame], files[frame], lines[frame])
                    >= 0) {
                return false;
            }
        }
        return true;
    }

    /** Columns that grow in order; of a frame that is equal to the last one only the first line counts. */
    private static final class Columns {
        private final int[] functions;
        private final int[] files;
        private final int[] lines;
        private final int[] firstLines;
        private int count;

        Columns(int most) {
            functions = new int[most + 1];
            files = new int[most + 1];
            lines = new int[most + 1];
            firstLines = new int[most + 1];
        }

        int add(PartialFrames from, int frame, int[] strings) {
            return add(
                    strings[from.functions[frame]],
                    strings[from.files[frame]],
                    from.lines[frame],
                    from.firstLines[frame]);
        }

        int add(int function, int file, int line, int firstLine) {
            boolean known = count > 0 && functions[count] == function && files[count] == file && lines[count] == line;
            if (!known) {
                count++;
                functions[count] = function;
                files[count] = file;
                lines[count] = line;
                firstLines[count] = firstLine;
            } else if (firstLine != 0) {
                firstLines[count] = firstLines[count] == 0 ? firstLine : Math.min(firstLines[count], firstLine);
            }
            return count;
        }

        PartialFrames frames(String[] strings) {
            return new PartialFrames(
                    strings,
                    Arrays.copyOf(functions, count + 1),
                    Arrays.copyOf(files, count + 1),
                    Arrays.copyOf(lines, count + 1),
                    Arrays.copyOf(firstLines, count + 1));
        }
    }

    @Override
    public int count() {
        return functions.length - 1;
    }

    @Override
    public String function(int frameId) {
        return strings[functions[frameId]];
    }

    @Override
    public String file(int frameId) {
        return strings[files[frameId]];
    }

    @Override
    public int line(int frameId) {
        return lines[frameId];
    }

    @Override
    public int firstLine(int frameId) {
        return firstLines[frameId];
    }
}
