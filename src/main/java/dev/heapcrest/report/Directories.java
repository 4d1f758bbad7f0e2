package dev.heapcrest.report;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * Finds the nearest of many directories that a file is in. A capture may name thousands of directories and of files; to try
 * each with each takes their product. Immutable.
 */
final class Directories {
    /** In the order of their texts, with a slash at the end. */
    private final String[] names;
    /** The nearest directory that each is in; -1 = none. */
    private final int[] parents;

    Directories(List<String> wanted) {
        // without a stream, for which a short run would load its first classes
        TreeSet<String> sorted = new TreeSet<>();
        for (String name : wanted) {
            if (!name.isEmpty() && !name.equals("/")) {
                sorted.add(name.endsWith("/") ? name : name + "/");
            }
        }
        names = sorted.toArray(new String[0]);
        parents = new int[names.length];
        for (int i = 0; i < names.length; i++) {
            int parent = i - 1;
            while (parent >= 0 && !names[i].startsWith(names[parent])) {
                parent = parents[parent];
            }
            parents[i] = parent;
        }
    }

    /** Length of the longest name, slash included, that a file's name begins with and is longer than; 0 if there is none. */
    int nearest(String file) {
        int found = Arrays.binarySearch(names, file);
        // what begins the file's name is not after it in the order, and neither is what is between them
        int directory = found >= 0 ? parents[found] : -found - 2;
        if (directory < 0) {
            return 0;
        }
        int shared = shared(names[directory], file);
        while (directory >= 0 && names[directory].length() > shared) {
            directory = parents[directory];
        }
        return directory < 0 ? 0 : names[directory].length();
    }

    private static int shared(String a, String b) {
        int mismatch = Arrays.mismatch(a.toCharArray(), b.toCharArray());
        return mismatch < 0 ? a.length() : mismatch;
    }
}
