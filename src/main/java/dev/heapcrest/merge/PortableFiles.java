package dev.heapcrest.merge;

import dev.heapcrest.capture.CaptureHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names files by the part that does not depend on the environment: {@code <site-packages>/numpy/core.py},
 * {@code <stdlib>/json/decoder.py}. Every stack of {@code memray run} begins in a file of the virtual environment, so
 * captures of two environments have no stack in common otherwise. Headers of version 13 name the folders; for others the
 * paths tell. Other files keep their names. Not thread-safe.
 */
public final class PortableFiles implements UnaryOperator<String> {
    /** The folder of packages, in names. */
    public static final String PACKAGES = "<site-packages>";
    /** The folder of the standard library, in names. */
    public static final String LIBRARY = "<stdlib>";

    private static final Pattern IN_PACKAGES = Pattern.compile("(?:^|/)(?:site|dist)-packages/(.+)");
    private static final Pattern IN_LIBRARY = Pattern.compile("/lib(?:64)?/python\\d[^/]*/(.+)");

    private final List<String> packages;
    private final List<String> library;

    PortableFiles(CaptureHeader header) {
        packages = folders(header.sitePackages());
        library = folders(List.of(header.stdlibDirectory()));
    }

    /** With a slash at the end, the longest first, so that the nearest folder wins. */
    private static List<String> folders(List<String> names) {
        List<String> folders = new ArrayList<>();
        for (String name : names) {
            if (!name.isEmpty() && !name.equals("/")) {
                folders.add(name.endsWith("/") ? name : name + "/");
            }
        }
        folders.sort((a, b) -> Integer.compare(b.length(), a.length()));
        return folders;
    }

    @Override
    public String apply(String file) {
        if (file.startsWith("<")) {
            return file;
        }
        String inPackages = below(packages, IN_PACKAGES, file);
        if (inPackages != null) {
            return PACKAGES + '/' + inPackages;
        }
        String inLibrary = below(library, IN_LIBRARY, file);
        return inLibrary == null ? file : LIBRARY + '/' + inLibrary;
    }

    private static @Nullable String below(List<String> folders, Pattern otherwise, String file) {
        for (String folder : folders) {
            if (file.startsWith(folder) && file.length() > folder.length()) {
                return file.substring(folder.length());
            }
        }
        Matcher matcher = otherwise.matcher(file);
        return matcher.find() ? matcher.group(1) : null;
    }
}
