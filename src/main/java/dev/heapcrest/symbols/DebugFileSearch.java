package dev.heapcrest.symbols;

import dev.heapcrest.symbols.elf.DebugLink;
import dev.heapcrest.symbols.elf.ElfFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the debug file of an image that was found: by its build id under the debug directories and in debuginfod's cache,
 * by its debug link, or beside it. Files only: no server is ever asked.
 */
final class DebugFileSearch {
    private static final String USUAL_DIRECTORY = "usr/lib/debug";
    private static final String SUFFIX = ".debug";
    private static final int SHORTEST_ID = 4;

    private final List<Path> directories = new ArrayList<>();
    private final List<Path> caches = new ArrayList<>();
    private final List<Path> symbolPath;

    DebugFileSearch(SymbolSettings settings) {
        directories.addAll(settings.debugFileDirectories());
        Path sysroot = settings.sysroot();
        if (sysroot != null) {
            directories.add(sysroot.resolve(USUAL_DIRECTORY));
        }
        directories.add(Path.of("/" + USUAL_DIRECTORY));
        symbolPath = settings.symbolPath();
        Map<String, String> environment = settings.environment();
        addCache(environment.get("DEBUGINFOD_CACHE_PATH"), "");
        addCache(environment.get("XDG_CACHE_HOME"), "/debuginfod_client");
        addCache(environment.get("HOME"), "/.cache/debuginfod_client");
        addCache(environment.get("HOME"), "/.debuginfod_client_cache");
    }

    private void addCache(@Nullable String folder, String below) {
        try {
            if (folder != null && Path.of(folder).isAbsolute()) {
                caches.add(Path.of(folder + below));
            }
        } catch (InvalidPathException e) {
            // no folder
        }
    }

    /** Null if there is none, or none of this build. */
    @Nullable
    Path find(Image image, Path file, ElfFile elf, String buildId) throws IOException {
        Set<Path> places = new LinkedHashSet<>();
        if (buildId.length() >= SHORTEST_ID) {
            String below = ".build-id/" + buildId.substring(0, 2) + "/" + buildId.substring(2) + SUFFIX;
            directories.forEach(directory -> places.add(directory.resolve(below)));
            caches.forEach(cache -> places.add(cache.resolve(buildId).resolve("debuginfo")));
        }
        DebugLink link = elf.debugLink();
        if (link != null) {
            named(link.fileName(), image, file, places);
        }
        named(file.getFileName() + SUFFIX, image, file, places);
        for (Path place : places) {
            if (!place.equals(file) && fits(place, buildId, link)) {
                return place;
            }
        }
        return null;
    }

    /** Beside the image, as GDB's manual has it ("Debugging Information in Separate Files"), and in the symbol path. */
    private void named(String name, Image image, Path file, Set<Path> places) {
        try {
            places.add(file.resolveSibling(name));
            places.add(file.resolveSibling(SUFFIX).resolve(name));
            String folder = image.path().substring(0, image.path().lastIndexOf('/') + 1);
            for (Path directory : directories) {
                places.add(Path.of(directory + "/" + folder + name).normalize());
            }
            for (Path directory : symbolPath) {
                places.add(Path.of(directory + "/" + folder + name).normalize());
                places.add(directory.resolve(name));
            }
        } catch (InvalidPathException e) {
            // no file of this system has that name
        }
    }

    /** Whether it is of the same build: by both build ids, or by the checksum where the image has no build id. */
    private static boolean fits(Path place, String buildId, @Nullable DebugLink link) {
        if (!Files.isRegularFile(place)) {
            return false;
        }
        try (ElfFile debug = ElfFile.open(place)) {
            return buildId.isEmpty()
                    ? link != null && link.fits(place)
                    : debug.buildId().equals(buildId);
        } catch (IOException e) {
            return false;
        }
    }

    static boolean hasDwarf(Path file) {
        try (ElfFile elf = ElfFile.open(file)) {
            return elf.hasDwarf();
        } catch (IOException e) {
            return false;
        }
    }
}
