package dev.heapcrest.report.html;

import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.tree.FrameRules;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a source file belongs. */
enum FileKind {
    OTHER(0),
    PROGRAM(1),
    STANDARD_LIBRARY(2),
    SITE_PACKAGES(3),
    FROZEN(4),
    NATIVE(5);

    /** Number in the payload. */
    final int number;

    FileKind(int number) {
        this.number = number;
    }

    /** A kind together with the module that the file belongs to. */
    record Place(FileKind kind, String module) {}

    /** Sorts files by the directories that a capture names; versions before 13 name none, then paths must tell. */
    static final class Sorter {
        private static final Pattern PACKAGES = Pattern.compile("(?:^|/)(?:site|dist)-packages/(.+)");
        private static final Pattern LIBRARY = Pattern.compile("/lib(?:64)?/python\\d[^/]*/(?:lib-dynload/)?(.+)");

        private final List<String> sitePackages;
        private final List<String> standardLibrary;
        private final List<String> programPaths;

        Sorter(CaptureHeader header) {
            sitePackages = directories(header.sitePackages());
            standardLibrary = directories(List.of(header.stdlibDirectory()));
            programPaths = directories(header.modulePath());
        }

        Place place(String file) {
            if (file.isEmpty()) {
                return new Place(OTHER, "");
            }
            if (file.startsWith("<") && !file.equals("<unknown>")) {
                return new Place(FROZEN, frozenModule(file));
            }
            String inPackages = below(sitePackages, PACKAGES, file);
            if (inPackages != null) {
                return new Place(SITE_PACKAGES, topModule(inPackages));
            }
            String inLibrary = below(standardLibrary, LIBRARY, file);
            if (inLibrary != null) {
                return new Place(STANDARD_LIBRARY, topModule(inLibrary));
            }
            if (FrameRules.nativeCode(file)) {
                return new Place(NATIVE, "native code");
            }
            String inProgram = below(programPaths, null, file);
            String name = inProgram != null ? inProgram : file.substring(file.lastIndexOf('/') + 1);
            return new Place(inProgram != null || file.endsWith(".py") ? PROGRAM : OTHER, topModule(name));
        }

        /** "importlib" for {@code <frozen importlib._bootstrap>}, the text itself for {@code <string>}. */
        private static String frozenModule(String file) {
            String prefix = "<frozen ";
            if (!file.startsWith(prefix) || !file.endsWith(">")) {
                return file;
            }
            String module = file.substring(prefix.length(), file.length() - 1);
            int dot = module.indexOf('.');
            return dot > 0 ? module.substring(0, dot) : module;
        }

        private static String topModule(String path) {
            int slash = path.indexOf('/');
            String first = slash < 0 ? path : path.substring(0, slash);
            return slash < 0 && first.endsWith(".py") ? first.substring(0, first.length() - 3) : first;
        }

        private static @Nullable String below(List<String> directories, @Nullable Pattern otherwise, String file) {
            for (String directory : directories) {
                if (file.startsWith(directory) && file.length() > directory.length()) {
                    return file.substring(directory.length());
                }
            }
            if (otherwise == null) {
                return null;
            }
            Matcher matcher = otherwise.matcher(file);
            return matcher.find() ? matcher.group(1) : null;
        }

        /** With a slash at the end, the longest first, so that the nearest directory wins. */
        private static List<String> directories(List<String> names) {
            List<String> directories = new ArrayList<>();
            for (String name : names) {
                if (!name.isEmpty() && !name.equals("/")) {
                    directories.add(name.endsWith("/") ? name : name + "/");
                }
            }
            directories.sort((a, b) -> Integer.compare(b.length(), a.length()));
            return directories;
        }
    }
}
