package dev.heapcrest.report;

import dev.heapcrest.capture.CaptureHeader;
import dev.heapcrest.merge.PortableFiles;
import dev.heapcrest.tree.FrameRules;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a source file belongs. */
public enum FileKind {
    OTHER(0),
    PROGRAM(1),
    STANDARD_LIBRARY(2),
    SITE_PACKAGES(3),
    FROZEN(4),
    NATIVE(5);

    private final int number;

    FileKind(int number) {
        this.number = number;
    }

    /** Number in the payload. */
    public int number() {
        return number;
    }

    /** A kind together with the module that the file belongs to. */
    public record Place(FileKind kind, String module) {}

    /**
     * A file in a directory.
     *
     * @param path relative to the directory
     */
    record Below(FileKind kind, String path) {}

    /** Sorts files by the directories that a capture names; versions before 13 name none, then paths must tell. */
    public static final class Sorter {
        private static final Pattern PACKAGES = Pattern.compile("(?:^|/)(?:site|dist)-packages/(.+)");
        private static final Pattern LIBRARY = Pattern.compile("/lib(?:64)?/python\\d[^/]*/(?:lib-dynload/)?(.+)");

        private final Directories sitePackages;
        private final Directories standardLibrary;
        private final Directories programPaths;

        /** Relative names are below an entry of the path. */
        private final boolean workingDirectory;

        /** Sorts the files of a capture with this header. */
        public Sorter(CaptureHeader header) {
            sitePackages = new Directories(header.sitePackages());
            standardLibrary = new Directories(List.of(header.stdlibDirectory()));
            programPaths = new Directories(header.modulePath());
            workingDirectory = header.modulePath().contains(PrivateProfile.WORKING_DIRECTORY);
        }

        /** Where a file belongs, by its name. */
        public Place place(String file) {
            if (file.isEmpty()) {
                return new Place(OTHER, "");
            }
            Below below = below(file);
            if (below != null && below.kind() != PROGRAM) {
                return new Place(below.kind(), topModule(below.path()));
            }
            if (pseudo(file)) {
                return new Place(FROZEN, frozenModule(file));
            }
            if (FrameRules.nativeCode(file)) {
                return new Place(NATIVE, "native code");
            }
            String name = below != null ? below.path() : file.substring(file.lastIndexOf('/') + 1);
            return new Place(below != null || file.endsWith(".py") ? PROGRAM : OTHER, topModule(name));
        }

        /** The directory of packages, of the standard library or of the program that a file is in; null if in none. */
        @Nullable
        Below below(String file) {
            // private profiles and sums of captures call their folders as if they were no files
            if (pseudo(file)
                    && !file.startsWith(PrivateProfile.STANDARD_LIBRARY)
                    && !file.startsWith(PortableFiles.PACKAGES)) {
                return null;
            }
            String inPackages = below(sitePackages, PACKAGES, file);
            if (inPackages != null) {
                return new Below(SITE_PACKAGES, inPackages);
            }
            String inLibrary = below(standardLibrary, LIBRARY, file);
            if (inLibrary != null) {
                return new Below(STANDARD_LIBRARY, inLibrary);
            }
            String inProgram = below(programPaths, null, file);
            if (inProgram == null && workingDirectory && PrivateProfile.relative(file)) {
                inProgram = file;
            }
            return inProgram == null ? null : new Below(PROGRAM, inProgram);
        }

        /** Code that was compiled from no file. */
        private static boolean pseudo(String file) {
            return file.startsWith("<") && !file.equals("<unknown>");
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

        private static @Nullable String below(Directories directories, @Nullable Pattern otherwise, String file) {
            int length = directories.nearest(file);
            if (length > 0) {
                return file.substring(length);
            }
            if (otherwise == null) {
                return null;
            }
            Matcher matcher = otherwise.matcher(file);
            return matcher.find() ? matcher.group(1) : null;
        }
    }
}
